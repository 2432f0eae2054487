"""Data that goes with the stack."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.model import Message
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Unknown
from synthgate.rule.api import Place, View

KEEPING = ("Retain", "RetainExceptOnCreate", "Snapshot")
POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")

SNAPSHOT_BY_DEFAULT = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")
"""CloudFormation, "DeletionPolicy attribute": clusters, and instances outside a cluster (those
inside hold no data of their own), are snapshot when they are deleted. A replacement
("UpdateReplacePolicy attribute") has no such default."""

NEITHER = Message("DeletionPolicy and UpdateReplacePolicy are not set")


def unretained(resource: Resource, _: View) -> Iterator[Place]:
    """Each of the two policies that lets CloudFormation delete the data; once if it has none."""
    policies = {policy: resource.body.get(policy, ABSENT) for policy in POLICIES}
    if resource.type in SNAPSHOT_BY_DEFAULT:
        policies["DeletionPolicy"] = resource.body.get("DeletionPolicy", "Snapshot")
    if all(value is ABSENT for value in policies.values()):
        yield Place((), note=NEITHER)
        return
    for policy, value in policies.items():
        deleted = negation(disjunction(equal(value, kept) for kept in KEEPING))
        if deleted is not False:
            causes = deleted.causes if isinstance(deleted, Unknown) else ()
            yield Place((policy,), value, causes)
