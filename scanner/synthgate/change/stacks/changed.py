"""Whether anything of a stack is not as it was: what is not, costs no more than this."""

from __future__ import annotations

from synthgate.change.sides import Matched, StackPair
from synthgate.evaluate import Stack


def is_changed(pair: StackPair) -> bool:
    """Whether a stack, or one around it, has another template, or goes elsewhere."""
    if pair.before is None or pair.after is None:
        return True
    return _state_of(pair.before) != _state_of(pair.after)


def is_redirected(pair: StackPair, matched: Matched) -> bool:
    """Whether a stack is changed, or is to wait for others than before."""
    if is_changed(pair):
        return True
    before, after = (one.needs if one else None for one in (pair.before, pair.after))
    there = [matched.stack_partners.get(one) for one in before or ()]
    return there != [*(after or ())]


def _state_of(stack: Stack) -> tuple[object, ...]:
    """The text of a stack and of those around it, and where they go."""
    app, identity = stack.resolver.app, stack.resolver.identity
    found: list[object] = [stack.resolver.placement, stack.template.digest]
    while (around := app.parent(identity)) is not None:
        identity = around[0].identity
        found.append(around[0].template.digest)
    return tuple(found)
