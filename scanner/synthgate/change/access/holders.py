"""Who holds rights, or gives them: identities and resources, with all of their policies."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Any, Literal

from synthgate.change.access.grants import Kind
from synthgate.change.access.letters import Letters
from synthgate.change.access.logic import Expr, Is, every
from synthgate.change.access.reading import Reader
from synthgate.change.sides import Matched, Member, Pair, Where
from synthgate.records import dataclass
from synthgate.resolve.values import Unknown
from synthgate.template.document import Route, Template

Sort = Literal["identity", "resource", "trust", "share"]


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """A policy document, or a single statement of one (`is_statement`), where it is written."""

    member: Member
    value: Any
    route: Route
    kind: Kind
    presence: Expr = True
    is_statement: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """Something that gives rights by its name: a managed policy, a group, and what that has."""

    text: str
    member: Member
    route: Route
    value: Any
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """An identity or a resource in one of the states, with all that says who may do what.

    `member` is itself, where the template has it. A managed policy that `is_held` is told of with
    those who hold it.
    """

    key: Hashable
    sort: Sort
    told: str
    member: Member | None = None
    papers: list[Paper] = field(default_factory=list[Paper])
    names: list[Name] = field(default_factory=list[Name])
    is_held: bool = False
    own: tuple[str, ...] | None = None
    """The ARNs that its policies are about, as far as they are known; None where they are about
    whatever they name."""

    place: Where | None = None
    """Where the resource is, as both states call it, that policies of several resources are of."""

    @property
    def is_single(self) -> bool:
        """Whether its policies are about itself only, and nothing inside of it."""
        kinds = [one.kind for one in self.papers]
        return bool(kinds) and all(
            one.names_principals and not one.names_resources for one in kinds
        )

    @property
    def members(self) -> Iterator[Member]:
        """The resources that say something about it."""
        yield from (self.member,) if self.member else ()
        for one in (*self.papers, *self.names):
            yield one.member

    @property
    def at(self) -> Member:
        """The resource that stands for it in a report."""
        return next(self.members)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of the states: its resources by type."""

    reader: Reader
    by_type: dict[str, list[Member]]

    def of(self, *kinds: str) -> Iterator[Member]:
        """The resources of some types that exist, or may."""
        for kind in kinds:
            for member in self.by_type.get(kind, ()):
                if member.exists is not False:
                    yield member

    def presence(self, member: Member) -> Expr:
        """Whether a resource is there."""
        truth = member.exists
        if isinstance(truth, Unknown):
            return Is(self.reader.existence(member, truth.causes))
        return truth

    def both(self, member: Member, other: Member) -> Expr:
        """Whether two resources are there."""
        return every((self.presence(member), self.presence(other)))


def _members_of(
    matched: Matched, changed: set[Where], *, is_before: bool
) -> dict[str, list[Member]]:
    """The resources of a state by type, in the stacks in which something changed.

    What is in another, and as it was, is the same on both sides.
    """
    stacks = {identity for identity, _ in changed}
    for before, after in matched.stack_partners.items():
        stacks |= {before, after} if not stacks.isdisjoint((before, after)) else set()
    found: dict[str, list[Member]] = {}
    for pair in matched.resources:
        member = pair.before if is_before else pair.after
        if member and member.where[0] in stacks:
            found.setdefault(member.type, []).append(member)
    return found


def sides(matched: Matched, changed: set[Where], letters: Letters) -> tuple[Side, Side]:
    """The base and the head, as far as something changed in them."""
    before = _members_of(matched, changed, is_before=True)
    after = _members_of(matched, changed, is_before=False)
    return Side(Reader(letters, True), before), Side(Reader(letters, False), after)


def whole_sides(matched: Matched, letters: Letters) -> tuple[Side, Side]:
    """All of the base and the head."""
    every_one = {
        member.where for pair in matched.resources for member in (pair.before, pair.after) if member
    }
    return sides(matched, every_one, letters)


def touched(matched: Matched, kinds: frozenset[str]) -> set[Where]:
    """The resources of some types, in either state, that may not be what they were."""
    surroundings = _Surroundings(matched)
    return {
        member.where
        for pair in matched.resources
        if _is_of(pair, kinds) and not surroundings.is_same(pair)
        for member in (pair.before, pair.after)
        if member
    }


def _is_of(pair: Pair, kinds: frozenset[str]) -> bool:
    return any(member.type in kinds for member in (pair.before, pair.after) if member)


_SECTIONS = ("Parameters", "Conditions", "Mappings")
_ELSEWHERE = ("ImportValue", "Outputs.", "GetStackOutput")
"""What in a template says that values come from elsewhere, which may be others now."""


class _Surroundings:
    """Whether stacks are, besides their resources, what they were."""

    def __init__(self, matched: Matched) -> None:
        self._known: dict[tuple[str, str], bool] = {}
        self._open: dict[str, bool] = {}
        self._linked = {
            stack.resolver.identity
            for pair in matched.stacks
            for stack in (pair.before, pair.after)
            if stack and stack.is_nested
        }

    def is_same(self, pair: Pair) -> bool:
        """Whether a resource is written as it was, and nothing that it names is otherwise."""
        before, after = pair.before, pair.after
        if before is None or after is None or pair.is_moved or before.raw != after.raw:
            return False
        if self._is_open(after.stack.template) and _looks_elsewhere(repr(after.raw)):
            return False
        key = before.stack.resolver.identity, after.stack.resolver.identity
        if key not in self._known:
            is_alone = before.stack.resolver.identity not in self._linked
            self._known[key] = is_alone and _is_same_around(before, after)
        return self._known[key]

    def _is_open(self, template: Template) -> bool:
        """Whether some value of a template comes from another."""
        if template.path not in self._open:
            self._open[template.path] = _looks_elsewhere(template.text)
        return self._open[template.path]


def _looks_elsewhere(text: str) -> bool:
    return any(name in text for name in _ELSEWHERE)


def _is_same_around(before: Member, after: Member) -> bool:
    one, other = before.stack.resolver, after.stack.resolver
    places = [
        (it.placement.account, it.placement.region, it.placement.stack_name) for it in (one, other)
    ]
    return places[0] == places[1] and all(
        one.template.section(name) == other.template.section(name) for name in _SECTIONS
    )


def by_key(holders: Iterable[Holder]) -> dict[Hashable, Holder]:
    """Holders by what they are in both states; of several with one name, all papers together."""
    found: dict[Hashable, Holder] = {}
    for one in holders:
        there = found.setdefault(one.key, one)
        if there is not one:
            there.papers.extend(one.papers)
            there.names.extend(one.names)
    return found


def is_touched(holders: Sequence[Holder | None], changed: set[Where]) -> bool:
    """Whether something is new in what is said about one, in either state."""
    return any(member.where in changed for one in holders if one for member in one.members)
