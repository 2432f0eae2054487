"""``else: unknown``, beside any condition: where it would fail, the rule does not decide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from synthgate.model import Message, Status
from synthgate.resolve.causes import Cause, Decider
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import choice
from synthgate.rule.terms.condition import Condition, Only, Quick, Sought
from synthgate.rule.terms.outcome import Outcome, Place
from synthgate.rule.terms.word import Word
from synthgate.template.document import property_path

ELSE = Word(
    "else",
    Message("unknown: where this condition would fail, the rule leaves it to people"),
    choice(("unknown",)),
)


def undecided(condition: Condition) -> Condition:
    """The same condition, unknown where it would fail."""

    def asked(view: View, value: Any) -> Outcome:
        return _undecided(condition(view, value), view)

    def sought(view: View, value: Any, sought: Sought) -> Outcome:
        if sought is Status.PASS:
            return asked(view, value)
        if sought is Only.LOOK:
            return condition.seek(view, value, sought)
        return _undecided(condition.seek(view, value, Status.FAIL), view)

    quick = _quickly(condition.quick) if condition.quick else None
    return Condition(asked, quick, condition.looks, sought)


def _undecided(outcome: Outcome, view: View) -> Outcome:
    if outcome.status is not Status.FAIL:
        return outcome
    places = outcome.places or (Place(()),)
    return Outcome(Status.UNKNOWN, tuple(_left_open(place, view) for place in places))


def _quickly(quick: Quick) -> Quick:
    return lambda view, value: quick(view, value) or None


def _left_open(place: Place, view: View) -> Place:
    name = property_path(place.route).removeprefix("Properties.") or view.resource.type
    return replace(place, causes=(Cause(Decider.RULE, name),), note=None)
