"""One verdict over all worlds that a template leaves open.

Fails in all is *fail*, passes in all is *pass*; else it is *unknown*, with what decides
it. Only what an unknown verdict hinges on is split, so that a template with many open
conditions costs no more than those that a rule stumbles over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from synthgate.model import Status
from synthgate.resolve.causes import COUNTED, UNTOLD, Cause, Decider
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.worlds import MAX_WORLDS, may_exist, worlds_of
from synthgate.rule.cards.card import Card
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Outcome, Place

_MANY = MAX_WORLDS.bit_length() - 1
"""Causes beyond which there may be more worlds than are tried."""


class _Budget:
    """How many more worlds may be tried."""

    def __init__(self) -> None:
        self._left = MAX_WORLDS

    @property
    def is_spent(self) -> bool:
        return self._left < 0

    def spend(self) -> bool:
        self._left -= 1
        return not self.is_spent


Worlds = dict[tuple[Resolver, tuple[Cause, ...]], list[Resolver]]
"""The worlds that deciding one of some causes makes of a world."""


def verdict(card: Card, view: View) -> Outcome | None:
    """What a rule says of a resource, whatever the deployment will be; None: not its business."""
    outcome = card.verdict(view)
    if outcome is None or outcome.status is not Status.UNKNOWN:
        return outcome  # as nearly all: nothing is to be split
    return _split(card, view, outcome, _Budget(), _shared(view))


def told(outcome: Outcome) -> Outcome:
    """A verdict without the places whose doubts are counted only.

    Those that are unknown only for nothing says what the stack is for, and those that nobody
    can do anything about.
    """
    if outcome.status is not Status.UNKNOWN:
        return outcome
    return Outcome(outcome.status, tuple(it for it in outcome.places if not _is_counted(it)))


def is_untold(outcome: Outcome) -> bool:
    """Whether some place is unknown only for nothing says what the stack is for."""
    return outcome.status is Status.UNKNOWN and any(
        place.causes == (UNTOLD,) for place in outcome.places
    )


def _is_counted(place: Place) -> bool:
    return place.causes == (UNTOLD,) or (
        bool(place.causes) and all(cause.decider in COUNTED for cause in place.causes)
    )


def _shared(view: View) -> Worlds:
    """The worlds that rules about one resource tried so far: most rules stumble over the same."""
    memo, about = view.resolver.memo, view.resource.logical_id
    worlds: Worlds = {}
    if memo.get("worlds of") != about:
        forget_worlds(view.resolver)
        memo["worlds of"], memo["worlds"] = about, worlds
    return memo["worlds"]


def forget_worlds(resolver: Resolver) -> None:
    """Let go of what rules found out in the worlds of a resource, which leads back to the world."""
    tried: Worlds = resolver.memo.get("worlds", {})
    for world in chain.from_iterable(tried.values()):
        world.memo.clear()


def _verdict(card: Card, view: View, budget: _Budget, shared: Worlds) -> Outcome | None:
    outcome = card.verdict(view)
    if outcome is None or outcome.status is not Status.UNKNOWN:
        return outcome
    return _split(card, view, outcome, budget, shared)


def _split(
    card: Card, view: View, outcome: Outcome, budget: _Budget, shared: Worlds
) -> Outcome | None:
    """What an unknown verdict comes to over the worlds that its causes make."""
    causes = tuple(dict.fromkeys(cause for place in outcome.places for cause in place.causes))
    worlds = [
        world
        for world in _worlds(view.resolver, causes, shared)
        if view.is_whole or may_exist(world, view.resource.logical_id)
    ]
    if len(causes) > _MANY and _is_open([*_extremes(card, view, causes, shared)]):
        return outcome
    seen: list[Outcome | None] = []
    for world in worlds:
        if not budget.spend():
            return _limited(outcome)
        found = _verdict(card, view.in_world(world), budget, shared)
        if found and _is_undeployable(found):
            continue
        seen.append(found)
        if _is_open(seen):
            # Where the resource is in one world alone, that one's causes are what is left to know.
            doubt = found if found and len(worlds) == 1 else outcome
            return _limited(doubt) if budget.is_spent else doubt
    return _agreed(seen) if seen else outcome


def _extremes(
    card: Card, view: View, causes: tuple[Cause, ...], shared: Worlds
) -> Iterator[Outcome | None]:
    """What a rule says where all causes come out one way, and where they come out the other.

    Of many that decide independently, all worlds are never tried; where these two differ, that is
    the answer.
    """
    for end in (0, -1):
        world = view.resolver
        for cause in causes:
            each = _worlds(world, (cause,), shared)
            world = each[end] if each else world
        if view.is_whole or may_exist(world, view.resource.logical_id):
            found = card.verdict(view.in_world(world))
            if found is None or found.status is not Status.UNKNOWN:
                yield found


def _worlds(base: Resolver, causes: tuple[Cause, ...], shared: Worlds) -> list[Resolver]:
    known = shared.get((base, causes))
    if known is None:
        known = worlds_of(base, causes)
        if len(shared) < MAX_WORLDS:
            shared[base, causes] = known
    return known


def _is_undeployable(outcome: Outcome) -> bool:
    """Whether a world came to nothing: a key that its mapping does not have."""
    return outcome.status is Status.UNKNOWN and any(
        cause.decider is Decider.IMPOSSIBLE for place in outcome.places for cause in place.causes
    )


def _is_open(seen: list[Outcome | None]) -> bool:
    """Whether the worlds seen so far cannot agree any more.

    Where a rule does not apply in some world and is kept in the others, it is kept. Where
    it is broken in the others, the deployment decides whether it is broken.
    """
    statuses = {outcome and outcome.status for outcome in seen}
    return Status.UNKNOWN in statuses or (Status.FAIL in statuses and len(statuses) > 1)


def _agreed(seen: list[Outcome | None]) -> Outcome | None:
    applied = [outcome for outcome in seen if outcome]
    if not applied:
        return None
    places: dict[object, Place] = {}
    for outcome in applied:
        for place in outcome.places:
            places.setdefault((place.route, place.message), place)
    return Outcome(applied[0].status, tuple(places.values()))


def _limited(outcome: Outcome) -> Outcome:
    """The doubt that is left where there are too many worlds to try."""
    limit = Cause(Decider.LIMIT, str(MAX_WORLDS))
    places = (replace(place, causes=(*place.causes, limit)) for place in outcome.places)
    return Outcome(Status.UNKNOWN, tuple(places))
