"""Every resource, where the actions could have been limited to some."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from synthgate.model import Message, Text
from synthgate.resolve.kleene import Truth, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, View
from synthgate.rule.iam.conditions import is_limited
from synthgate.rule.iam.statement import Placed, Statement
from synthgate.schemas.actions import accept_only_everything
from synthgate_rules.cards.iam.grants import (
    EVERY_RESOURCE,
    allows,
    both,
    covered,
    faults,
    placed,
    readable,
)

READS_EC2 = "ec2:describe"
"""All but a few of these accept only ``*``, and none of them tells more than names and settings."""

EVERY_STORE = re.compile(
    r"arn:[^:]*:(s3|sqs|sns):[^:]*:[^:]*:\*+(/\*+)*"
    r"|arn:[^:]*:(dynamodb|ecr|firehose|kinesis|lambda|secretsmanager|ssm|states):[^:]*:[^:]*:"
    r"((deliverystream|function|parameter|repository|secret|stateMachine|stream|table)[/:])?\*+(/\*+)*"
)
"""All that a service has of what holds data, or runs. Service Authorization Reference, "Resource
types defined by" each."""

# Condition keys that limit a statement to some resources, as an ARN would: tags of the
# resource, and the keys of single services whose value is a resource.
RESOURCE_KEYS = ("resourcetag/", "ecs:cluster", "kms:resourcealiases", "kms:requestalias")

SHOWN = 5
"""How many actions are named; the others stand in the statement."""


def every_resource(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement names every resource for actions that could be limited."""
    return faults(resource, view, _every)


def _every(statement: Statement) -> Iterator[Place]:
    everything, at = _all_of_them(statement)
    if not at:
        return
    actions = [(action, _limitable(action)) for _, action in statement.actions]
    limitable: Truth = statement.has("NotAction") or disjunction(truth for _, truth in actions)
    truth = both(
        [allows(statement), everything, limitable, negation(_limited_by_condition(statement))]
    )
    named = [str(action) for action, can in actions if can is True and isinstance(action, str)]
    for place in (found for one in at[:1] for found in placed(truth, one)):
        yield place if place.causes else replace(place, note=_said(named, place.saw))


def _all_of_them(statement: Statement) -> tuple[Truth, list[Placed]]:
    """Whether it is about everything, or all that a service has, and where it says so."""
    everything, at = covered(EVERY_RESOURCE, statement.resources)
    stores = [one for one in statement.resources if EVERY_STORE.fullmatch(readable(one[1]))]
    return (True, stores) if stores and everything is not True else (everything, at)


def _said(actions: list[str], resource: Any) -> Text | None:
    """Which actions could have been limited, where they are named."""
    if not actions:
        return None
    more = ", …" if len(actions) > SHOWN else ""
    every = _ON if isinstance(resource, str) else _ON_EVERY
    return every.format(actions=", ".join(actions[:SHOWN]) + more, resource=str(resource))


_ON = Message("{actions} on {resource}")
_ON_EVERY = Message("{actions} on all that there is")


def _limitable(action: Any) -> Truth:
    if isinstance(action, Unknown | Reference):
        return Unknown(causes_of(action))
    name = f"{action.prefix}*" if isinstance(action, Partial) else str(action)
    return not accept_only_everything(name) and not name.lower().startswith(READS_EC2)


def _limited_by_condition(statement: Statement) -> Truth:
    return is_limited(statement.conditions, _names_resources)


def _names_resources(key: str, _: Any) -> Truth:
    return any(resource_key in key for resource_key in RESOURCE_KEYS)
