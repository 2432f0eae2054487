"""The last guard: a step that takes longer than anything sane is stopped.

Budgets count steps, so that the same input gives the same bytes; they are what bounds a scan.
The clock is for what they forgot, and for other people's code. What it stops gives a problem
(`ProblemCode.TIMED_OUT`), never a verdict.

The main thread of a POSIX system is interrupted by a signal (Python, "signal: Execution of Python
signal handlers"). Any other one, as a worker of a cluster scans in, by an exception that CPython
raises in it (`PyThreadState_SetAsyncExc`); where there is neither, nothing is stopped.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from types import FrameType

REPEAT = 1.0
"""Seconds until it rings again, should somebody's `except:` have swallowed the first time."""
_AT_ONCE = 1e-6
_MANY = 1_000
"""Steps after which an exception has arrived that was raised in a thread."""


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
        with _in_thread(seconds):
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


@contextmanager
def _in_thread(seconds: float) -> Generator[None]:
    """Stop this thread after so many seconds, by another one that waits so long."""
    raised = raiser()
    if raised is None:
        yield
        return

    class LateError(OutOfTimeError):
        """What is raised in a thread is a class, made without a word."""

        def __init__(self) -> None:
            super().__init__(seconds)

    me, over, lock = threading.get_ident(), threading.Event(), threading.Lock()
    rung = threading.Event()

    def ring() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:
                if not over.is_set():
                    rung.set()
                    raised(me, LateError)
            wait = REPEAT

    try:
        threading.Thread(target=ring, daemon=True).start()
        yield
    finally:
        while not over.is_set():
            # It may ring here, too, and once more before it is told that all is over.
            with suppress(LateError), lock:
                over.set()
        if rung.is_set():
            # What was raised and has not arrived is to arrive here. To take it back would leave
            # CPython looking for it for ever: slow, and without end under a profiler.
            with suppress(LateError):
                raised(me, LateError)
                for _ in range(_MANY):
                    sleep(0)


def raiser() -> Callable[[int, type[BaseException]], None] | None:
    """Raises in a thread, by its identity; None where nothing does."""
    if sys.implementation.name != "cpython":
        return None
    import ctypes  # noqa: PLC0415 - the main thread needs none of it

    def raised(thread: int, error: type[BaseException]) -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))

    return raised


def _can_interrupt() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
