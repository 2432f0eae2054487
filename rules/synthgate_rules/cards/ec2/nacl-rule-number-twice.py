"""Numbers of rules in network ACLs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.rule.api import (
    Place,
    Resource,
    Truth,
    View,
    compile_path,
    conjunction,
    equal,
)
from synthgate_rules.cards.ec2.nacl_entries import with_twin

ACL = "AWS::EC2::NetworkAcl"
NUMBER = compile_path("$.Properties.RuleNumber")


def used_twice(resource: Resource, view: View) -> Iterator[Place]:
    """The number of an entry, where another one of its ACL and direction has it, too.

    Left out, the direction is inbound (CloudFormation, AWS::EC2::NetworkAclEntry, "Egress").
    """
    number = next(iter(NUMBER.find(resource.body)))

    def is_twin(one: Resource, other: Resource) -> Truth:
        theirs = next(iter(NUMBER.find(other.body)))
        return conjunction([beside(one, other, view), equal(number.value, theirs.value)])

    yield from with_twin(resource, view, Place(number.route, number.value), is_twin)


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
