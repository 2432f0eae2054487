"""What became of the rights that somebody holds, or gives: from one state to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from synthgate.change.access.grants import Grant, Opaque, Read
from synthgate.change.access.holders import Holder, Name
from synthgate.change.access.letters import Letters
from synthgate.change.access.named import of_names
from synthgate.change.access.news import New
from synthgate.change.access.own import domain
from synthgate.change.access.people import read
from synthgate.change.access.questions import TooMuchError
from synthgate.change.access.things import Others
from synthgate.change.data.policies import KEEPING
from synthgate.change.sides import Matched, Member
from synthgate.records import dataclass
from synthgate.rule.iam.elements import resource_pattern
from synthgate.rule.texts.wildcards import Pattern


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """What one state has over the other: requests, names, and what could not be compared.

    `grants` are all statements of that state, `others` those of the other.
    """

    holder: Holder
    grants: list[Grant]
    others: list[Grant]
    new: list[New]
    names: list[Name]
    opaque: list[Opaque]
    is_too_much: bool = False
    is_growth: bool = False
    """Whether the other state has no such holder at all."""

    @property
    def is_none(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.new or self.names or self.opaque or self.is_too_much)


def differences(
    before: Holder | None, after: Holder | None, letters: Letters, others: Others
) -> tuple[Difference | None, Difference | None]:
    """What became possible, and what is possible no more."""
    was, now = read(before, letters, is_before=True), read(after, letters, is_before=False)
    is_too_much, more, less = False, list[New](), list[New]()
    grants = _grants(was), _grants(now)
    try:
        about = _domain((before, was), (after, now))
        more, less = others.compared((before, after), grants, about)
        named = of_names(before, after, grants, letters)
        more, less = [*more, *named[0]], [*less, *named[1]]
        more = more if after or _stays(before, letters) else []
        less = less if before or _stays(after, letters) else []
    except TooMuchError:
        is_too_much = True
    return (
        _over(_Known(after, now, more), _Known(before, was, []), is_too_much),
        _over(_Known(before, was, less), _Known(after, now, []), is_too_much),
    )


def _stays(holder: Holder | None, letters: Letters) -> bool:
    """Whether a resource is in both states that has policies in one of them only.

    A policy that is retained stays as well, and so does all that is in a stack of its own.
    """
    if holder is None:
        return False
    pair = letters.matched.by_after.get(holder.place) if holder.place else None
    if holder.place and (pair is None or pair.before is None):
        return False
    return not any(_is_kept(paper.member, letters.matched) for paper in holder.papers)


def _is_kept(policy: Member, matched: Matched) -> bool:
    """Whether what the head does not have stays where it is all the same."""
    stack = policy.stack
    is_left = stack.resolver.identity not in matched.stack_partners and not stack.is_nested
    is_of_base = policy.where in matched.by_before
    return is_of_base and (is_left or policy.raw.get("DeletionPolicy") in KEEPING)


def _domain(*states: tuple[Holder | None, list[Read]]) -> Sequence[Pattern]:
    """The resources that policies may be about; none where that is whatever they name."""
    holders = [holder for holder, _ in states if holder]
    known = [holder.own for holder in holders]
    if None in known:
        return ()
    arns = [*dict.fromkeys(arn for one in known for arn in one or ())]
    if all(holder.is_single for holder in holders):
        return [*map(resource_pattern, arns)]
    return domain(arns, [grant for _, found in states for grant in _grants(found)])


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """One of the states: its holder, the statements, and what it has over the other."""

    holder: Holder | None
    read: list[Read]
    new: list[New]

    @property
    def names(self) -> list[Name]:
        """What gives rights by its name."""
        return self.holder.names if self.holder else []


def _over(one: _Known, other: _Known, is_too_much: bool) -> Difference | None:
    """What one state has over the other; without any policy, by what the other denies only."""
    holder = one.holder or (other.holder if one.new else None)
    if holder is None:
        return None
    grants, rest = _grants(one.read), _grants(other.read)
    opaque = [*_without(_opaque(one.read), _opaque(other.read), lambda it: it.key)]
    names = [*_without(one.names, other.names, lambda it: it.text)]
    is_growth = other.holder is None
    return Difference(holder, grants, rest, one.new, names, opaque, is_too_much, is_growth)


def _grants(found: list[Read]) -> list[Grant]:
    return [one for one in found if isinstance(one, Grant)]


def _opaque(found: list[Read]) -> list[Opaque]:
    return [one for one in found if isinstance(one, Opaque)]


def _without(every: list[Any], others: list[Any], key: Callable[[Any], Any]) -> Iterator[Any]:
    """What is there more often than it is in another list."""
    left = Counter(map(key, others))
    for one in every:
        if left[key(one)]:
            left[key(one)] -= 1
        else:
            yield one
