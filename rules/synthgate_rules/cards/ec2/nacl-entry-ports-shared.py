"""Port ranges of entries in network ACLs that have a port in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.rule.api import (
    ABSENT,
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    as_number,
    causes_of,
    compile_path,
    conjunction,
    disjunction,
    equal,
    is_set,
    negation,
)
from synthgate_rules.cards.ec2.nacl_entries import with_twin

RANGE = compile_path("$.Properties.PortRange")
FIRST = compile_path("$.Properties.PortRange.From")
LAST = compile_path("$.Properties.PortRange.To")


def shared(resource: Resource, view: View) -> Iterator[Place]:
    """The range of an entry, where another one of its list has a port of it, too."""
    ports = next(iter(RANGE.find(resource.body)))

    def is_twin(one: Resource, other: Resource) -> Truth:
        return conjunction([_beside(one, other), _overlap(one, other)])

    yield from with_twin(resource, view, Place(ports.route, ports.value), is_twin)


def _beside(one: Resource, other: Resource) -> Truth:
    """Whether two entries ask the same packets: of one ACL, direction, protocol and IP version.

    ACLs that may turn out to be one are two. Left out, the direction is inbound (CloudFormation,
    AWS::EC2::NetworkAclEntry, "Egress").
    """
    mine, theirs = one.properties, other.properties
    if equal(mine.get("NetworkAclId"), theirs.get("NetworkAclId")) is not True:
        return False
    six = [is_set(it.get("Ipv6CidrBlock", ABSENT)) for it in (mine, theirs)]
    return conjunction(
        [
            equal(mine.get("Egress", False), theirs.get("Egress", False)),
            equal(mine.get("Protocol"), theirs.get("Protocol")),
            disjunction([conjunction(six), negation(disjunction(six))]),
        ]
    )


def _overlap(one: Resource, other: Resource) -> Truth:
    """Whether neither range ends before the other begins."""
    return conjunction(
        [
            _at_most(_port(FIRST, one), _port(LAST, other)),
            _at_most(_port(FIRST, other), _port(LAST, one)),
        ]
    )


def _port(path: Any, entry: Resource) -> Any:
    return next(iter(path.find(entry.body))).value


def _at_most(low: Any, high: Any) -> Truth:
    """Ports that are open may be any; what is no number makes no range."""
    causes = (*causes_of(low), *causes_of(high))
    if causes:
        return Unknown(causes)
    first, last = as_number(low), as_number(high)
    return first is not None and last is not None and first <= last
