"""Ranges of ports, let in by a security group."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View, compile_path
from synthgate_rules.cards.ec2.group_rules import port_ranges

INGRESS = compile_path("$.Properties.SecurityGroupIngress[*]")


def ranges(resource: Resource, _: View) -> Iterator[Place]:
    """Each inbound rule whose first and last port differ."""
    yield from port_ranges(resource, INGRESS)
