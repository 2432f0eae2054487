"""Work that nobody waits for any more ends, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from time import monotonic, sleep

import pytest

from synthgate.agents.stopping import in_thread

PATIENCE = 20


def threads() -> int:
    return sum(one.name.startswith("synthgate-agent") for one in threading.enumerate())


def endless() -> None:
    while True:
        sleep(0.01)


def swallowing() -> None:
    """Some library's `except Exception`, around each step."""
    while True:
        with suppress(Exception):
            sleep(0.01)


def ended() -> bool:
    until = monotonic() + PATIENCE
    while threads() and monotonic() < until:
        sleep(0.05)
    return not threads()


def test_what_is_done_in_time_is_handed_over() -> None:
    assert asyncio.run(in_thread(lambda: threading.current_thread().name, 60)) != "MainThread"
    assert ended()


def test_an_error_is_handed_over() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(in_thread(lambda: 1 // 0, 60))


@pytest.mark.parametrize("work", [endless, swallowing])
def test_what_takes_too_long_ends(work: object) -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(in_thread(work, 0.2))  # type: ignore[arg-type]
    assert ended()


def test_what_is_cancelled_ends() -> None:
    async def cancelled() -> None:
        task = asyncio.ensure_future(in_thread(endless, 60))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert ended()
