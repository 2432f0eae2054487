"""Every action but some."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, Statement, View
from synthgate_rules.cards.iam.grants import allows, faults, placed


def all_but_some(resource: Resource, view: View) -> Iterator[Place]:
    """Each Allow statement that says which actions it does not grant."""
    return faults(resource, view, _all_but)


def _all_but(statement: Statement) -> Iterator[Place]:
    if statement.has("NotAction"):
        route = (*statement.route, "NotAction")
        yield from placed(allows(statement), (route, statement.body["NotAction"]))
