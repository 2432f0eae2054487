"""Periods that become shorter: which way they went, and of which nothing is told."""

from __future__ import annotations

from typing import Any

import pytest

from synthgate.change.data.keeping import shortened
from synthgate.change.data.periods import PERIODS
from synthgate.change.matching import matched
from synthgate.evaluate import Effect
from synthgate.workbench.states import states_in

LOGS, PLAN, VAULT = "AWS::Logs::LogGroup", "AWS::Backup::BackupPlan", "AWS::Backup::BackupVault"
TABLE, GLOBAL, BUCKET = "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket"

RECOVERY = "PointInTimeRecoverySpecification: {RecoveryPeriodInDays: %s}"
LOCK = "ObjectLockConfiguration: {Rule: {DefaultRetention: {%s: %s}}}"
RULES = "LifecycleConfiguration: {Rules: [{Id: Other}, {Id: Old, %s}]}"
PLAN_RULES = "BackupPlan: {BackupPlanRule: [{RuleName: Daily, Lifecycle: {DeleteAfterDays: %s}}]}"

BACKED_UP = [
    f"AWS::{one}"
    for one in ("DocDB::DBCluster", "Neptune::DBCluster", "RDS::DBCluster", "RDS::DBInstance")
]
SNAPPED = [
    *(
        f"AWS::ElastiCache::{one}"
        for one in ("CacheCluster", "ReplicationGroup", "ServerlessCache")
    ),
    "AWS::MemoryDB::Cluster",
]
SHAPES = [
    (LOGS, "RetentionInDays: %s"),
    (PLAN, PLAN_RULES),
    (VAULT, "LockConfiguration: {MinRetentionDays: %s}"),
    (TABLE, RECOVERY),
    (GLOBAL, f"Replicas: [{{Region: a}}, {{Region: b, {RECOVERY}}}]"),
    (BUCKET, LOCK % ("Days", "%s")),
    (BUCKET, LOCK % ("Years", "%s")),
    *((kind, "BackupRetentionPeriod: %s") for kind in BACKED_UP),
    *((kind, "SnapshotRetentionLimit: %s") for kind in SNAPPED),
    ("AWS::Redshift::Cluster", "AutomatedSnapshotRetentionPeriod: %s"),
    ("AWS::Events::Archive", "RetentionDays: %s"),
    ("AWS::Kinesis::Stream", "RetentionPeriodHours: %s"),
    ("AWS::KinesisVideo::Stream", "DataRetentionInHours: %s"),
    ("AWS::SQS::Queue", "MessageRetentionPeriod: %s"),
    (BUCKET, RULES % "ExpirationInDays: %s"),
    (BUCKET, RULES % "NoncurrentVersionExpiration: {NoncurrentDays: %s}"),
]


def told(kind: str, before: str, after: str) -> list[Effect]:
    given = "Parameters: {Days: {Type: Number}}\n"
    sides = [
        f"{given}Resources: {{One: {{Type: {kind}, Properties: {{{one}}}}}}}\n"
        for one in (before, after)
    ]
    old, new = states_in("---\n".join(sides))
    return [*shortened(matched(old, new))]


def statuses(kind: str, before: str, after: str) -> list[str]:
    return [str(one.status) for one in told(kind, before, after)]


def test_every_type_is_tried() -> None:
    """A type that somebody adds is added here."""
    assert {kind for kind, _ in SHAPES} == {*PERIODS}


@pytest.mark.parametrize(("kind", "shape"), SHAPES)
@pytest.mark.parametrize(("less", "more"), [("2", "10"), ("'2'", "10"), ("9", "'10'")])
def test_less_is_told_and_more_is_not(kind: str, shape: str, less: str, more: str) -> None:
    """By number, not by letters; and the way back is no harm."""
    assert statuses(kind, shape % more, shape % less) == ["fail"]
    assert statuses(kind, shape % less, shape % more) == []
    assert statuses(kind, shape % more, shape % f"'{more}'".replace("''", "'")) == []


@pytest.mark.parametrize(("kind", "shape"), SHAPES)
def test_what_the_deployment_decides_is_unknown(kind: str, shape: str) -> None:
    """Both ways; but for a parameter that stands on both sides."""
    known, given = shape % 10, shape % "!Ref Days"
    assert statuses(kind, known, given) == ["unknown"]
    assert statuses(kind, given, known) == ["unknown"]
    assert statuses(kind, f"{given}, Tags: []", given) == []


@pytest.mark.parametrize(
    ("kind", "said", "unsaid", "is_shorter"),
    [
        (LOGS, "RetentionInDays: 3653", "Tags: []", False),
        (VAULT, "LockConfiguration: {MinRetentionDays: 1}", "BackupVaultName: x", True),
        (TABLE, RECOVERY % 35, "TableName: x", False),
        (BUCKET, LOCK % ("Days", 1), "BucketName: x", True),
        (BUCKET, RULES % "ExpirationInDays: 1", "BucketName: x", False),
        ("AWS::RDS::DBInstance", "BackupRetentionPeriod: 1", "Engine: mysql", False),
        ("AWS::RDS::DBInstance", "BackupRetentionPeriod: 7", "Engine: mysql", True),
        ("AWS::RDS::DBInstance", "Engine: mysql", "BackupRetentionPeriod: 0", True),
        ("AWS::Events::Archive", "RetentionDays: 30", "RetentionDays: 0", False),
        ("AWS::SQS::Queue", "MessageRetentionPeriod: 345600", "QueueName: q", False),
        (PLAN, PLAN_RULES % 7, "BackupPlan: {BackupPlanRule: [{RuleName: Daily}]}", False),
    ],
)
def test_where_nothing_is_said_the_default_counts(
    kind: str, said: str, unsaid: str, is_shorter: bool
) -> None:
    """For ever, not at all, or the days that are documented."""
    assert bool(told(kind, said, unsaid)) is is_shorter


def test_a_lock_of_a_year_is_one_of_its_days() -> None:
    """The unit is no difference."""
    year, days = LOCK % ("Years", 1), LOCK % ("Days", "%s")
    assert statuses(BUCKET, year, days % 365) == statuses(BUCKET, days % 365, year) == []
    assert statuses(BUCKET, year, days % 364) == ["fail"]


def test_a_rule_of_a_plan_that_goes_is_told() -> None:
    """By its name, in the language of the reader."""
    two = "BackupPlan: {BackupPlanRule: [{RuleName: Daily}, {RuleName: Monthly}]}"
    one = "BackupPlan: {BackupPlanRule: [{RuleName: Daily}]}"
    [found] = told(PLAN, two, one)
    said: Any = found.place.message
    assert "BackupPlanRule[Monthly]" in said["en"]
    assert "BackupPlanRule[Monthly]" in said["ko"]
    assert said["en"] != said["ko"]
    assert told(PLAN, one, two) == []


OLD = "ExpirationInDays: 30"
SOONER = [
    ([f"Id: a, {OLD}"], ["Id: b, ExpirationInDays: 7"], 1),
    ([], [OLD], 1),
    ([], [f"Prefix: logs/, {OLD}"], 1),
    ([f"Prefix: logs/, {OLD}"], [OLD], 1),
    ([f"Prefix: logs/a/, {OLD}"], [f"Prefix: logs/, {OLD}"], 1),
    ([f"Status: Disabled, {OLD}"], [f"Status: Enabled, {OLD}"], 1),
    ([f"TagFilters: [{{Key: a, Value: b}}], {OLD}"], [OLD], 1),
    ([f"ObjectSizeGreaterThan: 1000, {OLD}"], [f"ObjectSizeGreaterThan: 10, {OLD}"], 1),
    ([], ["ExpirationDate: 2030-01-01T00:00:00Z"], 1),
    ([], ["NoncurrentVersionExpiration: {NoncurrentDays: 1}"], 1),
    (
        ["NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 5}"],
        ["NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 2}"],
        1,
    ),
    ([OLD], ["Transitions: [{StorageClass: GLACIER, TransitionInDays: 1}]"], 0),
    ([f"Id: a, {OLD}"], [f"Id: b, {OLD}"], 0),
    ([OLD], [f"Prefix: logs/, {OLD}"], 0),
    ([OLD], [OLD, "Prefix: logs/, ExpirationInDays: 90"], 0),
    ([OLD], [f"TagFilters: [{{Key: a, Value: b}}], {OLD}"], 0),
    ([f"ObjectSizeLessThan: 1000, {OLD}"], [f"ObjectSizeLessThan: 10, {OLD}"], 0),
    (["Id: a, Prefix: x, ExpirationInDays: 1", OLD], [OLD], 0),
]


@pytest.mark.parametrize(("before", "after", "number"), SOONER)
def test_what_rules_delete_sooner(before: list[str], after: list[str], number: int) -> None:
    """By what they are about and when, whatever they are called, and in whichever order."""
    old, new = (
        f"LifecycleConfiguration: {{Rules: [{', '.join(f'{{{one}}}' for one in rules)}]}}"
        for rules in (before, after)
    )
    found = told(BUCKET, old, new)
    assert [(one.kind, str(one.status)) for one in found] == [("loses-data", "fail")] * number
    assert statuses(BUCKET, new, f"{new}, Tags: []") == []


@pytest.mark.parametrize("kind", [TABLE, GLOBAL])
def test_items_that_expire_from_now_on(kind: str) -> None:
    """Which, only their attribute tells; the same one is no news, and none expires without."""
    ttl = "TimeToLiveSpecification: {{AttributeName: {}, Enabled: {}}}"
    on, off, other = ttl.format("a", "true"), ttl.format("a", "false"), ttl.format("b", "true")
    for before, after in (("TableName: x", on), (off, on), (on, other)):
        assert statuses(kind, before, after) == ["unknown"]
    for before, after in ((on, "TableName: x"), (on, off), (on, f"{on}, TableName: x")):
        assert statuses(kind, before, after) == []
