"""What of a base is what of a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.change.sides import Matched, Member, Pair, StackPair
from synthgate.evaluate import Stack


def matched(before: Sequence[Stack], after: Sequence[Stack]) -> Matched:
    """Both states, paired."""
    stacks = [*_stacks(before, after)]
    return Matched(stacks, [pair for one in stacks for pair in _resources(one)])


def _stacks(before: Sequence[Stack], after: Sequence[Stack]) -> Iterator[StackPair]:
    there = {_name(one): one for one in before}
    for stack in after:
        yield StackPair(there.pop(_name(stack), None), stack)
    for stack in there.values():
        yield StackPair(stack, None)


def _name(stack: Stack) -> str:
    return stack.name or stack.template.path


def _resources(pair: StackPair) -> Iterator[Pair]:
    old = _members(pair.before)
    for logical_id, member in _members(pair.after).items():
        yield Pair(old.pop(logical_id, None), member)
    for member in old.values():
        yield Pair(member, None)


def _members(stack: Stack | None) -> dict[str, Member]:
    return {name: Member(stack, name) for name in stack.template.resources} if stack else {}
