"""Logs that go with the stack."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.general.retaining import deleted


def unretained(resource: Resource, _: View) -> Iterator[Place]:
    """Where CloudFormation is let delete the logs."""
    yield from deleted(resource)
