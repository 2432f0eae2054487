"""What a change does to the policies of identities and resources."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.change.access import identities as of_identities
from synthgate.change.access import resources as of_resources
from synthgate.change.access.difference import differences
from synthgate.change.access.holders import (
    Holder,
    Side,
    by_key,
    is_touched,
    sides,
    touched,
)
from synthgate.change.access.letters import Letters
from synthgate.change.access.telling import Teller
from synthgate.change.access.things import Others
from synthgate.change.sides import Matched
from synthgate.evaluate import Effect

TYPES = of_identities.TYPES | of_resources.TYPES


def on_policies(matched: Matched) -> Iterator[Effect]:
    """All of it; nothing is read where nothing is written otherwise."""
    changed = touched(matched, TYPES)
    if not changed:
        return
    letters = Letters(matched)
    teller, others = Teller(matched, letters), Others(matched, letters)
    before, after = (by_key(_holders(side)) for side in sides(matched, changed, letters))
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        if is_touched((was, now), changed):
            more, less = differences(was, now, letters, others)
            yield from teller.more(more) if more and not more.holder.is_held else ()
            yield from teller.less(less) if less and not less.holder.is_held else ()


def _holders(side: Side) -> Iterator[Holder]:
    yield from of_identities.identities(side)
    yield from of_identities.trusts(side)
    yield from of_resources.resources(side)
