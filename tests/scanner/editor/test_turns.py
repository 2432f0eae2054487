"""Scans for an editor: one at a time, the latest wish, and each within its time."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from editors import synthesized

from synthgate.editor import looks
from synthgate.editor.apps import App, apps_in
from synthgate.editor.looks import Told, look_at_app, look_at_buffer
from synthgate.editor.turns import Turns
from synthgate.problem_code import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from synthgate.editor.looks import Look

TEMPLATE = "Resources: {Q: {Type: AWS::SQS::Queue}}"


def test_of_a_subject_only_the_latest_wish_is_done() -> None:
    """After a pause, and never two at once."""
    done: list[int] = []
    at_work: list[int] = []
    lock = threading.Lock()

    def work(number: int) -> int:
        assert lock.acquire(blocking=False), "two at once"
        at_work.append(number)
        lock.release()
        return number

    async def wish() -> None:
        turns, over = Turns(), asyncio.Event()
        for number in range(20):
            turns.ask("a", 0.02, lambda number=number: work(number), done.append)
            turns.ask("b", 0.02, lambda: work(-1), lambda _: over.set())
        await asyncio.wait_for(over.wait(), 10)
        turns.close()

    asyncio.run(wish())
    assert at_work == [19, -1]
    assert done == [19]


def test_what_is_wished_while_it_is_at_work_is_done_once_more() -> None:
    """However often it is wished; what is taken back is not."""
    goes_on, started = threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> str:
        started.set()
        assert goes_on.wait(10)
        return "first"

    async def wish() -> None:
        turns, over = Turns(), asyncio.Event()
        turns.ask("a", 0, first, done.append)
        while not started.is_set():
            await asyncio.sleep(0.001)
        for word in ("second", "third"):
            turns.ask("a", 0, lambda word=word: word, done.append)
            await asyncio.sleep(0.01)
        turns.ask("b", 0, lambda: "never", done.append)
        turns.forget("b")
        turns.ask("c", 0, lambda: "last", lambda _: over.set())
        goes_on.set()
        await asyncio.wait_for(over.wait(), 10)
        await asyncio.sleep(0.05)
        turns.close()

    asyncio.run(wish())
    assert done == ["first", "third"]


def of_app(folder: Path) -> Look:
    synthesized(folder)
    return look_at_app(App(folder, folder / "cdk.out", folder), Told())


def of_buffer(folder: Path) -> Look:
    return look_at_buffer(folder / "t.yaml", TEMPLATE, folder, Told())


@pytest.mark.parametrize("look", [of_app, of_buffer])
def test_a_scan_that_takes_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Callable[[Path], Look]
) -> None:
    """And nothing is said of what it was about."""
    for name in ("SECONDS_OF_APP", "SECONDS_OF_BUFFER"):
        monkeypatch.setattr(looks, name, 0.001)
    seen = look(tmp_path)
    assert [problem.code for problem in seen.problems] == [ProblemCode.TIMED_OUT]
    assert seen.report is None


@pytest.mark.parametrize("look", [of_app, of_buffer])
def test_a_mistake_in_the_configuration_is_told(
    tmp_path: Path, look: Callable[[Path], Look]
) -> None:
    """With its place."""
    (tmp_path / "synthgate.yaml").write_text("exclude: 7\n")
    (problem,) = look(tmp_path).problems
    assert problem.code is ProblemCode.SETTING
    assert "synthgate.yaml:1" in problem.message["en"]


def test_apps_are_looked_for_so_far(tmp_path: Path) -> None:
    """Three folders down, and not where nobody has an app of his own."""
    for folder in ("a", "a/b/c", "a/b/c/d", "node_modules/x", ".hidden", "cdk.out/asset"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "cdk.json").write_text('{"output": "built"}')
    found = [app.assembly.relative_to(tmp_path).as_posix() for app in apps_in(tmp_path, "")]
    assert found == ["cdk.out", "a/built", "a/b/c/built"]
