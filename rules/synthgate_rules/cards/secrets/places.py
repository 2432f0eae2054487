"""Secrets of a resource as the places of a finding, which say what kind each is, and not what.

A report is no place for a secret, and a fingerprint that hangs on one tells who guesses it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from synthgate.resolve.kleene import conjunction
from synthgate.resolve.resolver import Resolver
from synthgate.rule.api import Message, Place, Resource, View, causes_of, disjunction
from synthgate.secrets.exposure import Exposed, Exposure, exposures, values_at
from synthgate.secrets.sections import with_nested
from synthgate.secrets.spots import Finder, Spot, Spots, exposed, properties
from synthgate.template.document import Route

Check = Callable[[Resource, View], Iterator[Place]]


def check(find: Finder) -> Check:
    """A check that fails wherever a finder finds something."""

    def checked(resource: Resource, view: View) -> Iterator[Place]:
        yield from places(find(resource.logical_id, view.resolver))

    return checked


def places(spots: Spots) -> Iterator[Place]:
    """Each place once, however many secrets of a kind a text there has in however many branches."""
    by_place: dict[tuple[Route, str], list[Spot]] = {}
    for spot in spots:
        by_place.setdefault((spot.route, spot.kind), []).append(spot)
    for together in by_place.values():
        yield place(replace(together[0], truth=disjunction(one.truth for one in together)))


def place(spot: Spot) -> Place:
    """The place of a secret."""
    saw = {"kind": spot.kind} if spot.kind else {}
    holds = Message("it holds {kind}").format(kind=spot.name) if spot.name else None
    return Place(spot.route, saw, causes_of(spot.truth), note=holds)


def written_at(*keys: str) -> Check:
    """A check for literals in those documented properties whose path has one of these keys."""

    def find(logical_id: str, resolver: Resolver) -> Spots:
        spots = properties(logical_id, resolver)
        return (spot for spot in spots if not {*keys}.isdisjoint(spot.route))

    return check(find)


written = check(properties)
"""Documented credentials of the resource that stand in the template, literally or as a default."""

shown = check(lambda logical_id, resolver: exposed(logical_id, resolver, {Exposure.SHOWN}))
"""Those that CloudFormation or Parameter Store show in plain text."""


READABLE = frozenset({Exposure.WRITTEN, Exposure.SHOWN})
HELD = READABLE | {Exposure.MASKED}
"""And a parameter with `NoEcho`, that nobody is shown."""


def exposed_at(
    resource: Resource,
    view: View,
    steps: Route,
    ways: Collection[Exposure] = READABLE,
    counts: Callable[[Exposed], bool] = lambda _: True,
) -> Iterator[Place]:
    """The places of a value that is exposed in one of these ways, where that counts."""
    raw = view.resolver.template.resources[resource.logical_id]
    spots = (
        Spot(conjunction((there, one.truth)), route)
        for there, route, value in values_at(raw, steps, (), view.resolver)
        for one in exposures(value, view.resolver)
        if one.way in ways and counts(one)
    )
    yield from places(spot for spot in spots if spot.truth is not False)


def check_stack(find: Callable[[Resolver], Spots]) -> Check:
    """A check of a stack with those nested in it."""

    def checked(_: Resource, view: View) -> Iterator[Place]:
        yield from places(with_nested(find, view.resolver))

    return checked
