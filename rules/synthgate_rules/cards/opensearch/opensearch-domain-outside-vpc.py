"""Domains that are in no subnet."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View, compile_path
from synthgate_rules.cards.general.subnets import outside_of_subnets

SUBNETS = compile_path("$.Properties.VPCOptions.SubnetIds")


def outside(resource: Resource, _: View) -> Iterator[Place]:
    """No subnets, or a list of none."""
    return outside_of_subnets(resource, SUBNETS)
