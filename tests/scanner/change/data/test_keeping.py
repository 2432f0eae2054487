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

SHAPES = [
    (LOGS, "RetentionInDays: %s"),
    (PLAN, PLAN_RULES),
    (VAULT, "LockConfiguration: {MinRetentionDays: %s}"),
    (TABLE, RECOVERY),
    (GLOBAL, f"Replicas: [{{Region: a}}, {{Region: b, {RECOVERY}}}]"),
    (BUCKET, LOCK % ("Days", "%s")),
    (BUCKET, LOCK % ("Years", "%s")),
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
