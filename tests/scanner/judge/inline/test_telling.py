"""What is told of suppressions, of which few stay in memory."""

import gc
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.judge.inline import Asked, Telling
from synthgate.model import Position, Problem, Suppression, verbatim
from synthgate.rule.cards.former import Names

DAY = date(2026, 3, 1)
ASKED = Asked(frozenset({"a"}), Names(frozenset({"a", "b"})), DAY, frozenset({"heard"}))


def told(suppressions: Iterable[Suppression]) -> list[Problem]:
    telling = Telling(ASKED)
    for one in suppressions:
        telling.add(one)
    return [*telling.problems()]


SUPPRESSIONS = st.builds(
    Suppression,
    tool=st.sampled_from(["synthgate", "checkov", "cfn-nag", "heard"]),
    id=st.sampled_from(["a", "b", "no-rule", "CKV_AWS_18", "CKV_AWS_21", "W35", "no id"]),
    path=st.sampled_from(["a.yaml", "b.yaml"]),
    position=st.none() | st.builds(Position, st.integers(1, 30), st.just(1)),
    expires=st.sampled_from([None, None, "2026-02-01", "2026-03-05"]),
    asked=st.sampled_from([(), ("a",), ("b",)]),
    excused=st.sampled_from([(), ("a",)]),
    unnamed=st.sampled_from([(), (), ("part",)]),
    wrong=st.sampled_from([None, None, verbatim("it is")]),
    shared=st.sampled_from(["", "", "one wish"]),
)


@given(
    st.lists(SUPPRESSIONS, max_size=40, unique_by=lambda one: (one.path, one.position)), st.data()
)
def test_the_same_is_told_in_whatever_order_they_come(
    suppressions: list[Suppression], data: st.DataObject
) -> None:
    """By the places where they stand: no two are in one."""
    others = data.draw(st.permutations(suppressions))
    assert told(suppressions) == told(others)


@given(st.lists(SUPPRESSIONS, max_size=40))
def test_each_is_told_once_or_counted(suppressions: list[Suppression]) -> None:
    """One of which nothing is to be told by itself adds nothing to what is told of others."""
    alone = [one for one in suppressions if told([one]) and not one.shared]
    silent = [one for one in suppressions if not told([one]) and not one.shared]
    assert told([*alone, *silent]) == told(alone)
    assert bool(told(alone)) == bool(alone)


@pytest.mark.parametrize(
    ("tool", "id_", "number"),
    [("synthgate", "no-rule", "1,999 more"), ("checkov", "CKV_AWS_18", "2,000")],
)
def test_few_of_many_stay_in_memory(tool: str, id_: str, number: str) -> None:
    """As many as are told, of those that are wrong and of those of another scanner."""
    telling = Telling(ASKED)
    for line in range(2_000, 0, -1):
        telling.add(Suppression(tool, id_, "t.yaml", Position(line, 1)))
    gc.collect()
    assert sum(isinstance(it, Suppression) for it in gc.get_objects()) < 20
    (problem,) = telling.problems()
    assert problem.position == Position(1, 1)
    assert number in problem.message.en


def test_whether_the_day_matters_is_known() -> None:
    telling = Telling(ASKED)
    telling.add(Suppression("synthgate", "a", "t.yaml"))
    assert not telling.is_dated
    telling.add(Suppression("synthgate", "a", "t.yaml", expires="2026-03-05"))
    assert telling.is_dated
