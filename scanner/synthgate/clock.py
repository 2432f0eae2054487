"""The last guard: a step that takes longer than anything sane is stopped.

Budgets count steps, so that the same input gives the same bytes; they are what bounds a scan.
The clock is for what they forgot, and for other people's code. What it stops gives a problem
(`ProblemCode.TIMED_OUT`), never a verdict.

Only the main thread of a POSIX system can be interrupted (Python, "signal: Execution of Python
signal handlers"); anywhere else nothing is stopped.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

REPEAT = 1.0
"""Seconds until it rings again, should somebody's `except:` have swallowed the first time."""
_AT_ONCE = 1e-6


class OutOfTimeError(BaseException):
    """The time is up. No `Exception`, so that nobody's `except Exception` takes it for theirs."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"stopped after {seconds:g} s")
        self.seconds = seconds


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Stop what runs inside after so many seconds.

    Nested clocks each keep their time: of two, the one that is up first rings.

    Raises:
        OutOfTimeError: out of the block, when its time is up.
    """
    if not _can_interrupt():
        yield
        return
    outer, interval = signal.getitimer(signal.ITIMER_REAL)
    if 0 < outer <= seconds:
        yield
        return
    started = monotonic()

    def ring(_: int, __: FrameType | None) -> None:
        raise OutOfTimeError(seconds)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer:
            left = outer - (monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(left, _AT_ONCE), interval)


def _can_interrupt() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
