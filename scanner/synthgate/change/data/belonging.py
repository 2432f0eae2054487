"""Where a resource belongs: whether its stack stays, and whether it is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from synthgate.change.data.policies import KEEPING, policy_of
from synthgate.change.sides import Matched, Member, Pair, Where
from synthgate.evaluate import Stack
from synthgate.model import Action
from synthgate.resolve.kleene import Truth


class Belonging:
    """What the stacks around a resource mean for it."""

    def __init__(self, matched: Matched) -> None:
        self._matched = matched

    def is_there(self, member: Member | None) -> Truth:
        """Whether a state has a resource."""
        return member is not None and member.exists

    def is_elsewhere(self, pair: Pair) -> bool:
        """Whether a resource goes into another stack, or takes another logical ID.

        A nested stack that is another one now takes all that is in it along.
        """
        assert pair.before is not None and pair.after is not None  # noqa: S101, PT018 - moved
        if pair.is_moved:
            return True
        around = [*_around(pair.before.stack)]
        homes = [*_around(pair.after.stack)]
        partners = [self._matched.partners.get(one) for one in around]
        return partners != homes or any(
            self._matched.by_after[home].is_moved
            for home in homes
            if home in self._matched.by_after
        )

    def action_of(self, member: Member) -> Action:
        """What happens to a resource of the base that the head has not: it goes, or it is left.

        The CDK deletes no stack that has left the app; a nested stack that is retained is kept
        whole.
        """
        if self.is_abandoned(member.stack):
            return Action.LEFT
        kept = policy_of(member, "DeletionPolicy") in KEEPING
        return Action.LEFT if kept or self._is_in_retained(member) else Action.DELETED

    def is_abandoned(self, stack: Stack) -> bool:
        """Whether the stack of the base that makes all this is no more in the app."""
        return self._top(stack) not in self._matched.stack_partners

    def is_same_stack(self, before: Member, after: Member) -> bool:
        """Whether the stack that had one resource has the other."""
        return self._matched.stack_partners.get(before.where[0]) == after.where[0]

    def was_another_type(self, member: Member) -> bool:
        """Whether the base has something of another type under a logical ID in the same stack."""
        stack = self._stacks_before.get(member.where[0])
        written = stack.template.resources.get(member.logical_id) if stack else None
        return written is not None and written["Type"] != member.type

    @cached_property
    def _stacks_before(self) -> Mapping[str, Stack]:
        """The stacks of the base by the identity that they have in the head."""
        return {
            one.after.resolver.identity: one.before
            for one in self._matched.stacks
            if one.before and one.after
        }

    def _is_in_retained(self, member: Member) -> bool:
        """Whether a nested stack around it goes out of its parent and is retained."""
        for where in _around(member.stack):
            pair = self._matched.by_before.get(where)
            gone = pair is not None and (pair.after is None or pair.is_moved)
            if pair and pair.before and gone:
                return policy_of(pair.before, "DeletionPolicy") in KEEPING
        return False

    def _top(self, stack: Stack) -> str:
        """The identity of the stack that a nested one is made by in the end."""
        return next(reversed([stack.resolver.identity, *(one[0] for one in _around(stack))]))


def _around(stack: Stack) -> Iterator[Where]:
    """The resources that stand for a nested stack and those around it, the innermost first."""
    app, identity = stack.resolver.app, stack.resolver.identity
    while nested_in := app.parent(identity):
        identity = nested_in[0].identity
        yield identity, nested_in[1]
