"""The two states that are held against each other, and what of one is what of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any

from synthgate.evaluate import Stack
from synthgate.model import Subject
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth
from synthgate.resolve.resolver import Resource

Where = tuple[str, str]
"""A resource within one state: the identity of its stack's resolver, and its logical id."""


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A resource in one of the two states."""

    stack: Stack
    logical_id: str

    @property
    def where(self) -> Where:
        """Its name among all of its state."""
        return self.stack.resolver.identity, self.logical_id

    @property
    def type(self) -> str:
        """Its resource type."""
        return str(self.raw["Type"])

    @property
    def raw(self) -> Mapping[str, Any]:
        """What the template has, as it is written."""
        body: Mapping[str, Any] = self.stack.template.resources[self.logical_id]
        return body

    @property
    def resource(self) -> Resource:
        """What CloudFormation would see of it: intrinsic functions resolved, where they can be."""
        return self.stack.resolver.resource(self.logical_id)

    @property
    def exists(self) -> Truth:
        """Whether its condition, and those of the stacks around it, let it be."""
        return self.stack.resolver.exists(self.logical_id)

    @property
    def subject(self) -> Subject:
        """What reports call it."""
        return self.stack.subject(self.logical_id, self.type)


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A resource before and after; one of the two is None of what comes, or goes.

    What `is_moved` has another logical id, or stands in another stack: CloudFormation deletes the
    one and creates the other, unless a stack refactoring is done first.
    """

    before: Member | None
    after: Member | None
    is_moved: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class StackPair:
    """A stack before and after; one of the two is None of what comes, or goes."""

    before: Stack | None
    after: Stack | None


@dataclass(frozen=True, eq=False)
class Matched:
    """Both states: their stacks, and the resources of those, in the order of the head."""

    stacks: Sequence[StackPair]
    resources: Sequence[Pair]
    partners: Mapping[Where, Where] = field(init=False)
    """By each resource of the base the one of the head that it is; moves included."""

    def __post_init__(self) -> None:
        """Look the partners up once."""
        found = {
            one.before.where: one.after.where for one in self.resources if one.before and one.after
        }
        object.__setattr__(self, "partners", found)

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What was found out about both states, for those that ask again."""
        return {}

    @cached_property
    def by_after(self) -> Mapping[Where, Pair]:
        """The pairs by what they are in the head."""
        return {one.after.where: one for one in self.resources if one.after}

    @cached_property
    def by_before(self) -> Mapping[Where, Pair]:
        """The pairs by what they were in the base."""
        return {one.before.where: one for one in self.resources if one.before}

    @cached_property
    def stack_partners(self) -> Mapping[str, str]:
        """By the identity of each stack of the base that of the head."""
        return {
            one.before.resolver.identity: one.after.resolver.identity
            for one in self.stacks
            if one.before and one.after
        }

    def kept(self) -> Iterator[tuple[Member, Member]]:
        """The resources that both states have and CloudFormation takes for the same."""
        for one in self.resources:
            if one.before and one.after and not one.is_moved:
                yield one.before, one.after
