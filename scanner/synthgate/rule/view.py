"""What a check may look at besides its own resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from synthgate.resolve.app import own_name
from synthgate.resolve.compare import equal
from synthgate.resolve.functions import either
from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.resolver import Placement, Resolver, Resource
from synthgate.resolve.values import (
    ABSENT,
    Decider,
    Partial,
    Reference,
    Unknown,
    causes_of,
    references_in,
    unknown,
)
from synthgate.rule.jsonpath import Path

Relation = list[tuple[Resource, Truth]]
"""Resources with whether they refer to the one that is looked at, *false* left out."""


@dataclass(frozen=True, slots=True)
class View:
    """A resource among the others of its stack."""

    resource: Resource
    resolver: Resolver

    @property
    def placement(self) -> Placement:
        """Where the stack goes and what it is for."""
        return self.resolver.placement

    def on(self, other: Resource) -> View:
        """The same surroundings, seen from another resource."""
        return replace(self, resource=other)

    def in_world(self, world: Resolver) -> View:
        """The same resource in a world where some of what is open is decided."""
        return View(world.resource(self.resource.logical_id), world)

    def of_type(self, *types: str) -> list[Resource]:
        """Every resource of these types in the stack that exists, or may."""
        return self.resolver.of_type(*types)

    def exists(self, other: Resource) -> Truth:
        """Whether a resource is there whenever this one is."""
        written = self.resolver.template.resources
        condition = written[other.logical_id].get("Condition")
        if condition == written[self.resource.logical_id].get("Condition"):
            return True
        open_or_not = self.resolver.exists(other.logical_id)
        if isinstance(open_or_not, Unknown):
            return either(str(condition), open_or_not, first=True, second=False)
        return open_or_not

    def referenced(self, value: object) -> Resource | None:
        """The resource of this stack that a value refers to by `Ref` or `Fn::GetAtt`."""
        if not isinstance(value, Reference):
            return None
        stack, logical_id = own_name(value, self.resolver.identity)
        inside = stack == self.resolver.identity and logical_id in self.resolver.template.resources
        return self.resolver.resource(logical_id) if inside else None

    def related(self, types: Sequence[str], by: Path) -> Relation:
        """Resources of these types whose path leads to this one, by reference or by name.

        In this stack and in the others of the app; with whether they do, *false* left out.
        """
        found: Relation = []
        for other in self.of_type(*types):
            meant = conjunction((self.exists(other), self._means_only(other, by)))
            if meant is not False:
                found.append((other, meant))
        for _, resolver in self.resolver.app.others(self.resolver.identity):
            for other in resolver.of_type(*types):
                meant = self.means(other, by, resolver)
                if meant is not False:
                    there = resolver.exists(other.logical_id)
                    found.append((other, conjunction((there, meant))))
        return found

    def _means_only(self, other: Resource, by: Path) -> Truth:
        """Whether a path leads here; what surely names a sibling cannot name this one too."""
        meant = self.means(other, by, self.resolver)
        if not isinstance(meant, Unknown):
            return meant
        siblings = self.of_type(self.resource.type)
        elsewhere = any(
            self.on(sibling).means(other, by, self.resolver) is True
            for sibling in siblings
            if sibling is not self.resource
        )
        return False if elsewhere else meant

    def means(self, other: Resource, by: Path, seen_by: Resolver) -> Truth:
        """Whether a path of another resource leads to this one."""
        return disjunction(
            self._is_meant(match.value, other, seen_by) for match in by.find(other.body)
        )

    def _is_meant(self, value: object, other: Resource, seen_by: Resolver) -> Truth:
        here = self.resolver.identity, self.resource.logical_id
        references = [own_name(found, seen_by.identity) for found in references_in(value)]
        if here in references:
            return True
        name = physical_name(self.resource)
        if references or value is ABSENT:
            return False  # a name of another resource
        if isinstance(value, Unknown | Partial) and name is None:
            # The name that CloudFormation makes up is no literal, but may be passed around.
            name = Unknown(causes_of(value))
        same = name is not None and equal(value, name)
        return unknown(Decider.RELATION, other.logical_id) if isinstance(same, Unknown) else same


def physical_name(resource: Resource) -> Any:
    """The name that the template gives a resource: ``BucketName``, ``TopicName``, ``Name`` …."""
    kind = resource.type.rsplit("::", 1)[-1]
    properties: Mapping[str, Any] = resource.properties
    return properties.get(f"{kind}Name", properties.get("Name"))
