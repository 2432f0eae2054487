"""Circles: stacks that wait for each other, and resources of one template that do.

CloudFormation refuses a template whose resources depend on each other in a circle ("Circular
dependency between resources"; "Troubleshooting CloudFormation"); of stacks that do, none can be
deployed first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile, islice
from typing import Any

from synthgate.change.stacks.calls import calls_of, named_in
from synthgate.change.stacks.changed import is_changed, is_redirected
from synthgate.change.stacks.naming import name_of
from synthgate.change.stacks.order import Order
from synthgate.change.stacks.sides import Sides
from synthgate.evaluate import Effect, Stack
from synthgate.model import Message, first_of
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_list

_MOST_NAMES = 12
_MOST_CIRCLES = 20
"""So many of one template are told; every edge may close another."""
_ARROW = " → "

Edges = Callable[[str], Iterable[str]]
"""By the name of something, what it waits for."""


def circles(sides: Sides) -> Iterator[Effect]:
    """An effect for each circle that the head has, and the base did not."""
    yield from _of_stacks(sides)
    for pair in sides.matched.stacks:
        if pair.after and is_changed(pair):
            yield from _of_resources(pair.before, pair.after)


def _of_stacks(sides: Sides) -> Iterator[Effect]:
    """Circles of stacks: each that is new goes through one that is not as it was."""
    head, base = sides.head, Order(sides.base)
    every = sides.matched.stacks
    changed = [one.after for one in every if one.after and is_redirected(one, sides.matched)]
    starts = dict.fromkeys(head.top(one).resolver.identity for one in changed)
    for circle in circles_from(starts, sides.order.depends_on):
        there = [sides.before(head.by_identity[one]) for one in circle]
        old = [one.resolver.identity for one in there if one]
        if len(old) == len(circle) and old[0] in base.below(old[0]):
            continue
        stacks = [head.by_identity[one] for one in circle]
        names = [*map(name_of, (*stacks, stacks[0]))]
        note = _STACKS.format(path=first_of(names, _MOST_NAMES, _ARROW))
        yield Effect("deploys-in-circle", stacks[0], Place((), note=note))


def _of_resources(before: Stack | None, after: Stack) -> Iterator[Effect]:
    """Circles of the resources of one template."""
    found = _among(after)
    old = {frozenset(one) for one in _among(before)} if before and found else set[frozenset[str]]()
    for circle in found:
        if frozenset(circle) not in old:
            path = first_of([*circle, circle[0]], _MOST_NAMES, _ARROW)
            place = Place(("Type",), note=_RESOURCES.format(path=path))
            yield Effect("deploys-in-circle", after, place, circle[0])


def _among(stack: Stack) -> list[list[str]]:
    """The circles of a stack's resources."""
    edges = {name: [*_waits_for(stack, name)] for name in stack.template.resources}
    found = circles_from(edges, lambda name: edges.get(name, ()))
    return [*islice(found, _MOST_CIRCLES)]


def _waits_for(stack: Stack, logical_id: str) -> Iterator[str]:
    """The resources that one surely needs to be there before it."""
    there = stack.template.resources
    needs = there[logical_id].get("DependsOn")
    if stack.resolver.exists(logical_id) is True:
        named: list[Any] = needs if is_list(needs) else [needs]
        yield from (one for one in named if isinstance(one, str) and one in there)
    for call in calls_of(stack, logical_id):
        if call.holds is True:
            yield from (name for name, _ in named_in(call) if name in there)


def circles_from(starts: Iterable[str], edges: Edges) -> Iterator[list[str]]:
    """The circles that some things are led into, each once: with its smallest name first.

    One step after another, and not by recursion: a template may have thousands.
    """
    done: set[str] = set()
    for start in starts:
        path: dict[str, None] = {} if start in done else {start: None}
        waiting = [iter(edges(start))] if path else []
        while waiting:
            for one in waiting[-1]:
                if one in path:
                    yield _from_smallest([*dropwhile(lambda name, first=one: name != first, path)])
                elif one not in done:
                    path[one] = None
                    waiting.append(iter(edges(one)))
                    break
            else:
                waiting.pop()
                done.add(path.popitem()[0])


def _from_smallest(circle: list[str]) -> list[str]:
    at = circle.index(min(circle))
    return circle[at:] + circle[:at]


_STACKS = Message("stacks wait for each other, so that none can be the first: {path}")
_RESOURCES = Message("resources wait for each other, so that none can be the first: {path}")
