"""Work in a thread that ends when its time is up, or when nobody waits for it any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep
from typing import TypeVar

from synthgate.clock import raiser

_T = TypeVar("_T")
_AGAIN = 0.5
"""Seconds until a thread is told once more, should somebody's `except:` have swallowed it."""


class StoppedError(BaseException):
    """Nobody waits for the result. No `Exception`, so that no guard takes it for a fault."""


async def in_thread(work: Callable[[], _T], seconds: float) -> _T:
    """Do some work in a thread of its own.

    Raises:
        TimeoutError: it takes longer than so many seconds.
    """
    started: Future[int] = Future()
    executor = ThreadPoolExecutor(1, "synthgate-agent")
    result = executor.submit(_noting, started, work)
    executor.shutdown(wait=False)
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.wrap_future(result)
    finally:
        if not result.done():
            threading.Thread(target=_stop, args=(started, result), daemon=True).start()


def _noting(started: Future[int], work: Callable[[], _T]) -> _T:
    started.set_result(threading.get_ident())
    return work()


def _stop(started: Future[int], result: Future[_T]) -> None:
    """Raise in the thread until it has ended."""
    raised, thread = raiser(), started.result()
    while raised and not result.done():
        raised(thread, StoppedError)
        sleep(_AGAIN)
