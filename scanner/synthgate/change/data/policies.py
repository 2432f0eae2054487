"""What the template says is to be done with a resource that goes.

(CloudFormation Template Reference, "DeletionPolicy attribute" and "UpdateReplacePolicy attribute".)
"""

from __future__ import annotations

from typing import Any, Literal

from synthgate.change.sides import Member
from synthgate.resolve.values import ABSENT

Attribute = Literal["DeletionPolicy", "UpdateReplacePolicy"]

DELETE, SNAPSHOT = "Delete", "Snapshot"
KEEPING = frozenset({"Retain", "RetainExceptOnCreate"})
"""What keeps a resource. ("`RetainExceptOnCreate` behaves like `Retain` for stack operations,
except for the stack operation that initially created the resource".)"""

SNAPSHOTS = frozenset(
    {
        "AWS::DocDB::DBCluster",
        "AWS::EC2::Volume",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
    }
)
"""The types that support snapshots (and aws-cdk-lib, `core/lib/cfn-resource.ts`, which adds
DocumentDB); of others `Snapshot` "reverts to the default option, which is
`Delete`"."""


def policy_of(member: Member, attribute: Attribute) -> Any:
    """What happens to it: ``Delete``, ``Retain``, …, or an unknown value.

    "The default policy is `Snapshot` for `AWS::RDS::DBCluster` resources and for
    `AWS::RDS::DBInstance` resources that don't specify the `DBClusterIdentifier` property" where
    they are deleted; where they are replaced there is no such default.
    """
    written = member.resource.body.get(attribute, ABSENT)
    if written is ABSENT:
        return SNAPSHOT if attribute == "DeletionPolicy" and _is_snapshot(member) else DELETE
    return DELETE if written == SNAPSHOT and member.type not in SNAPSHOTS else written


def _is_snapshot(member: Member) -> bool:
    if member.type == "AWS::RDS::DBInstance":
        return "DBClusterIdentifier" not in member.resource.properties
    return member.type == "AWS::RDS::DBCluster"
