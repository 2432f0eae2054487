"""The statements that matter for what is different between two states.

What is in both is looked at only where something that is not is about the same: so a policy of many
statements of which one changes costs little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache

from synthgate.change.access.axis import Select
from synthgate.change.access.classes import is_open
from synthgate.change.access.grants import Grant
from synthgate.rule.texts.wildcards import Pattern, Wild, overlaps


def relevant(before: Sequence[Grant], after: Sequence[Grant]) -> tuple[list[Grant], list[Grant]]:
    """Of both states the statements that only one has, and those that are about the same."""
    shared = Counter(map(_key, before)) & Counter(map(_key, after))
    changed = [*_without(before, shared), *_without(after, shared)]

    def matters(one: Grant) -> bool:
        return not shared[_key(one)] or any(meets(one, other) for other in changed)

    return [*filter(matters, before)], [*filter(matters, after)]


def _key(one: Grant) -> Hashable:
    about = one.actions, one.resources, one.principals
    return one.is_deny, about, one.presence, one.conditions


def _without(grants: Sequence[Grant], shared: Counter[Hashable]) -> list[Grant]:
    """The statements that one state has more often than the other."""
    left = Counter(shared)
    found: list[Grant] = []
    for one in grants:
        left[_key(one)] -= 1
        if left[_key(one)] < 0:
            found.append(one)
    return found


def denials(before: Sequence[Grant], after: Sequence[Grant]) -> list[Grant]:
    """The Deny statements that only one of the states has."""
    shared = Counter(map(_key, before)) & Counter(map(_key, after))
    return [one for one in (*_without(before, shared), *_without(after, shared)) if one.is_deny]


def meets(one: Grant, other: Grant) -> bool:
    """Whether two statements may be about the same requests."""
    return _share(one.actions, other.actions) and _share(one.resources, other.resources)


@lru_cache(maxsize=4096)
def _share(one: Select, other: Select) -> bool:
    if one.left_out or other.left_out:
        return True
    return any(
        left.choices or right.choices or overlaps(_widest(left.pattern), _widest(right.pattern))
        for left in one.entries
        for right in other.entries
    )


@lru_cache(maxsize=4096)
def _widest(pattern: Pattern) -> Pattern:
    return tuple(Wild.ANY if is_open(one) else one for one in pattern)
