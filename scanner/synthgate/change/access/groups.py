"""Security groups with all of their rules (VPC User Guide, "Security group rules")."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from synthgate.change.access.holders import Side
from synthgate.change.access.reading import At, Reader
from synthgate.change.access.traffic import Rule, everything, rule
from synthgate.change.sides import Member
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.values import NO_VALUE, Nothing, Reference, Unknown
from synthgate.rule.iam.statement import each
from synthgate.template.data import is_list

_GROUP = "AWS::EC2::SecurityGroup"
_OWN = {"AWS::EC2::SecurityGroupIngress": False, "AWS::EC2::SecurityGroupEgress": True}
TYPES = frozenset({_GROUP, *_OWN})
"""Types that say what a security group lets through."""
_INSIDE = {"SecurityGroupIngress": False, "SecurityGroupEgress": True}


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A security group in one state: its rules, those for traffic out of it last."""

    told: str
    member: Member | None
    rules: tuple[list[Rule], list[Rule]]


def groups(side: Side) -> dict[str, Group]:
    """The groups of one state, by what they are in both."""
    found: dict[str, Group] = {}
    reader = side.reader
    for member in side.of(_GROUP):
        where = reader.letters.where(member.where, is_before=reader.is_before)
        group = found[repr(where)] = Group(member.logical_id, member, ([], []))
        for name, out in _INSIDE.items():
            value = member.resource.properties.get(name, NO_VALUE)
            at = At(member, ("Properties", name), reader.is_before)
            group.rules[out].extend(there(side, _rules(value, at, reader)))
    for kind, out in _OWN.items():
        for member in side.of(kind):
            group = _of(member, found, reader)
            at = At(member, ("Properties",), reader.is_before)
            written = rule(member.resource.properties, at, reader)
            group.rules[out].extend(there(side, [written]))
    return found


def there(side: Side, rules: Iterable[Rule]) -> Iterator[Rule]:
    """Rules of resources, some of which may not be there."""
    for one in rules:
        exists = one.member.exists
        if isinstance(exists, Unknown):
            key = side.reader.existence(one.member, exists.causes)
            yield doubtful(one, key, exists.causes)
        else:
            yield one


def _rules(value: Any, at: At, reader: Reader) -> Iterator[Rule]:
    """A rule, or those that a condition may put in its place."""
    if isinstance(value, Unknown) and value.choices:
        for number, choice in enumerate(value.choices):
            key = reader.presence(value, number, at)
            for route, item in each(at.route, choice):
                for one in _rules(item, At(at.member, route, at.is_before), reader):
                    yield doubtful(one, key, value.causes)
    elif is_list(value):
        for route, item in each(at.route, value):
            yield from _rules(item, At(at.member, route, at.is_before), reader)
    elif not isinstance(value, Nothing):
        yield rule(value, at, reader)


def doubtful(one: Rule, key: Hashable, causes: tuple[Cause, ...]) -> Rule:
    """A rule of which something decides whether it is there."""
    return replace(one, box=None, key=(one.key, key), causes=(*one.causes, *causes))


def _of(member: Member, found: dict[str, Group], reader: Reader) -> Group:
    """The group that a rule of its own belongs to."""
    properties = member.resource.properties
    value = properties.get("GroupId", properties.get("GroupName", NO_VALUE))
    if isinstance(value, Reference):
        place, where = reader.target(value, member.stack)
        return found.setdefault(repr(where), Group(place[1], None, ([], [])))
    at = At(member, ("Properties", "GroupId"), reader.is_before)
    text = "" if isinstance(value, Nothing) else reader.text(value, at)
    told = reader.letters.told(text) or member.logical_id
    return found.setdefault(text, Group(told, None, ([], [])))


def with_default(group: Group | None, rules: list[Rule], before: Group | None = None) -> list[Rule]:
    """Rules with those that EC2 adds to a new group that is given none for traffic out of it.

    It does not where rules were there and go (CloudFormation Template Reference,
    "AWS::EC2::SecurityGroup").
    """
    if group is None or group.member is None or _states(group.member):
        return rules
    had = before is not None and before.member is not None and _states(before.member)
    return rules if had else [*rules, *everything(group.member, ("Properties",))]


def _states(member: Member) -> bool:
    return bool(member.resource.properties.get("SecurityGroupEgress"))
