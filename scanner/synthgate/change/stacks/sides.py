"""Both states as what is between stacks needs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from synthgate.change.sides import Matched
from synthgate.change.stacks.order import Order
from synthgate.change.stacks.state import State
from synthgate.evaluate import Stack
from synthgate.records import dataclass


@dataclass(frozen=True, eq=False)
class Sides:
    """Both states, how they are paired, and the order in which the head is deployed."""

    matched: Matched
    base: State
    head: State
    order: Order

    def top_after(self, stack: Stack) -> Stack | None:
        """The stack of the head that is deployed in place of one of the base, or around it."""
        return self.after(self.base.top(stack))

    def before(self, stack: Stack) -> Stack | None:
        """What a stack of the head was in the base."""
        found = self._origins.get(stack.resolver.identity)
        return self.base.by_identity.get(found) if found is not None else None

    @cached_property
    def _origins(self) -> Mapping[str, str]:
        return {after: before for before, after in self.matched.stack_partners.items()}

    def after(self, stack: Stack) -> Stack | None:
        """What a stack of the base is in the head."""
        found = self.matched.stack_partners.get(stack.resolver.identity)
        return self.head.by_identity.get(found) if found is not None else None
