"""Every action but some."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.iam.grants import all_but


def all_but_some(resource: Resource, view: View) -> Iterator[Place]:
    """Each Allow statement that says which actions it does not grant."""
    return all_but(resource, view, "NotAction")
