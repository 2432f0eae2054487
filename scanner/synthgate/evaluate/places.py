"""Which places of an outcome are faults of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from synthgate.model import joined
from synthgate.resolve.values import ABSENT
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import descent
from synthgate.template.document import Route


def distinct(places: tuple[Place, ...], raw: Any) -> list[Place]:
    """The places of an outcome, each fault once.

    Two parts of a rule may meet at one value. And who leaves out a whole block has made
    one mistake, however many properties of it a rule asks for. What a card says of each is said.
    """
    if len(places) <= 1:
        return [*places] or [Place(())]
    by_route: dict[Route, Place] = {}
    for place in places:
        before = by_route.get(place.route)
        by_route[place.route] = _together(before, [before, place]) if before else place
    missing = [route for route, place in by_route.items() if place.saw is ABSENT]
    for block, parts in _missing_blocks(missing, raw):
        whole = _together(Place(block), [by_route[route] for route in parts])
        by_route = {r: place for r, place in by_route.items() if r not in parts}
        by_route[block] = whole
    return list(by_route.values())


def _together(one: Place, places: Iterable[Place]) -> Place:
    """A place that says what the card says of several."""
    messages = dict.fromkeys(place.message for place in places if place.message)
    return replace(one, message=joined("; ", messages)) if messages else one


def _missing_blocks(missing: list[Route], raw: Any) -> list[tuple[Route, list[Route]]]:
    """The blocks that are not there at all, with the parts of them that a rule asks for."""
    by_first: dict[Route, list[Route]] = {}
    for route in missing:
        below_properties = max(len(present(raw, route)), 1)
        if len(route) > below_properties + 1:
            by_first.setdefault(route[: below_properties + 1], []).append(route)
    return [item for item in by_first.items() if len(item[1]) > 1]


def present(node: Any, route: Route) -> Route:
    """The part of a route that a template has, before an intrinsic function ends it."""
    return route[: descent(node, route)[1]]
