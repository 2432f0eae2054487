"""Every action on every resource, in every spelling."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.kleene import Truth, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Unknown, causes_of
from synthgate.rule.api import Place, View
from synthgate.rule.iam.statement import Placed, Statement
from synthgate_rules.cards.iam.grants import (
    EVERY_ACTION,
    EVERY_RESOURCE,
    allows,
    both,
    covered,
    faults,
    placed,
)


def full_admin(resource: Resource, view: View) -> Iterator[Place]:
    """Where a policy allows every action on every resource."""
    return faults(resource, view, _admin)


def _admin(statement: Statement) -> Iterator[Place]:
    actions, actions_at = _every_action(statement)
    if actions is False:  # as of nearly all
        return
    resources, resources_at = covered(EVERY_RESOURCE, statement.resources)
    if statement.has("NotResource"):
        resources = True
    truth = both([allows(statement), actions, resources])
    for at in (actions_at or resources_at)[:1]:
        yield from placed(truth, at)


def _every_action(statement: Statement) -> tuple[Truth, list[Placed]]:
    """``*``, or a NotAction that leaves IAM in: who may manage IAM gives himself the rest.

    IAM User Guide, "IAM JSON policy elements: NotAction".
    """
    if not statement.has("NotAction"):
        return covered(EVERY_ACTION, statement.actions)
    left_out = statement.values("NotAction")
    unknown = [value for _, value in left_out if isinstance(value, Unknown)]
    iam_out: Truth = any(
        isinstance(value, str) and value.lower().startswith(("iam:", "*")) for _, value in left_out
    )
    if not iam_out and unknown:
        iam_out = Unknown(causes_of(unknown))
    return negation(iam_out), [((*statement.route, "NotAction"), statement.body["NotAction"])]
