"""What became of the rights that somebody holds, or gives: from one state to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from synthgate.change.access.comparing import New, compared
from synthgate.change.access.fitting import fits
from synthgate.change.access.grants import Grant, Opaque, Policies, Read
from synthgate.change.access.holders import Holder, Name
from synthgate.change.access.letters import Letters
from synthgate.change.access.own import domain
from synthgate.change.access.questions import TooMuchError
from synthgate.change.access.reading import Reader
from synthgate.records import dataclass
from synthgate.rule.iam.statement import Statement
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
    before: Holder | None, after: Holder | None, letters: Letters
) -> tuple[Difference | None, Difference | None]:
    """What became possible, and what is possible no more."""
    was, now = _read(before, letters, is_before=True), _read(after, letters, is_before=False)
    is_too_much, more, less = False, list[New](), list[New]()
    try:
        more, less = compared(
            _grants(was), _grants(now), fits(letters), _domain((before, was), (after, now))
        )
    except TooMuchError:
        is_too_much = True
    return (
        after and _over(_Known(after, now, more), _Known(before, was, []), is_too_much),
        before and _over(_Known(before, was, less), _Known(after, now, []), is_too_much),
    )


def _domain(*states: tuple[Holder | None, list[Read]]) -> Sequence[Pattern]:
    """The resources that policies may be about; none where that is whatever they name."""
    known = [holder.own for holder, _ in states if holder]
    if None in known:
        return ()
    arns = (arn for one in known for arn in one or ())
    return domain(arns, [grant for _, read in states for grant in _grants(read)])


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


def _read(holder: Holder | None, letters: Letters, *, is_before: bool) -> list[Read]:
    policies, found = Policies(Reader(letters, is_before)), list[Read]()
    for paper in holder.papers if holder else ():
        if paper.is_statement:
            statement = Statement(paper.route, paper.value)
            found += policies.statement(paper.member, statement, paper.kind, paper.presence)
        else:
            found += policies.document(
                paper.member, paper.value, paper.route, paper.kind, paper.presence
            )
    return found


def _over(one: _Known, other: _Known, is_too_much: bool) -> Difference:
    assert one.holder  # noqa: S101 - it is there
    grants, rest = _grants(one.read), _grants(other.read)
    opaque = [*_without(_opaque(one.read), _opaque(other.read), lambda it: it.key)]
    names = [*_without(one.names, other.names, lambda it: it.text)]
    is_growth = other.holder is None
    return Difference(one.holder, grants, rest, one.new, names, opaque, is_too_much, is_growth)


def _grants(read: list[Read]) -> list[Grant]:
    return [one for one in read if isinstance(one, Grant)]


def _opaque(read: list[Read]) -> list[Opaque]:
    return [one for one in read if isinstance(one, Opaque)]


def _without(every: list[Any], others: list[Any], key: Callable[[Any], Any]) -> Iterator[Any]:
    """What is there more often than it is in another list."""
    left = Counter(map(key, others))
    for one in every:
        if left[key(one)]:
            left[key(one)] -= 1
        else:
            yield one
