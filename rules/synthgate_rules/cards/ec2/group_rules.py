"""What the language cannot ask of the rules of a security group; shared by such cards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.rule.api import (
    Partial,
    Path,
    Place,
    Reference,
    Resource,
    Truth,
    Unknown,
    causes_of,
    compile_path,
    conjunction,
    decided,
    disjunction,
    equal,
    negation,
)
from synthgate.template.data import is_mapping

GROUP = "AWS::EC2::SecurityGroup"
OWN = compile_path("$.Properties")
"""Where a rule stands that is a resource of its own."""

ICMP = ("icmp", "1", "icmpv6", "58")


def port_ranges(resource: Resource, listed: Path) -> Iterator[Place]:
    """Each rule, of a group's list or by itself, whose first and last port differ."""
    for match in (listed if resource.type == GROUP else OWN).find(resource.body):
        truth = decided(_is_range, match.value)
        if truth is not False:
            last = match.value.get("ToPort") if is_mapping(match.value) else match.value
            route = (*match.route, "ToPort") if is_mapping(match.value) else match.route
            yield Place(route, last, causes_of(truth))


def _is_range(rule: Any) -> Truth:
    """Whether a rule names two ports. ICMP has a type and a code in their places."""
    if isinstance(rule, Partial | Reference):
        return Unknown(causes_of(rule))
    if not is_mapping(rule) or not {"FromPort", "ToPort"} <= rule.keys():
        return False
    icmp = disjunction(equal(rule.get("IpProtocol", "tcp"), name) for name in ICMP)
    return conjunction((negation(equal(rule["FromPort"], rule["ToPort"])), negation(icmp)))
