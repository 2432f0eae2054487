"""The action ``*``, whatever the resource."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, Statement, View
from synthgate_rules.cards.iam.grants import EVERY_ACTION, allows, both, covers, faults, placed


def every_action(resource: Resource, view: View) -> Iterator[Place]:
    """Each action of an Allow statement that stands for all actions of AWS."""
    return faults(resource, view, _every)


def _every(statement: Statement) -> Iterator[Place]:
    for route, action in statement.actions:
        is_every = covers(EVERY_ACTION, action)
        if is_every is not False:  # as nearly all are
            yield from placed(both([allows(statement), is_every]), (route, action))
