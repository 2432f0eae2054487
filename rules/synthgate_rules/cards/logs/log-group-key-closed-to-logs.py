"""Keys that the service of logs may not use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, Statement, View, equal, statements

NEEDED = ("kms:Decrypt", "kms:GenerateDataKey")
POLICY = ("Properties", "KeyPolicy")
LOGS = re.compile(r"logs(\.[^.]+)?\.amazonaws\.com(\.cn)?|logs\.[^.]+\.\0")


def closed(resource: Resource, view: View) -> Iterator[Place]:
    """Where a log group's key is one whose policy leaves CloudWatch Logs out."""
    value = resource.properties.get("KmsKeyId", ABSENT)
    admitted = disjunction(
        meant if key.is_whole else conjunction((meant, _admits_logs(key.resource)))
        for key, meant in view.targets(value, ["AWS::KMS::Key"])
    )
    truth = negation(admitted)
    if truth is not False:
        causes = truth.causes if isinstance(truth, Unknown) else ()
        yield Place(("Properties", "KmsKeyId"), value, causes)


def _admits_logs(key: Resource) -> Truth:
    found = statements(key.properties.get("KeyPolicy", ABSENT), POLICY)
    return conjunction(
        disjunction(_lets_logs(statement, action) for statement in found) for action in NEEDED
    )


def _lets_logs(statement: Statement, action: str) -> Truth:
    whom = disjunction(_is_logs(principal) for _, principal in statement.principals())
    return conjunction((equal(statement.effect, "Allow"), whom, statement.covers_action(action)))


def _is_logs(principal: object) -> Truth:
    if isinstance(principal, Unknown | Reference):
        return Unknown(causes_of(principal))
    parts = principal.parts if isinstance(principal, Partial) else (principal,)
    # A region, or the suffix of the partition, is whatever it is where the stack goes.
    text = "".join(part if isinstance(part, str) else "\0" for part in parts)
    return text == "*" or LOGS.fullmatch(text) is not None
