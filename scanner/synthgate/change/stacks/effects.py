"""What a change does to other stacks, and whether it can be deployed beside what is there."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.change.sides import Matched
from synthgate.change.stacks.changed import is_redirected
from synthgate.change.stacks.cycles import circles
from synthgate.change.stacks.embrace import broken_imports
from synthgate.change.stacks.limits import exceeded
from synthgate.change.stacks.nested import misfits
from synthgate.change.stacks.order import Order
from synthgate.change.stacks.outputs import outputs_gone
from synthgate.change.stacks.protection import unprotected
from synthgate.change.stacks.references import broken_references
from synthgate.change.stacks.regions import lost_on_the_way
from synthgate.change.stacks.sides import Sides
from synthgate.change.stacks.state import states_of
from synthgate.change.stacks.values import Standing, as_it_was
from synthgate.evaluate import Effect


def effects(matched: Matched, standing: Standing = as_it_was) -> Iterator[Effect]:
    """All of it. `standing` says whether a reference of the head gives what it gave in the base."""
    if not any(is_redirected(one, matched) for one in matched.stacks):
        return
    base, head = states_of(matched)
    sides = Sides(matched, base, head, Order(head))
    yield from broken_imports(sides, standing)
    yield from outputs_gone(sides)
    yield from broken_references(sides)
    yield from lost_on_the_way(sides, standing)
    yield from misfits(sides)
    yield from exceeded(matched)
    yield from circles(sides)
    yield from unprotected(matched)
