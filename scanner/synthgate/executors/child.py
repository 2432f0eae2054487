"""A process that this one has started to scan units, as this one sees it."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess

from synthgate.executors.worker import Work, serve
from synthgate.sources.source import Source

PATIENCE = 5.0
"""Seconds that a process has to end by itself."""


class Nursery:
    """Starts processes, in the cheapest way that is safe here.

    On Linux a process is forked: it has at once all that was read, imported and compiled before,
    in the same memory, and nothing is sent to it. That is safe where this process has one thread,
    for then there is no lock that nobody lets go of in the copy (Python 3.14 forks no more by
    itself, as it cannot know that). With more threads, on macOS, whose own libraries start some,
    and on Windows, which knows no fork, a new process is started and sent what there is to do.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._children: list[Child] = []

    def started(self) -> Child:
        """A new process.

        Raises:
            OSError: the system allows no more.
        """
        is_forked = may_fork()
        context: ForkContext | SpawnContext = (
            multiprocessing.get_context("fork")
            if is_forked
            else multiprocessing.get_context("spawn")
        )
        ours, theirs = context.Pipe()
        told = (self._packed, theirs, ())
        if is_forked:
            told = (self._work, theirs, (ours, *(one.pipe for one in self._children)))
        process = context.Process(target=serve, args=told, daemon=True)
        try:
            with _undisturbed(), _frozen():
                process.start()
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return Child(process, ours, self._children)

    @cached_property
    def _packed(self) -> bytes:
        return pickle.dumps(self._work)

    def end(self) -> None:
        """End those that are still there, at once."""
        for child in self._children:
            child.terminate()
        for child in [*self._children]:
            child.gone()


class Child:
    """One process, and the units that it has been given and has not answered yet."""

    def __init__(self, process: BaseProcess, pipe: Connection, among: list[Child]) -> None:
        self.pipe = pipe
        self.units: deque[Source] = deque()
        self.has_begun = False
        self.templates = 0
        """Those of the unit that it is at that are done."""
        self._process = process
        self._among = among
        among.append(self)

    def give(self, units: Sequence[Source]) -> None:
        """Send units to scan; that nobody is there to take them is heard later."""
        self.units.extend(units)
        with suppress(OSError):
            self.pipe.send_bytes(pickle.dumps(units))

    def heard(self) -> bytes | None:
        """What it says next; None where it is gone, in the middle of a word perhaps."""
        try:
            return None if self.is_over else self.pipe.recv_bytes()
        except (EOFError, OSError):
            return None

    @property
    def is_over(self) -> bool:
        """Whether it has ended and said all, though something of it may keep the pipe open."""
        return self._process.exitcode is not None and not self.pipe.poll()

    def is_done(self) -> None:
        """Note that it has answered for the first of its units."""
        self.units.popleft()
        self.templates = 0

    def dismissed(self) -> None:
        """Let it end: there is nothing more for it to do."""
        self.pipe.close()
        self.gone()

    def terminate(self) -> None:
        """Make it end."""
        self._process.terminate()

    def gone(self) -> int | None:
        """How it ended (negative: by which signal); it is made to, if it does not by itself."""
        self.pipe.close()
        self._process.join(PATIENCE)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        code = self._process.exitcode
        self._process.close()
        self._among.remove(self)
        return code


def may_fork() -> bool:
    """Whether it is safe to fork this process now."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def _undisturbed() -> Generator[None]:
    """Keep an interrupt back until a process is there and has learnt not to mind it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _frozen() -> Generator[None]:
    """Keep the collector of a forked process off what it has inherited, which it would copy."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
