"""What a change does to access: who may do what that he could not before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.change.access.acls import on_acls
from synthgate.change.access.boundaries import on_boundaries
from synthgate.change.access.networks import on_networks
from synthgate.change.access.policies import on_policies
from synthgate.change.access.running import on_running
from synthgate.change.access.switches import on_switches
from synthgate.change.previous import doubted
from synthgate.change.sides import Matched
from synthgate.evaluate import Effect


def effects(matched: Matched) -> Iterator[Effect]:
    """All of it."""
    for of_kind in (on_policies, on_running, on_boundaries, on_networks, on_acls, on_switches):
        for effect in of_kind(matched):
            yield _doubted(matched, effect)


def _doubted(matched: Matched, effect: Effect) -> Effect:
    """An effect that a parameter may keep from happening, by the value that a stack has of it."""
    where = effect.stack.resolver.identity, effect.logical_id
    pair = matched.by_after.get(where)
    if pair is None or pair.before is None or pair.after is None:
        return effect
    place = doubted(pair.before, pair.after, effect.place)
    return effect if place is effect.place else replace(effect, place=place)
