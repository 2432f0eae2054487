"""What lets CloudFormation delete a resource, as several cards ask. No card of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Unknown
from synthgate.rule.api import Place

KEEPING = ("Retain", "RetainExceptOnCreate", "Snapshot")
POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")

SNAPSHOT_BY_DEFAULT = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")
"""CloudFormation, "DeletionPolicy attribute": clusters, and instances outside a cluster (those
inside hold no data of their own), are snapshot when they are deleted. A replacement
("UpdateReplacePolicy attribute") has no such default."""

NEITHER = Message("DeletionPolicy and UpdateReplacePolicy are not set")
BOTH = Message("neither DeletionPolicy nor UpdateReplacePolicy keeps it")


def deleted(resource: Resource) -> Iterator[Place]:
    """The policy that lets CloudFormation delete it; where both do, the first, in words of both."""
    policies = {policy: resource.body.get(policy, ABSENT) for policy in POLICIES}
    if resource.type in SNAPSHOT_BY_DEFAULT:
        policies["DeletionPolicy"] = resource.body.get("DeletionPolicy", "Snapshot")
    if all(value is ABSENT for value in policies.values()):
        yield Place((), note=NEITHER)
        return
    deleting = {policy: _is_deleted(value) for policy, value in policies.items()}
    sure = [policy for policy in POLICIES if deleting[policy] is True]
    for policy in sure[:1]:
        note = BOTH if len(sure) > 1 else None
        yield Place((policy,), policies[policy], note=note)
    for policy, truth in deleting.items():
        if isinstance(truth, Unknown) and not sure:
            yield Place((policy,), policies[policy], truth.causes)


def _is_deleted(policy: Any) -> Truth:
    return negation(disjunction(equal(policy, kept) for kept in KEEPING))
