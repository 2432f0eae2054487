"""A VPC whose default security group nothing closes."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.ec2.default_group import unclosed


def left_open(_: Resource, view: View) -> Iterator[Place]:
    """The VPC, where no custom resource is told its default group."""
    yield from unclosed(view)
