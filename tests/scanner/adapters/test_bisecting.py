"""Whatever templates kill a program, every other one is answered once, within the budget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from synthgate.adapters.asking import Readable
from synthgate.adapters.bisecting import Answers, Budget, answers


def templates(number: int) -> list[Readable]:
    return [Readable(f"{at:04}.json", Path(f"{at:04}.json")) for at in range(number)]


class Program:
    """Dies of some templates, and takes a second for each that it reads."""

    def __init__(self, deadly: set[str]) -> None:
        self.deadly, self.now, self.runs = deadly, 0.0, 0

    def ask(self, some: Sequence[Readable], seconds: float) -> list[str] | None:
        self.runs += 1
        names = [one.shown for one in some]
        self.now += min(len(names), seconds)
        return None if self.deadly & set(names) or len(names) > seconds else names

    def answers(self, asked: Sequence[Readable], budget: Budget) -> Answers[list[str]]:
        return answers(asked, self.ask, budget, lambda: self.now)


@given(st.integers(0, 60), st.sets(st.integers(0, 70), max_size=5), st.integers(1, 60))
def test_nothing_is_lost(number: int, deadly: set[int], runs: int) -> None:
    """Each template is answered, known to kill, or told as not asked; never two of them."""
    program = Program({f"{at:04}.json" for at in deadly})
    found = program.answers(templates(number), Budget(1e9, runs))
    said = [name for part in found.parts for name in part]
    lost = [one.shown for one in (*found.killing, *found.unasked)]
    assert said == sorted(said)
    assert sorted(said + lost) == [one.shown for one in templates(number)]
    assert {one.shown for one in found.killing} <= program.deadly
    assert program.runs <= runs
    assert found.is_whole is not bool(lost)


def test_one_of_five_hundred_is_found() -> None:
    """What `RUNS` promises."""
    program = Program({"0321.json"})
    found = program.answers(templates(500), Budget(1e9))
    assert [one.shown for one in found.killing] == ["0321.json"]
    assert not found.unasked
    assert sum(map(len, found.parts)) == 499


def test_the_time_is_that_of_a_whole_run() -> None:
    """Halves share it: a program that is slow over everything does not get it twice."""
    program = Program(set())
    found = program.answers(templates(100), Budget(30.0))
    assert program.now <= 30.0
    assert [one.shown for one in found.unasked] == [one.shown for one in templates(100)]
    assert not found.killing


def test_no_template_starts_no_program() -> None:
    """An empty run asks nobody."""
    program = Program(set())
    assert program.answers([], Budget(1.0)) == Answers()
    assert program.runs == 0
