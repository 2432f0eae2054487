"""Ranges of ports, let out by a security group."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View, compile_path
from synthgate_rules.cards.ec2.group_rules import port_ranges

EGRESS = compile_path("$.Properties.SecurityGroupEgress[*]")


def ranges(resource: Resource, _: View) -> Iterator[Place]:
    """Each outbound rule whose first and last port differ."""
    yield from port_ranges(resource, EGRESS)
