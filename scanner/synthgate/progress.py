"""A progress bar for a person who waits: on a terminal, and only after a second."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds without a bar. A scan that is over by then needs none."""


@contextmanager
def progress_on(stream: TextIO) -> Generator[Callable[[int, int | None], None] | None]:
    """A function to call with (done, all if known) as work goes on; None where nobody watches."""
    if not stream.isatty():
        yield None
        return
    bar = _Bar(stream)
    try:
        yield bar.update
    finally:
        bar.stop()


class _Bar:
    """rich's bar, made and shown by a timer: what is slow may be a single template.

    The timer runs, in a thread, from when it is first told how far the work is.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._latest: tuple[int, int | None] = 0, None
        self._progress: Progress | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def update(self, done: int, total: int | None) -> None:
        with self._lock:
            if self._timer.ident is None:
                self._timer.start()
            self._latest = done, total
            self._draw()

    def stop(self) -> None:
        self._timer.cancel()
        with self._lock:
            if self._progress:
                self._progress.stop()

    def _show(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only when a person waits
        from rich.progress import Progress  # noqa: PLC0415

        with self._lock:
            self._progress = Progress(console=Console(file=self._stream), transient=True)
            self._progress.add_task("synthgate", total=None)
            self._progress.start()
            self._draw()

    def _draw(self) -> None:
        if self._progress:
            done, total = self._latest
            self._progress.update(self._progress.task_ids[0], completed=done, total=total)
