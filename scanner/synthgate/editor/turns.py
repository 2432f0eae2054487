"""One scan at a time, in a thread of its own: the latest wish about each subject, after a pause."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from synthgate.records import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    subject: Hashable
    work: Callable[[], Any]
    done: Callable[[Any], None]


class Turns:
    """The wishes of a loop. Of a subject, no more than one waits and one is at work."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, asyncio.TimerHandle] = {}
        self._at_work: set[Hashable] = set()
        self._next: dict[Hashable, _Turn] = {}
        self._queue: queue.SimpleQueue[_Turn | None] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None

    def ask(
        self, subject: Hashable, pause: float, work: Callable[[], T], done: Callable[[T], None]
    ) -> None:
        """Have something done after a pause, unless another wish about the subject comes before.

        `work` is done in the other thread, and what comes of it told to `done` in this one.
        """
        self.forget(subject)
        loop = self._started()
        turn = _Turn(subject, work, done)
        self._waiting[subject] = loop.call_later(pause, self._take, turn)

    def forget(self, subject: Hashable) -> None:
        """Take a wish back that has not had its turn."""
        self._next.pop(subject, None)
        if waiting := self._waiting.pop(subject, None):
            waiting.cancel()

    def close(self) -> None:
        """Begin nothing more."""
        for subject in [*self._waiting]:
            self.forget(subject)
        self._queue.put(None)

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            # It must not keep the process, should the editor go in the middle of a scan.
            threading.Thread(target=self._work, daemon=True).start()
        return self._loop

    def _take(self, turn: _Turn) -> None:
        self._waiting.pop(turn.subject, None)
        if turn.subject in self._at_work:
            self._next[turn.subject] = turn
            return
        self._at_work.add(turn.subject)
        self._queue.put(turn)

    def _work(self) -> None:
        while (turn := self._queue.get()) is not None:
            result = turn.work()
            if self._loop and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._end, turn, result)

    def _end(self, turn: _Turn, result: object) -> None:
        self._at_work.discard(turn.subject)
        turn.done(result)
        if turn.subject in self._next:
            self._take(self._next.pop(turn.subject))
