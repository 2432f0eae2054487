"""The clock is the last guard: what it stops is a problem, and never a verdict."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from synthgate import linking, scanning
from synthgate.clock import OutOfTimeError, within

TINY = 0.02
LONG = 60.0


def _busy() -> None:
    """Longer than any of these tests may take; it swallows every `Exception`."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        with suppress(Exception):
            sum(range(100))


def test_what_takes_too_long_is_stopped() -> None:
    """Also what catches every exception."""
    with pytest.raises(OutOfTimeError, match=r"0\.02 s"), within(TINY):
        _busy()


def test_no_clock_is_left_running() -> None:
    """Nothing rings after the block, and what rang before rings again."""
    before = signal.getsignal(signal.SIGALRM)
    with within(LONG):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_an_inner_clock_does_not_stop_an_outer_one() -> None:
    """The time that the inner one took counts for both."""

    def work() -> None:
        with within(2 * TINY):
            pass
        _busy()

    with pytest.raises(OutOfTimeError) as rang, within(3 * TINY):
        work()
    assert rang.value.seconds == 3 * TINY


def test_the_first_of_two_clocks_rings() -> None:
    """Whichever of them is the inner one."""
    with pytest.raises(OutOfTimeError) as rang, within(TINY), within(LONG):
        _busy()
    assert rang.value.seconds == TINY
    with pytest.raises(OutOfTimeError) as rang, within(LONG), within(TINY):
        _busy()
    assert rang.value.seconds == TINY


def test_it_rings_again_for_who_did_not_hear() -> None:
    """A bare `except:` somewhere costs a second, not the run."""

    def deaf() -> None:
        with suppress(BaseException):
            _busy()
        _busy()

    with pytest.raises(OutOfTimeError), within(TINY):
        deaf()


def _in_thread(work: Callable[[], None]) -> list[object]:
    """What a block comes to in another thread: what it raised, and what came after."""
    came: list[object] = []

    def run() -> None:
        try:
            work()
            came.append(None)
        except OutOfTimeError as error:
            came.append(error.seconds)
        sum(range(10**5))
        came.append("after")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return came


def test_other_threads_are_stopped_as_well() -> None:
    """A worker of a cluster scans in one, and would else be at one template for ever."""

    def late() -> None:
        with within(LONG), within(TINY):
            _busy()

    def soon() -> None:
        with within(LONG):
            sum(range(10))

    assert _in_thread(late) == [TINY, "after"]
    assert _in_thread(soon) == [None, "after"]


def test_a_clock_of_a_thread_rings_in_its_block_alone() -> None:
    """However near to its end the block is when the time is up."""

    def often() -> None:
        for _ in range(300):
            with suppress(OutOfTimeError), within(0.0002):
                sum(range(3000))

    assert _in_thread(often) == [None, "after"]


FILES = {
    "a.yaml": "Resources: {A: {Type: AWS::S3::Bucket}}",
    "slow.yaml": "Resources: {Slow: {Type: AWS::S3::Bucket}}",
    "z.yaml": "Resources: {Z: {Type: AWS::S3::Bucket}}",
}


@pytest.mark.parametrize(("module", "stage"), [(scanning, "evaluate"), (linking, "written_out")])
def test_a_stopped_template_has_no_verdict(
    module: Any, stage: str, cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It failed, with a problem; the others have theirs."""
    ask = getattr(module, stage)

    def slowly(*args: Any) -> Any:
        path = getattr(args[0], "path", "") or args[0].template.path
        if path == "slow.yaml":
            _busy()
        return ask(*args)

    monkeypatch.setattr(module, "SECONDS", 1.0)
    monkeypatch.setattr(module, stage, slowly)
    ran = cli("scan", ".", "--environment", "development", "--format", "json", files=FILES)
    assert ran.code == 3
    assert [(one["code"], one["path"]) for one in ran.report["problems"]] == [
        ("timed-out", "slow.yaml")
    ]
    assert {one["path"]: one["status"] for one in ran.report["templates"]} == {
        "a.yaml": "scanned",
        "slow.yaml": "failed",
        "z.yaml": "scanned",
    }
    assert {one["location"]["path"] for one in ran.report["findings"]} == {"a.yaml", "z.yaml"}


LEFT = """
import sys, threading, time
from contextlib import suppress
from synthgate.clock import OutOfTimeError, within

def late():
    with suppress(OutOfTimeError), within(0.05):
        while True:
            time.sleep(0.001)

thread = threading.Thread(target=late)
thread.start()
thread.join()

def called():
    return [it for it in range(3)]

sys.setprofile(lambda *_: None)
called()
"""


def test_nothing_is_left_that_the_interpreter_looks_for_ever_after() -> None:
    """An exception that is raised in a thread and taken back has a profiled call never begin."""
    subprocess.run([sys.executable, "-c", LEFT], check=True, timeout=30)
