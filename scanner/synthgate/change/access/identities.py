"""Identities with all that gives them rights, wherever it stands.

A statement that moves from a role into a policy of its own is the same right of the same role.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from synthgate.change.access.grants import OF_IDENTITY, OF_TRUST
from synthgate.change.access.holders import Holder, Name, Paper, Side
from synthgate.change.access.own import of_reference
from synthgate.change.access.reading import At
from synthgate.change.sides import Member, Where
from synthgate.resolve.values import ABSENT, NO_VALUE, Nothing, Reference, Unknown
from synthgate.rule.iam.statement import each
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

_IDENTITIES = {"AWS::IAM::Role": "Role", "AWS::IAM::User": "User", "AWS::IAM::Group": "Group"}
_FUNCTIONS = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
_PERMISSION_SET = "AWS::SSO::PermissionSet"
_MANAGED = "AWS::IAM::ManagedPolicy"
_POLICY = "AWS::IAM::Policy"
_ATTACHED = ("Roles", "Users", "Groups")
_SINGLE = {
    "AWS::IAM::RolePolicy": "RoleName",
    "AWS::IAM::UserPolicy": "UserName",
    "AWS::IAM::GroupPolicy": "GroupName",
}
TYPES = frozenset(
    {*_IDENTITIES, *_FUNCTIONS, _PERMISSION_SET, _MANAGED, _POLICY, *_SINGLE}
    | {"AWS::IAM::UserToGroupAddition", "AWS::SSO::Assignment"}
)
"""Types that say what identities may do."""
_TRUST: Route = ("Properties", "AssumeRolePolicyDocument")
_DOCUMENT: Route = ("Properties", "PolicyDocument")
BOUNDARY: Route = ("Properties", "PermissionsBoundary")


def identities(side: Side) -> list[Holder]:
    """All of one state; a managed policy is for itself, too, for others may have it."""
    found = _Found(side)
    for member in side.of(*_IDENTITIES, _PERMISSION_SET, *_FUNCTIONS):
        found.add_identity(member)
    for member in side.of(_POLICY, _MANAGED):
        found.add_attached(member)
    for member in side.of(*_SINGLE):
        key = _SINGLE[member.type]
        found.add_to(member, (*_PROPERTIES, key), member.resource.properties.get(key, NO_VALUE))
    for member in side.of("AWS::IAM::UserToGroupAddition"):
        found.add_members(member)
    for member in side.of("AWS::SSO::Assignment"):
        found.add_assignment(member)
    return [*found.holders.values()]


_PROPERTIES: Route = ("Properties",)


class _Found:
    """Holders, as they are found."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.holders: dict[Hashable, Holder] = {}

    def _holder(self, key: Hashable, told: str, member: Member | None) -> Holder:
        if key not in self.holders:
            self.holders[key] = Holder(key, "identity", told, member)
        return self.holders[key]

    def _own(self, member: Member) -> Holder:
        return self._holder(self._where(member), member.logical_id, member)

    def _at(self, member: Member, route: Route) -> At:
        return At(member, route, self.side.reader.is_before)

    def add_identity(self, member: Member) -> None:
        """A role, a user, a group, a set of permissions: with what stands in itself."""
        holder, properties = self._own(member), member.resource.properties
        presence = self.side.presence(member)
        for route, policy in _items(properties, "Policies"):
            value, at = _document(policy, route)
            if value is not ABSENT:
                holder.papers.append(Paper(member, value, at, OF_IDENTITY, presence))
            elif policy is not NO_VALUE:
                holder.names.append(self._name(member, route, policy))
        inline = properties.get("InlinePolicy", NO_VALUE)
        route = (*_PROPERTIES, "InlinePolicy")
        holder.papers.append(Paper(member, inline, route, OF_IDENTITY, presence))
        for key in ("ManagedPolicyArns", "ManagedPolicies", "Groups"):
            for route, value in _items(properties, key):
                self._attach(holder, member, route, value)
        for route, value in _items(properties, "CustomerManagedPolicyReferences"):
            holder.names.append(self._name(member, route, value))

    def _attach(self, holder: Holder, member: Member, route: Route, value: Any) -> None:
        """A managed policy, or a group: one of the app by its statements, another by its name."""
        policy = self._managed(value, member)
        if policy:
            document = policy.resource.properties.get("PolicyDocument", NO_VALUE)
            there = self.side.both(member, policy)
            holder.papers.append(Paper(policy, document, _DOCUMENT, OF_IDENTITY, there))
        elif value is not NO_VALUE:
            holder.names.append(self._name(member, route, value))

    def _managed(self, value: Any, member: Member) -> Member | None:
        if not isinstance(value, Reference):
            return None
        place, _ = self.side.reader.target(value, member.stack)
        managed = self.side.by_type.get(_MANAGED, ())
        return next((one for one in managed if one.where == place), None)

    def _name(self, member: Member, route: Route, value: Any) -> Name:
        at = self._at(member, route)
        text = repr(value) if is_mapping(value) else self.side.reader.text(value, at)
        return Name(text, member, route, value, tuple(self._of_group(value, member)))

    def _of_group(self, value: Any, member: Member) -> Iterator[str]:
        """The managed policies of a group of the app."""
        if not isinstance(value, Reference):
            return
        place, _ = self.side.reader.target(value, member.stack)
        for group in self.side.by_type.get("AWS::IAM::Group", ()):
            if group.where == place:
                for route, policy in _items(group.resource.properties, "ManagedPolicyArns"):
                    yield self.side.reader.text(policy, self._at(group, route))

    def add_attached(self, member: Member) -> None:
        """A policy with the list of those that it is for."""
        properties = member.resource.properties
        is_attached = False
        for key in _ATTACHED:
            for route, value in _items(properties, key):
                is_attached |= self.add_to(member, route, value)
        if member.type == _MANAGED:
            self._add_to_itself(member, is_held=is_attached or self._is_named(member))

    def _is_named(self, policy: Member) -> bool:
        """Whether a managed policy is already among what some identity lists."""
        return any(
            paper.member.where == policy.where
            for holder in self.holders.values()
            if holder.member is not policy
            for paper in holder.papers
        )

    def add_to(self, policy: Member, route: Route, value: Any) -> bool:
        """The statements of a policy to whom a value in it names; whether it names one at all."""
        if isinstance(value, Nothing):
            return False
        if isinstance(value, Reference):
            place, key = self.side.reader.target(value, policy.stack)
            holder = self._holder(key, place[1], None)
        else:
            text = self.side.reader.text(value, self._at(policy, route))
            told = self.side.reader.letters.told(text)
            holder = self._holder(("called", str(route[1]), text), told, None)
        document = policy.resource.properties.get("PolicyDocument", NO_VALUE)
        there = self.side.presence(policy)
        holder.papers.append(Paper(policy, document, _DOCUMENT, OF_IDENTITY, there))
        return True

    def _add_to_itself(self, member: Member, *, is_held: bool) -> None:
        """A policy for whoever has it."""
        document = member.resource.properties.get("PolicyDocument", NO_VALUE)
        paper = Paper(member, document, _DOCUMENT, OF_IDENTITY, self.side.presence(member))
        key = ("itself", self._where(member))
        holder = Holder(key, "identity", member.logical_id, member, [paper], [], is_held)
        self.holders[key] = holder

    def _where(self, member: Member) -> Where:
        reader = self.side.reader
        return reader.letters.where(member.where, is_before=reader.is_before)

    def add_members(self, member: Member) -> None:
        """Users that are added to a group, which has rights."""
        group = member.resource.properties.get("GroupName", NO_VALUE)
        for route, value in _items(member.resource.properties, "Users"):
            if isinstance(value, Reference):
                place, key = self.side.reader.target(value, member.stack)
                holder = self._holder(key, place[1], None)
                holder.names.append(self._name(member, route, group))

    def add_assignment(self, member: Member) -> None:
        """Somebody who is given a set of permissions in an account."""
        properties = member.resource.properties
        holder = self._own(member)
        said = ("PrincipalId", "PermissionSetArn", "TargetId")
        texts = (
            self._name(member, (*_PROPERTIES, key), properties.get(key, NO_VALUE)).text
            for key in said
        )
        holder.names.append(Name(" ".join(texts), member, (*_PROPERTIES, said[0]), None))


def trusts(side: Side) -> Iterator[Holder]:
    """Roles with those who may take them on."""
    reader = side.reader
    for member in side.of("AWS::IAM::Role"):
        document = member.resource.properties.get("AssumeRolePolicyDocument", NO_VALUE)
        key = reader.letters.where(member.where, is_before=reader.is_before)
        paper = Paper(member, document, _TRUST, OF_TRUST, side.presence(member))
        own = of_reference(member.where, member.stack, reader)
        yield Holder(("trust", key), "trust", member.logical_id, member, [paper], own=own)


def _items(properties: Mapping[str, Any], key: str) -> Iterator[tuple[Route, Any]]:
    value = properties.get(key, NO_VALUE)
    if value is not NO_VALUE:
        yield from each((*_PROPERTIES, key), value)


def _document(policy: Any, route: Route) -> tuple[Any, Route]:
    """The document in an entry of `Policies`, as IAM has it or as SAM does."""
    if isinstance(policy, Unknown) and policy.choices:
        inner = tuple(
            one if isinstance(one, Nothing) else _document(one, route)[0] for one in policy.choices
        )
        known = tuple(NO_VALUE if one is ABSENT else one for one in inner)
        return Unknown(policy.causes, known), (*route, "PolicyDocument")
    if is_mapping(policy) and "PolicyDocument" in policy:
        return policy["PolicyDocument"], (*route, "PolicyDocument")
    if is_mapping(policy) and "Statement" in policy:
        return policy, route
    return (policy, route) if isinstance(policy, Unknown) else (ABSENT, route)
