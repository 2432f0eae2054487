"""What a check says of a resource: a status, and the places it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from synthgate.model import Severity, Status, Text
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import ABSENT, Unknown, causes_of
from synthgate.rule.surroundings.view import View
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What else an outcome rests on: a resource, the way to a place in it, what that says."""

    at: View
    route: Route
    note: Text


@dataclass(frozen=True, slots=True)
class Place:
    """A value that decided an outcome.

    `route` leads there from the resource, `saw` is the resolved value, `note` says
    in words what a Python rule has to say about it, `message` what the card does.
    """

    route: Route
    saw: Any = ABSENT
    causes: tuple[Cause, ...] = ()
    note: Text | None = None
    message: Text | None = None
    is_default: bool = False
    """Whether nobody wrote the value: it is what the service does by itself."""
    severity: Severity | None = None
    """Of a place that is not as bad as others of its rule."""
    related: tuple[Beside, ...] = ()
    """Places in other resources, perhaps of other stacks, that make a fault of it together."""
    before: Text | None = None
    """What was there, of something that a change makes of it; and what `after` it."""
    after: Text | None = None

    def at(self, route: Route) -> Place:
        """The same, elsewhere; `replace` takes four times as long, and this is asked often."""
        return Place(
            route,
            self.saw,
            self.causes,
            self.note,
            self.message,
            self.is_default,
            self.severity,
            self.related,
            self.before,
            self.after,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """A three-valued answer with the places that it rests on."""

    status: Status
    places: tuple[Place, ...] = ()

    def below(self, route: Route) -> Outcome:
        """The same answer, seen from further up."""
        if not route:
            return self
        return Outcome(
            self.status,
            tuple(one.at((*route, *one.route)) for one in self.places),
        )


PASSED, FAILED = Outcome(Status.PASS), Outcome(Status.FAIL)


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Kleene's *and*: every failure is kept, for each is a fault to mend."""
    return _strongest(outcomes, (Status.FAIL, Status.UNKNOWN, Status.PASS))


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Kleene's *or*: fails only if every part does, and then shows one of them.

    That none of several ways was taken is one fault, not one for each way. It is shown
    where something is written, else where the first way would have been.
    """
    every = list(outcomes)
    combined = _strongest(every, (Status.PASS, Status.UNKNOWN, Status.FAIL))
    if not every or combined.status is not Status.FAIL:
        return combined
    return next((one for one in every if any(map(_is_written, one.places))), every[0])


def _is_written(place: Place) -> bool:
    """Whether something stands at a place that may be wrong: not the type of the resource."""
    return place.saw is not ABSENT and place.route != ("Type",)


def negated(outcome: Outcome) -> Outcome:
    """Kleene's *not*: that several things hold together, and should not, is one fault."""
    places = outcome.places
    if outcome.status is Status.PASS and len(places) > 1:
        places = (next(filter(_is_written, places), places[0]),)
    return Outcome(_OPPOSITE[outcome.status], places)


def softened(outcome: Outcome, severity: Severity) -> Outcome:
    """The same answer of a resource that is not as badly hit, unless a place is even less so."""
    places = (replace(one, severity=one.severity or severity) for one in outcome.places)
    return Outcome(outcome.status, tuple(places))


def saying(outcome: Outcome, message: Text) -> Outcome:
    """The same answer, its places saying something, unless they have something nearer to say."""
    places = (replace(one, message=one.message or one.note or message) for one in outcome.places)
    return Outcome(outcome.status, tuple(places))


_OPPOSITE = {Status.PASS: Status.FAIL, Status.FAIL: Status.PASS, Status.UNKNOWN: Status.UNKNOWN}


def _strongest(outcomes: Iterable[Outcome], order: tuple[Status, Status, Status]) -> Outcome:
    """The first status of the order that occurs, with the places of all that have it."""
    every = [*outcomes]
    if len(every) <= 1:  # as most are
        return every[0] if every else Outcome(order[-1])
    for status in order:
        found = [one for one in every if one.status is status]
        if len(found) == 1:
            return found[0]
        if found:
            return Outcome(status, tuple(place for one in found for place in one.places))
    return Outcome(order[-1])


def outcome_of(truth: Truth, route: Route, saw: Any) -> Outcome:
    """A truth about one value as an outcome."""
    if isinstance(truth, Unknown):
        return Outcome(Status.UNKNOWN, (Place(route, saw, truth.causes),))
    return Outcome(Status.PASS if truth else Status.FAIL, (Place(route, saw),))


def truth_of(outcome: Outcome) -> Truth:
    """An outcome without its places."""
    causes = (cause for place in outcome.places for cause in place.causes)
    match outcome.status:
        case Status.UNKNOWN:
            return Unknown(tuple(dict.fromkeys(causes)))
        case status:
            return status is Status.PASS


def doubt(route: Route, value: Any) -> Place:
    """A place where the verdict hangs on a value that is not known."""
    return Place(route, value, causes_of(value))
