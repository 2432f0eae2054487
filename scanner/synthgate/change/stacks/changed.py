"""Whether anything of a stack is not as it was: what is not, costs no more than this."""

from __future__ import annotations

from synthgate.change.sides import StackPair
from synthgate.evaluate import Stack


def is_changed(pair: StackPair) -> bool:
    """Whether a stack, or one around it, has another template, or goes elsewhere."""
    if pair.before is None or pair.after is None:
        return True
    return _state_of(pair.before) != _state_of(pair.after)


def is_redirected(pair: StackPair) -> bool:
    """Whether a stack is changed, or is to wait for others than before."""
    before, after = pair.before, pair.after
    return is_changed(pair) or (before and before.needs) != (after and after.needs)


def _state_of(stack: Stack) -> tuple[object, ...]:
    """The text of a stack and of those around it, and where they go."""
    app, identity = stack.resolver.app, stack.resolver.identity
    found: list[object] = [stack.resolver.placement, stack.template.digest]
    while (around := app.parent(identity)) is not None:
        identity = around[0].identity
        found.append(around[0].template.digest)
    return tuple(found)
