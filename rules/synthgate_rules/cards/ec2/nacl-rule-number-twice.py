"""Numbers of rules in network ACLs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.rule.api import (
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    causes_of,
    compile_path,
    conjunction,
    equal,
)

ACL = "AWS::EC2::NetworkAcl"
ENTRY = "AWS::EC2::NetworkAclEntry"
NUMBER = compile_path("$.Properties.RuleNumber")


def used_twice(resource: Resource, view: View) -> Iterator[Place]:
    """The number of an entry, where another one of its ACL and direction has it, too.

    Left out, the direction is inbound (CloudFormation, AWS::EC2::NetworkAclEntry, "Egress").
    """
    number = next(iter(NUMBER.find(resource.body)))
    doubts: list[Unknown] = []
    for other in view.of_type(ENTRY):
        if other.logical_id == resource.logical_id:
            continue
        theirs = next(iter(NUMBER.find(other.body)))
        numbered = equal(number.value, theirs.value)
        same = conjunction([beside(resource, other, view), numbered, view.exists(other)])
        if same is True:
            yield Place(number.route, number.value)
            return
        if isinstance(same, Unknown):
            doubts.append(same)
    if doubts:
        causes = tuple(cause for one in doubts for cause in causes_of(one))
        yield Place(number.route, number.value, causes)


def beside(one: Resource, other: Resource, view: View) -> Truth:
    """Whether two entries are in one list: of the same ACL, and in the same direction."""
    mine, theirs = one.properties, other.properties
    same_acl = is_one(mine.get("NetworkAclId"), theirs.get("NetworkAclId"), view)
    return conjunction([same_acl, equal(mine.get("Egress", False), theirs.get("Egress", False))])


def is_one(acl: Any, other: Any, view: View) -> Truth:
    """Whether two values lead to one ACL: two of the stack are never one, whatever their ids."""
    here = [view.referenced(value) for value in (acl, other)]
    ids = {one.logical_id for one in here if one and one.type == ACL}
    return equal(acl, other) if len(ids) < len(here) else False
