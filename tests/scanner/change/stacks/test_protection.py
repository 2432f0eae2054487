"""Protection from deletion that is taken away: where it surely, or perhaps, is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from synthgate.change.stacks.protection import NAMES
from synthgate.schemas.properties import types

Change = Callable[..., Sequence[tuple[str, str, str, str]]]

RESOURCE = "Resources:\n  One: {Type: %s, %s}\n"
RDS, TABLE, POOL = "AWS::RDS::DBInstance", "AWS::DynamoDB::Table", "AWS::Cognito::UserPool"
BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
REPLICAS = "Replicas: [{Region: a, DeletionProtectionEnabled: %s}, {Region: b}]"
ATTRIBUTES = "LoadBalancerAttributes: [{Key: deletion_protection.enabled, Value: %s}]"
BUCKET, VERSIONS = "AWS::S3::Bucket", "VersioningConfiguration: {Status: %s}"
FILES, GLOBAL = "AWS::EFS::FileSystem", "AWS::DynamoDB::GlobalTable"
RECOVERY = "PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: %s}"
ON, OFF = "DeletionProtection: true", "DeletionProtection: false"
STORE = "AWS::CloudTrail::EventDataStore"
POLICIES = "AWS::VerifiedPermissions::PolicyStore"


@pytest.mark.parametrize(
    ("kind", "before", "after", "status"),
    [
        (RDS, ON, "", "fail"),
        (RDS, ON, OFF, "fail"),
        (RDS, ON, "DeletionProtection: 'true'", None),
        (RDS, OFF, "", None),
        (RDS, ON, "DeletionProtection: !Ref Of", "unknown"),
        (POOL, "DeletionProtection: ACTIVE", "DeletionProtection: INACTIVE", "fail"),
        (POLICIES, "DeletionProtection: {Mode: ENABLED}", "DeletionProtection: {}", "fail"),
        ("AWS::QLDB::Ledger", ON, "", None),
        ("AWS::QLDB::Ledger", ON, OFF, "fail"),
        (STORE, "TerminationProtectionEnabled: true", "", "unknown"),
        ("AWS::DynamoDB::GlobalTable", REPLICAS % "true", REPLICAS % "false", "fail"),
        ("AWS::DynamoDB::GlobalTable", REPLICAS % "true", REPLICAS % "'true'", None),
        (BALANCER, ATTRIBUTES % "true", ATTRIBUTES % "'false'", "fail"),
        (BUCKET, VERSIONS % "Enabled", VERSIONS % "Suspended", "fail"),
        (BUCKET, VERSIONS % "Enabled", "", "fail"),
        (BUCKET, VERSIONS % "Enabled", VERSIONS % "!Ref Of", "unknown"),
        (BUCKET, VERSIONS % "Suspended", VERSIONS % "Enabled", None),
        (TABLE, RECOVERY % "true", RECOVERY % "false", "fail"),
        (TABLE, RECOVERY % "true", f"{RECOVERY % 'true'}, TableName: x", None),
        (
            GLOBAL,
            f"Replicas: [{{Region: a, {RECOVERY % 'true'}}}]",
            "Replicas: [{Region: a}]",
            "fail",
        ),
        ("AWS::Cassandra::Table", "PointInTimeRecoveryEnabled: true", "", "fail"),
        (FILES, "BackupPolicy: {Status: ENABLED}", "BackupPolicy: {Status: DISABLED}", "fail"),
    ],
)
def test_a_service_refuses_deletion_no_more(
    change: Change, kind: str, before: str, after: str, status: str | None
) -> None:
    """By a property; where nothing is written the default counts, as it is documented."""
    given = "Parameters: {Of: {Type: String}}\n"
    old, new = (given + RESOURCE % (kind, f"Properties: {{{one}}}") for one in (before, after))
    found = [one for one in change(f"{old}---\n{new}") if one[0] == "unprotects"]
    assert [one[1] for one in found] == ([status] if status else [])


NONE = "Properties: {}"


@pytest.mark.parametrize(
    ("kind", "before", "after", "status"),
    [
        (TABLE, "DeletionPolicy: Retain", "DeletionPolicy: Delete", "fail"),
        (TABLE, "DeletionPolicy: Retain", NONE, "fail"),
        (TABLE, "DeletionPolicy: Retain", "DeletionPolicy: RetainExceptOnCreate", None),
        (TABLE, "DeletionPolicy: Delete", NONE, None),
        (TABLE, NONE, "DeletionPolicy: Delete", None),
        (RDS, "DeletionPolicy: Retain", NONE, None),
        (RDS, "DeletionPolicy: Retain", "Properties: {DBClusterIdentifier: c}", "fail"),
        (RDS, "DeletionPolicy: Snapshot", "DeletionPolicy: Delete", "fail"),
        ("AWS::RDS::DBCluster", "DeletionPolicy: Snapshot", NONE, None),
    ],
)
def test_a_policy_keeps_no_more(
    change: Change, kind: str, before: str, after: str, status: str | None
) -> None:
    """`Delete` and nothing do not, but for databases, of which there is a snapshot then."""
    found = change(f"{RESOURCE % (kind, before)}---\n{RESOURCE % (kind, after)}")
    assert [one[1] for one in found if one[0] == "unprotects"] == ([status] if status else [])


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        ("true", "false", True),
        ("true", "true", False),
        ("false", "false", False),
        ("true", "~", False),
    ],
)
def test_termination_protection_is_the_stacks(
    change: Change, before: str, after: str, *, is_told: bool
) -> None:
    """Where nothing says whether it is protected, nothing is said."""
    stated = "Metadata: {synthgate: {termination-protection: %s}}\n"
    stack = stated + RESOURCE % (TABLE, NONE)
    found = change(f"{stack % before}---\n{stack % after}")
    assert [one[:2] for one in found] == ([("unprotects", "fail")] if is_told else [])


def test_what_a_condition_takes_away_is_not_unprotected(change: Change) -> None:
    """It is deleted, which is told as such."""
    off = "Conditions: {Off: !Equals [a, b]}\n"
    before = off + RESOURCE % (RDS, f"Properties: {{{ON}}}")
    after = off + RESOURCE % (RDS, "Condition: Off, Properties: {}")
    assert not change(f"{before}---\n{after}")


def test_the_properties_are_those_of_some_type() -> None:
    """Each is in the schemas, so that a name that is spelled wrongly guards nothing."""
    there = {name for schema in types().values() for name in schema.get("properties", {})}
    assert there >= set(NAMES)
