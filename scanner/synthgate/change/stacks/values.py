"""Whether a value of the base is still the same in the head, where only the deployment knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from synthgate.change.sides import Matched, Where
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of, distinct
from synthgate.template.data import is_list, is_mapping

Standing = Callable[[Where, str | None], Truth]


def as_it_was(_: Where, _attribute: str | None) -> Truth:
    """What holds of a reference where nobody knows what is replaced."""
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """The two states that values are of.

    `standing` says of a reference of the head whether it gives what it gave in the base. What is
    written `alike` in both, and unknown for the same reasons, is the same.
    """

    matched: Matched
    standing: Standing = as_it_was
    alike: bool = False

    def target(self, where: Where) -> Where | None:
        """The resource of the head that one of the base still is, if any."""
        pair = self.matched.by_before.get(where)
        if pair is None or pair.after is None or pair.is_moved:
            return None
        return pair.after.where

    def cause(self, cause: Cause) -> Cause:
        """A cause of the base, as the head calls it."""
        stack = self.matched.stack_partners.get(cause.stack, cause.stack)
        return Cause(cause.decider, cause.name, stack)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A resolved value, and the identity of the stack that it is of."""

    value: Any
    home: str


def same(before: Seen, after: Seen, both: Both) -> Truth:
    """Whether both come to the same.

    An attribute of a resource that goes is another one; a parameter keeps its value.
    """
    one, other = before.value, after.value
    match one, other:
        case Reference(), Reference():
            return _same_reference(one, other, before.home, after.home, both)
        case Unknown(), Unknown():
            return _same_unknown(one, other, before.home, after.home, both)
        case Partial(parts), Partial(others) if len(parts) == len(others):
            return _all_same(zip(parts, others, strict=True), before.home, after.home, both)
        case _ if is_list(one) and is_list(other) and len(one) == len(other):
            return _all_same(zip(one, other, strict=True), before.home, after.home, both)
        case _ if is_mapping(one) and is_mapping(other) and one.keys() == other.keys():
            pairs = ((one[key], other[key]) for key in one)
            return _all_same(pairs, before.home, after.home, both)
        case _:
            return equal(one, other)


def _all_same(pairs: Iterable[tuple[Any, Any]], home: str, new_home: str, both: Both) -> Truth:
    return conjunction(same(Seen(one, home), Seen(other, new_home), both) for one, other in pairs)


def _same_reference(
    one: Reference, other: Reference, home: str, new_home: str, both: Both
) -> Truth:
    if one.value is not ABSENT and other.value is not ABSENT:
        return same(Seen(one.value, home), Seen(other.value, new_home), both)
    old, new = (one.stack or home, one.logical_id), (other.stack or new_home, other.logical_id)
    if both.target(old) != new:
        return False
    if one.attribute == other.attribute:
        return both.standing(new, other.attribute)
    return Unknown(distinct((one.cause, other.cause)))


def _same_unknown(one: Unknown, other: Unknown, home: str, new_home: str, both: Both) -> Truth:
    """Whether two are the same that only the deployment knows: for the same reasons, at least."""
    if [*map(both.cause, one.causes)] == [*other.causes]:
        if one.exact and other.exact:
            return True
        inside = [*one.choices, *one.of], [*other.choices, *other.of]
        are_pairs = both.alike and len(inside[0]) == len(inside[1])
        if are_pairs and _all_same(zip(*inside, strict=True), home, new_home, both) is True:
            return True
    return Unknown(causes_of([one, other]))
