"""Everyone, let in by a key policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Cause, Decider, Unknown, causes_of
from synthgate.rule.iam import Statement, admits_everyone, statements
from synthgate.rule.jsonpath import compile_path
from synthgate.rule.outcome import Place
from synthgate.rule.view import View
from synthgate.template.data import is_mapping

POLICY = compile_path("$.Properties.KeyPolicy")


def open_key_policy(resource: Resource, _: View) -> Iterator[Place]:
    """A statement of the key policy that lets every principal use the key."""
    for document in POLICY.find(resource.body):
        for statement in statements(document.value, document.route):
            yield from _open_places(statement)


def _open_places(statement: Statement) -> Iterator[Place]:
    """Its open principals; doubts where the effect or the conditions are not known.

    A pseudo parameter (an account id) is never a wildcard.
    """
    open_parts = _unsettled(statement)
    for place in admits_everyone(_without_services(statement)):
        if place.causes and all(cause.decider is Decider.PSEUDO for cause in place.causes):
            continue
        yield replace(place, causes=tuple(dict.fromkeys((*place.causes, *open_parts))))


def _unsettled(statement: Statement) -> tuple[Cause, ...]:
    """What keeps the effect or a condition operator from being known."""
    conditions = statement.conditions
    parts = [statement.effect, conditions]
    if is_mapping(conditions):
        parts = [statement.effect, *conditions.values()]
    return causes_of([part for part in parts if isinstance(part, Unknown)])


def _without_services(statement: Statement) -> Statement:
    """The statement without its ``kms:ViaService`` conditions.

    They say through which service the key is used, not by whose principals: AWS's own
    policies put ``kms:CallerAccount`` beside them (KMS Developer Guide, "AWS KMS condition
    keys", kms:ViaService).
    """
    conditions = statement.conditions
    if not is_mapping(conditions):
        return statement
    kept = {
        operator: {key: keys[key] for key in keys if key.lower() != "kms:viaservice"}
        for operator, keys in conditions.items()
        if is_mapping(keys)
    }
    return Statement(statement.route, {**statement.body, "Condition": kept})
