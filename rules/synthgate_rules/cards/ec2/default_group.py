"""What closes the default security group of a VPC, as two cards ask. No card of its own."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.values import references_in
from synthgate.rule.api import Place, Truth, View, disjunction
from synthgate_rules.cards.cloudwatch.watching import unless

CUSTOM = ("AWS::CloudFormation::CustomResource", "Custom::*")
GROUP = "DefaultSecurityGroup"
"""The attribute of a VPC that leads to its default group, for nothing but a custom resource can
change that (CloudFormation, "AWS::EC2::VPC", return values)."""


def unclosed(view: View) -> Iterator[Place]:
    """The VPC, unless a custom resource of its stack, or of one nested there, is told the group."""
    yield from unless(disjunction(_closing(view)))


def _closing(view: View) -> Iterator[Truth]:
    """By each custom resource that is told the group: whether it is there."""
    own = view.resolver.identity, view.resource.logical_id, GROUP
    for other in view.everywhere(CUSTOM, "stack"):
        home = other.resolver.identity
        told = references_in(other.resource.properties)
        if own in {(one.stack or home, one.logical_id, one.attribute) for one in told}:
            yield view.exists(other.resource) if home == view.resolver.identity else True
