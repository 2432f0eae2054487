"""What a check may look at besides its own resource."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from synthgate.resolve.app import own_name
from synthgate.resolve.functions import either
from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.resolver import Placement, Resolver, Resource
from synthgate.resolve.values import (
    Decider,
    Reference,
    Unknown,
    unknown,
)
from synthgate.rule.jsonpath import Path
from synthgate.rule.pointers import names, pointers_of

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
        here = self.resolver.identity, self.resource.logical_id
        others = (resolver for _, resolver in self.resolver.app.others(self.resolver.identity))
        found: Relation = []
        for resolver in (self.resolver, *others):
            pointers = pointers_of(resolver, tuple(types), by)
            for other in pointers.referring.get(here, ()):
                found.append((other, self._there(other, resolver)))
            for other, values in pointers.naming:
                meant = self._is_named(other, values)
                if meant is not False:
                    found.append((other, conjunction((self._there(other, resolver), meant))))
        return [(other, meant) for other, meant in found if meant is not False]

    def _there(self, other: Resource, resolver: Resolver) -> Truth:
        own = resolver is self.resolver
        return self.exists(other) if own else resolver.exists(other.logical_id)

    def _is_named(self, other: Resource, values: Sequence[Any]) -> Truth:
        """Whether a path holds this one's name; a name of a sibling cannot be this one's too."""
        meant = disjunction(names(value, self.resource) for value in values)
        if not isinstance(meant, Unknown):
            return meant
        siblings = self.of_type(self.resource.type)
        elsewhere = any(
            names(value, sibling) is True
            for sibling in siblings
            if sibling is not self.resource
            for value in values
        )
        return False if elsewhere else unknown(Decider.RELATION, other.logical_id)
