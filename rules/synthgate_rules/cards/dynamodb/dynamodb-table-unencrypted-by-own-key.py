"""Tables whose key belongs to AWS.

CloudFormation, "AWS::DynamoDB::Table SSESpecification" and "AWS::DynamoDB::GlobalTable
ReplicaSSESpecification".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.compare import equal, is_set
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Partial, Unknown
from synthgate.rule.api import Place, View, compile_path

ENABLED = compile_path("$.Properties.SSESpecification.SSEEnabled")
KEY = compile_path("$.Properties.SSESpecification.KMSMasterKeyId")
REPLICA_KEYS = compile_path("$.Properties.Replicas[*].SSESpecification.KMSMasterKeyId")


def key_of_aws(resource: Resource, _: View) -> Iterator[Place]:
    """Encryption that is not switched on, else each key that is not the customer's."""
    every = resource.type == "AWS::DynamoDB::GlobalTable"
    switch = next(ENABLED.find(resource.body))
    on = equal(switch.value, True)
    if on is not True:
        yield from _fault(on, switch.route, switch.value)
    if on is not False:
        for key in (REPLICA_KEYS if every else KEY).find(resource.body):
            yield from _fault(_is_own(key.value), key.route, key.value)


def _is_own(key: Any) -> Truth:
    """A key that only the deployment knows is taken for one that somebody chose."""
    known = key.suffix if isinstance(key, Partial) else key
    managed = isinstance(known, str) and known.endswith("alias/aws/dynamodb")
    return conjunction((is_set(key), negation(managed)))


def _fault(truth: Truth, route: tuple[str | int, ...], saw: Any = ABSENT) -> Iterator[Place]:
    if truth is not True:
        yield Place(route, saw, truth.causes if isinstance(truth, Unknown) else ())
