"""Numbers of rules in network ACLs."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import (
    Place,
    Resource,
    Unknown,
    View,
    causes_of,
    compile_path,
    conjunction,
    equal,
)

ENTRY = "AWS::EC2::NetworkAclEntry"
NUMBER = compile_path("$.Properties.RuleNumber")


def used_twice(resource: Resource, view: View) -> Iterator[Place]:
    """The number of an entry, where another one of its ACL and direction has it, too.

    Left out, the direction is inbound (CloudFormation, AWS::EC2::NetworkAclEntry, "Egress").
    """
    number = next(iter(NUMBER.find(resource.body)))
    doubts: list[Unknown] = []
    for other in view.of_type(ENTRY):
        if other.logical_id == resource.logical_id or not beside(resource, other):
            continue
        theirs = next(iter(NUMBER.find(other.body)))
        same = conjunction([equal(number.value, theirs.value), view.exists(other)])
        if same is True:
            yield Place(number.route, number.value)
            return
        if isinstance(same, Unknown):
            doubts.append(same)
    if doubts:
        causes = tuple(cause for one in doubts for cause in causes_of(one))
        yield Place(number.route, number.value, causes)


def beside(one: Resource, other: Resource) -> bool:
    """Whether two entries are surely in one list: of the same ACL, and in the same direction."""
    pairs = (
        (one.properties.get("NetworkAclId"), other.properties.get("NetworkAclId")),
        (one.properties.get("Egress", False), other.properties.get("Egress", False)),
    )
    return conjunction(equal(left, right) for left, right in pairs) is True
