"""What a check may look at besides its own resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Literal

from synthgate.model import MadeBy
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.functions import either
from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import ABSENT, NO_VALUE, Reference, Unknown, causes_of, unknown
from synthgate.rule.paths.path import Path
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.arns import is_arn, may_be_arn
from synthgate.rule.surroundings.leading import leading, may_be_several, targets_of, types_in
from synthgate.rule.surroundings.named import Named, named_in, named_in_app
from synthgate.rule.surroundings.names import items_of, names
from synthgate.rule.surroundings.pointers import Pointing, joined_in, joined_in_app
from synthgate.rule.surroundings.scopes import Placed
from synthgate.template.data import is_list

Relation = list[tuple[Resource, Truth]]
"""Resources with whether they refer to the one that is looked at, *false* left out."""

Seen = list[tuple["View", Truth]]
"""The same, each from where it stands: perhaps in another stack."""

Reach = Literal["stack", "environment", "app"]
"""How far a rule looks: in the stack, in those that serve the same environment, in all."""

WHOLE = ""
"""The logical id of what stands for a stack, or an app, as a whole."""
_ELSEWHERE = Resource(WHOLE, "", {})
PASSING_ON = ("Custom::", "AWS::CloudFormation::")
"""Types whose attributes may be names of anything: custom resources, stacks, modules."""


@dataclass(frozen=True, slots=True)
class View:
    """A resource among the others of its stack.

    `parameters` holds the values of the rule's own; `reach` is what its scope sees. `first` is the
    one that the rule is asked of, where another is looked at, `effects` the outcomes of a change.
    """

    resource: Resource
    resolver: Resolver
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    reach: Reach = "stack"
    first: View | None = field(default=None, repr=False)
    effects: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)

    @property
    def this(self) -> View:
        """The resource that the rule is asked of."""
        return self.first or self

    @property
    def placement(self) -> Placement:
        """Where the stack goes and what it is for."""
        return self.resolver.placement

    @property
    def made_by(self) -> MadeBy:
        """Whose the resource is."""
        return "cdk" if self.resource.logical_id in self.resolver.cdk_made else "user"

    @property
    def is_whole(self) -> bool:
        """Whether a stack or an app is looked at, not one of its resources."""
        return self.resource.logical_id == WHOLE

    def on(self, other: Resource, resolver: Resolver | None = None) -> View:
        """The surroundings of another resource, of this stack if none is given."""
        return View(other, resolver or self.resolver, self.parameters, self.reach, self.this)

    def asked_with(self, parameters: Mapping[str, Any]) -> View:
        """The same, asked about by a rule with parameters of its own."""
        return View(self.resource, self.resolver, parameters, self.reach, self.first, self.effects)

    def in_world(self, world: Resolver) -> View:
        """The same resource in a world where some of what is open is decided."""
        same = self.resource if self.is_whole else world.resource(self.resource.logical_id)
        return View(same, world, self.parameters, self.reach, self.first)

    def of_type(self, *types: str) -> list[Resource]:
        """Every resource of these types in the stack that exists, or may."""
        return self.resolver.of_type(*types)

    def everywhere(self, types: Sequence[str], reach: Reach | None = None) -> Iterator[View]:
        """Every resource of these types that exists, or may, as far as the rule looks.

        A stack is looked at with those nested in it. A type may be a pattern (``AWS::EC2::*``).
        """
        for resolver in self._resolvers(reach or self.reach):
            for kind in resolver.types_like(types):
                for other in resolver.of_type(kind):
                    yield self.on(other, resolver)

    def perhaps(self, types: Sequence[str], reach: Reach | None = None) -> Iterator[View]:
        """Those in stacks that may be for the same environment: nothing says it of one of them."""
        if (reach or self.reach) != "environment":
            return
        is_told = self.placement.environment is not None
        for _, other in self.resolver.app.others(self.resolver.identity):
            told = other.placement.environment is not None
            if told is not is_told and not self._reaches(other, "environment"):
                for kind in other.types_like(types):
                    yield from (self.on(one, other) for one in other.of_type(kind))

    def _resolvers(self, reach: Reach) -> Iterator[Resolver]:
        yield self.resolver
        app, own = self.resolver.app, self.resolver.identity
        if reach == "stack":
            yield from app.nested.get(own, ())
        else:
            yield from (one for _, one in app.others(own) if self._reaches(one, reach))

    def _reaches(self, other: Resolver, reach: Reach) -> bool:
        """Whether another stack than the own one is looked at."""
        own = self.resolver
        if other.identity == own.identity:
            return False
        same = other.placement.environment == self.placement.environment
        near = reach == "app" or (reach == "environment" and same)
        return near or own.app.is_nested_in(other.identity, own.identity)

    def exists(self, other: Resource) -> Truth:
        """Whether a resource of this stack is there whenever this one is."""
        written = self.resolver.template.resources
        condition = written[other.logical_id].get("Condition")
        own = None if self.is_whole else written[self.resource.logical_id].get("Condition")
        if condition == own:
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
        return [(view.resource, meant) for view, meant in self.referring(types, by)]

    def referring(self, types: Sequence[str], by: Path, reach: Reach = "app") -> Seen:
        """The same as `related`, each from where it stands, as far as is to be looked."""
        found: Seen = []
        for one in self._pointing_here(tuple(types), by, reach):
            there = self._there(one.resource, one.stack)
            if one.values is not None:
                there = conjunction((there, self._is_named(one.placed, one.values)))
            if there is not False:
                found.append((self.on(one.resource, one.stack), there))
        return found

    def is_meant_by(self, other: View, matches: Iterable[Match]) -> Truth:
        """Whether one of some matches in another resource leads to this one."""
        return disjunction(
            conjunction((match.doubt or True, self._is_meant(other, item)))
            for match in matches
            for item in items_of(match.value)
        )

    def _is_meant(self, other: View, item: Any) -> Truth:
        led, own = leading(item, other.resolver), (self.resolver.identity, self.resource.logical_id)
        if own in targets_of(led.sure, other.resolver):
            return True
        may_name = item is not ABSENT and (is_arn(item) or not led.sure or bool(led.perhaps))
        return may_name and self._is_named((other.resolver, other.resource), [item])

    def _pointing_here(self, types: tuple[str, ...], by: Path, reach: Reach) -> list[Pointing]:
        """What points at this one, or may: in the own stack, then in the others in reach."""
        own = self.resolver
        here = own.identity, self.resource.logical_id
        beside = joined_in(own, types, by)
        found = [] if beside.is_empty else beside.at(here, self.resource, self._siblings)
        if self.has_others:
            every = joined_in_app(own.app, types, by).at(here, self.resource, self._siblings)
            found += [one for one in every if self._reaches(one.stack, reach)]
        return found

    def is_referred_to(self, types: Sequence[str], by: Path) -> bool:
        """Whether a path of some resource of these types, or patterns of types, refers to this."""
        own, here = self.resolver, (self.resolver.identity, self.resource.logical_id)
        if joined_in(own, tuple(types), by).referring(here):
            return True
        others = joined_in_app(own.app, tuple(types), by).referring(here) if self.has_others else ()
        return any(one.stack.identity != own.identity for one in others)

    @property
    def _siblings(self) -> Named:
        return named_in(self.resolver, (self.resource.type,))

    @property
    def has_others(self) -> bool:
        """Whether there are other stacks in the app."""
        return len(self.resolver.app.stacks) > (self.resolver.identity in self.resolver.app.stacks)

    def _there(self, other: Resource, resolver: Resolver) -> Truth:
        own = resolver is self.resolver
        return self.exists(other) if own else resolver.exists(other.logical_id)

    def _is_named(self, holder: Placed, values: Sequence[Any]) -> Truth:
        """Whether a path of a resource holds this one's name."""
        meant = disjunction(self._has_name(value, holder) for value in values)
        if not isinstance(meant, Unknown):
            return meant
        return Unknown((Cause(Decider.RELATION, holder[1].logical_id), *meant.causes))

    def _has_name(self, value: Any, holder: Placed) -> Truth:
        """Whether a value is this one's name; a name of a sibling cannot be this one's too.

        An ARN that refers to one resource of a type names no other one of it.
        """
        if self.resource.type in types_in(value, holder[0]) or self._is_theirs(value, holder):
            return False
        meant = names(value, self.resource, self.resolver, holder)
        if not isinstance(meant, Unknown):
            return meant
        return not self._siblings.called(value, holder) and meant

    def _is_theirs(self, value: Any, holder: Placed) -> bool:
        """Whether a bare name is that of a resource beside who holds it, in another stack."""
        if is_arn(value) or holder[0].identity == self.resolver.identity:
            return False
        beside = named_in(holder[0], (self.resource.type,)).called(value, holder)
        return any(stack.exists(one.logical_id) is True for stack, one in beside)

    def targets(self, value: object, types: Sequence[str]) -> Seen:
        """The resources of these types that a value refers to, by reference or by name.

        A name or value that may be of something elsewhere gives one doubt that is no resource
        of the app (`is_whole`).
        """
        if value is ABSENT or value is NO_VALUE:
            return []
        if is_list(value):
            return [found for item in value for found in self.targets(item, types)]
        led = leading(value, self.resolver)
        referred = [self.target(one, types) for one in led.sure]
        if any(referred) or (referred and not may_be_arn(value, types)):
            return [found for found in referred if found]
        known: Seen = [
            (self.on(other, stack), stack.exists(other.logical_id))
            for stack, other in self._called(value, tuple(types))
        ]
        causes = causes_of(value)
        perhaps = filter(None, (self.target(one, types) for one in led.perhaps))
        known += [(other, Unknown(causes)) for other, _ in perhaps]
        elsewhere = Unknown(causes) if causes else unknown(Decider.OUTSIDE, str(value)[:100])
        is_sure = not may_be_several(value) and any(there is True for _, there in known)
        return known if is_sure else [*known, (self.on(_ELSEWHERE), elsewhere)]

    def _called(self, value: object, types: tuple[str, ...]) -> Iterator[Placed]:
        """The resources that a value surely names, in the own stack and then in the others."""
        holder = self.resolver, self.resource
        own = named_in(self.resolver, types).called(value, holder)
        yield from own
        is_own = any(stack.exists(one.logical_id) is True for stack, one in own)
        if self.has_others and (is_arn(value) or not is_own):
            every = named_in_app(self.resolver.app, types).called(value, holder)
            yield from (one for one in every if one[0].identity != self.resolver.identity)

    def target(self, reference: Reference, types: Sequence[str]) -> tuple[View, Truth] | None:
        """What a reference leads to, and whether that is there; None of what is of no such type."""
        stack, logical_id = own_name(reference, self.resolver.identity)
        own = stack == self.resolver.identity
        resolver = self.resolver if own else self.resolver.app.stacks.get(stack)
        if resolver is None or logical_id not in resolver.template.resources:
            return self.on(_ELSEWHERE), Unknown((reference.cause,))
        other = resolver.resource(logical_id)
        if other.type not in resolver.types_like(types):
            passed_on = passes_on(reference, other)
            return (self.on(_ELSEWHERE), Unknown((reference.cause,))) if passed_on else None
        return self.on(other, resolver), self._there(other, resolver)


def passes_on(reference: Reference, resource: Resource) -> bool:
    """Whether a reference is to an attribute that may be the name of anything."""
    return reference.attribute is not None and resource.type.startswith(PASSING_ON)
