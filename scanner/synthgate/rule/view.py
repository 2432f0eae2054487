"""What a check may look at besides its own resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from synthgate.resolve.kleene import Truth
from synthgate.resolve.resolver import Placement, Resolver, Resource
from synthgate.resolve.values import (
    Decider,
    Partial,
    Reference,
    Unknown,
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

    def of_type(self, *types: str) -> list[Resource]:
        """Every resource of these types in the stack."""
        return self.resolver.of_type(*types)

    def referenced(self, value: object) -> Resource | None:
        """The resource that a value refers to, if it is a `Ref` or `Fn::GetAtt`."""
        if isinstance(value, Reference) and value.logical_id in self.resolver.template.resources:
            return self.resolver.resource(value.logical_id)
        return None

    def related(self, types: Sequence[str], by: Path) -> Relation:
        """Resources of these types whose path leads to this one, by reference or by name."""
        found: Relation = []
        for other in self.of_type(*types):
            values = [match.value for match in by.find(other.body)]
            if any(self._is_meant(value) for value in values):
                found.append((other, True))
            elif any(self._may_be_meant(value) for value in values):
                found.append((other, unknown(Decider.RELATION, other.logical_id)))
        return found

    def _is_meant(self, value: object) -> bool:
        if any(found.logical_id == self.resource.logical_id for found in references_in(value)):
            return True
        name = physical_name(self.resource)
        return isinstance(value, str) and value == name

    def _may_be_meant(self, value: object) -> bool:
        """Whether an unknown value may turn out to name this resource."""
        if isinstance(value, Unknown):
            return True
        # A reference to another resource of the template is a name of that resource.
        return isinstance(value, Partial) and not list(references_in(value))


def physical_name(resource: Resource) -> Any:
    """The name that the template gives a resource: ``BucketName``, ``TopicName``, ``Name`` …."""
    kind = resource.type.rsplit("::", 1)[-1]
    properties: Mapping[str, Any] = resource.properties
    return properties.get(f"{kind}Name", properties.get("Name"))
