"""Every resource, where the actions could have been limited to some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, View
from synthgate.rule.iam.conditions import is_limited
from synthgate.rule.iam.statement import Statement
from synthgate.schemas.actions import accept_only_everything
from synthgate_rules.cards.iam.grants import EVERY_RESOURCE, allows, covered, faults, placed

READS_EC2 = "ec2:describe"
"""All but a few of these accept only ``*``, and none of them tells more than names and settings."""

# Condition keys that limit a statement to some resources, as an ARN would: tags of the
# resource, and the keys of single services whose value is a resource.
RESOURCE_KEYS = ("resourcetag/", "ecs:cluster", "kms:resourcealiases", "kms:requestalias")


def every_resource(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement names every resource for actions that could be limited."""
    return faults(resource, view, _every)


def _every(statement: Statement) -> Iterator[Place]:
    everything, at = covered(EVERY_RESOURCE, statement.resources)
    limitable: Truth = statement.has("NotAction") or disjunction(
        _limitable(action) for _, action in statement.actions
    )
    truth = conjunction(
        [allows(statement), everything, limitable, negation(_limited_by_condition(statement))]
    )
    for place in at[:1]:
        yield from placed(truth, place)


def _limitable(action: Any) -> Truth:
    if isinstance(action, Unknown | Reference):
        return Unknown(causes_of(action))
    name = f"{action.prefix}*" if isinstance(action, Partial) else str(action)
    return not accept_only_everything(name) and not name.lower().startswith(READS_EC2)


def _limited_by_condition(statement: Statement) -> Truth:
    return is_limited(statement.conditions, _names_resources)


def _names_resources(key: str, _: Any) -> Truth:
    return any(resource_key in key for resource_key in RESOURCE_KEYS)
