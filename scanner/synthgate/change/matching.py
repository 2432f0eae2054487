"""What of a base is what of a head: stacks by where they are deployed to, resources by logical id.

That is how CloudFormation knows them: what has another logical id, or is in another stack, is
another resource to it, however alike they are ("Update behaviors of stack resources").
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import PurePosixPath

from synthgate.change.moving import moves
from synthgate.change.sides import Matched, Member, Pair, StackPair
from synthgate.evaluate import Stack


def matched(before: Sequence[Stack], after: Sequence[Stack]) -> Matched:
    """Both states, paired: what has only moved as well."""
    stacks = stack_pairs(before, after)
    kept: list[Pair] = []
    come: list[Member] = []
    gone: list[Member] = []
    for pair in stacks:
        old = _members(pair.before)
        for logical_id, member in _members(pair.after).items():
            same = old.pop(logical_id, None)
            if same is None:
                come.append(member)
            else:
                kept.append(Pair(same, member))
        gone.extend(old.values())
    came_from = moves(gone, come, kept)
    left = {id(one) for one in came_from.values()}
    moved = [Pair(came_from.get(one.where), one, one.where in came_from) for one in come]
    return Matched(stacks, [*kept, *moved, *(Pair(it, None) for it in gone if id(it) not in left)])


def stack_pairs(before: Sequence[Stack], after: Sequence[Stack]) -> list[StackPair]:
    """The stacks of both, in the order of the head; those that only the base has come last.

    A nested stack is known by the resource that makes it.
    """
    found: dict[int, Stack] = {}
    for key in _KEYS:
        _pair_by(key, before, after, found)
    _pair_nested(before, after, found)
    taken = {id(one) for one in found.values()}
    pairs = [StackPair(found.get(id(stack)), stack) for stack in after]
    return [*pairs, *(StackPair(stack, None) for stack in before if id(stack) not in taken)]


Key = Callable[[Stack], Hashable | None]


def _pair_by(
    key: Key, before: Sequence[Stack], after: Sequence[Stack], found: dict[int, Stack]
) -> None:
    """Pair the stacks left over whose key only one of each side has, if nothing speaks against."""
    taken = {id(one) for one in found.values()}
    old = _unique(key, (it for it in before if id(it) not in taken and not it.is_nested))
    new = _unique(key, (it for it in after if id(it) not in found and not it.is_nested))
    for name, stack in new.items():
        if name in old and _may_be_one(old[name], stack):
            found[id(stack)] = old[name]


def _unique(key: Key, stacks: Iterator[Stack]) -> dict[Hashable, Stack]:
    """The stacks by a key, those left out that have one in common."""
    by_key: dict[Hashable, list[Stack]] = {}
    for stack in stacks:
        name = key(stack)
        if name is not None:
            by_key.setdefault(name, []).append(stack)
    return {name: found[0] for name, found in by_key.items() if len(found) == 1}


def _may_be_one(old: Stack, new: Stack) -> bool:
    """Whether both may be deployed as the same stack: what is told of both is the same."""
    there, here = old.resolver.placement, new.resolver.placement
    told = (
        (there.stack_name, here.stack_name),
        (there.account, here.account),
        (there.region, here.region),
    )
    return all(one == other or None in (one, other) for one, other in told)


def _deployed(stack: Stack) -> Hashable | None:
    place = stack.resolver.placement
    return place.stack_name and (place.stack_name, place.account, place.region)


def _called(stack: Stack) -> Hashable | None:
    """The name that it is deployed by: of what was fetched from an account, that of its file."""
    return stack.resolver.placement.stack_name or _stem(stack.template.path)


def _stem(path: str) -> str:
    return PurePosixPath(path).name.partition(".")[0]


_KEYS: tuple[Key, ...] = (
    _deployed,
    lambda stack: stack.name and (stack.name, stack.template.path),
    lambda stack: stack.name,
    lambda stack: stack.template.path,
    _called,
)


def _pair_nested(before: Sequence[Stack], after: Sequence[Stack], found: dict[int, Stack]) -> None:
    """Pair nested stacks by what makes them, those around others first."""
    old = {_maker(stack): stack for stack in before if stack.is_nested}
    by_identity = {stack.resolver.identity: stack for stack in after}
    left = [stack for stack in after if stack.is_nested]
    while left:
        waiting: list[Stack] = []
        for stack in left:
            parent, logical_id = _maker(stack)
            around = by_identity.get(parent)
            if around is not None and around in left:
                waiting.append(stack)
            elif around is not None and id(around) in found:
                there = old.get((found[id(around)].resolver.identity, logical_id))
                found.update({id(stack): there} if there else {})
        if len(waiting) == len(left):
            return
        left = waiting


def _maker(stack: Stack) -> tuple[str, str]:
    """The stack that makes a nested one, and the logical id that it has there."""
    parent = stack.resolver.app.parent(stack.resolver.identity)
    return (parent[0].identity, parent[1]) if parent else ("", "")


def _members(stack: Stack | None) -> dict[str, Member]:
    return {name: Member(stack, name) for name in stack.template.resources} if stack else {}
