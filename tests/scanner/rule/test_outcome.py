"""Outcomes are Kleene's logic with places: what decided is what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.model import Status
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import unknown
from synthgate.rule.terms.outcome import Outcome, Place, all_of, any_of, doubt, negated

PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN
STATUSES = st.lists(st.sampled_from(Status), max_size=5)


def outcomes(statuses: list[Status]) -> list[Outcome]:
    return [Outcome(status, (Place((number,)),)) for number, status in enumerate(statuses)]


@pytest.mark.parametrize(
    ("statuses", "every", "some"),
    [
        ([], PASS, FAIL),
        ([PASS, PASS], PASS, PASS),
        ([FAIL, UNKNOWN], FAIL, UNKNOWN),
        ([PASS, UNKNOWN], UNKNOWN, PASS),
        ([FAIL, PASS], FAIL, PASS),
        ([FAIL, FAIL], FAIL, FAIL),
        ([UNKNOWN], UNKNOWN, UNKNOWN),
    ],
)
def test_all_and_any(statuses: list[Status], every: Status, some: Status) -> None:
    """One failure fails all, one pass passes any; else one doubt leaves it open."""
    assert all_of(outcomes(statuses)).status is every
    assert any_of(outcomes(statuses)).status is some


@given(STATUSES)
def test_de_morgan(statuses: list[Status]) -> None:
    """Not (all) is any (not)."""
    made = outcomes(statuses)
    assert negated(all_of(made)).status is any_of(map(negated, made)).status


@given(STATUSES)
def test_every_failure_of_all_is_a_place(statuses: list[Status]) -> None:
    """Each fault is one to mend: none hides another; and no other place is shown."""
    combined = all_of(outcomes(statuses))
    expected = [n for n, status in enumerate(statuses) if status is combined.status]
    assert [place.route for place in combined.places] == [(n,) for n in expected]


def test_seen_from_further_up_places_have_longer_routes() -> None:
    """The route of a place starts where the asker stands."""
    below = Outcome(FAIL, (Place(("b", 0)), Place(()))).below(("a",))
    assert [place.route for place in below.places] == [("a", "b", 0), ("a",)]


def test_a_doubt_has_every_cause_of_its_value() -> None:
    """A place that is not decided names all that has to be known."""
    value = [unknown(Decider.PARAMETER, "P"), {"k": unknown(Decider.PARAMETER, "Q")}]
    assert [cause.name for cause in doubt((), value).causes] == ["P", "Q"]
