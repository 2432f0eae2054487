"""Production with something taken away by hand: a rule, or the comparison, tells of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parents[2]

Properties = dict[str, Any]


def statements(properties: Properties, action: str) -> Iterator[Properties]:
    """The statements of a policy that allow an action."""
    for one in properties["PolicyDocument"]["Statement"]:
        if one["Effect"] == "Allow" and action in (one["Action"], *one["Action"]):
            yield one


def widen(properties: Properties) -> None:
    [one] = statements(properties, "dynamodb:PutItem")
    one.update(Action="dynamodb:*", Resource="*")


def name_interfaces(properties: Properties) -> None:
    [one] = statements(properties, "ec2:DeleteNetworkInterface")
    one["Resource"] = "arn:aws:ec2:us-east-1:111122223333:network-interface/*"


def unlock(properties: Properties) -> None:
    del properties["ObjectLockEnabled"], properties["ObjectLockConfiguration"]


def forget_soon(properties: Properties) -> None:
    for rule in properties["BackupPlan"]["BackupPlanRule"]:
        rule["Lifecycle"] = {"DeleteAfterDays": 7}


def recover_a_day(properties: Properties) -> None:
    for replica in properties["Replicas"]:
        replica["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"] = 1


Case = tuple[str, str, str, "Callable[[Properties], object]", set[str]]
"""Stack, type, part of a logical id, what is done to the properties, and who tells."""

CHANGES: list[Case] = [
    (
        "Service",
        "AWS::IAM::Policy",
        "CreateOrder",
        widen,
        {"iam-policy-wildcard-action", "change-broadens-access"},
    ),
    (
        "Service",
        "AWS::IAM::Policy",
        "CreateOrder",
        name_interfaces,
        {"lambda-role-without-interface-permission"},
    ),
    (
        "Operations",
        "AWS::CloudWatch::Alarm",
        "ServerErrors",
        lambda it: it.pop("AlarmActions"),
        {"alarm-notifies-nobody"},
    ),
    ("Foundation", "AWS::S3::Bucket", "Audit", unlock, {"change-keeps-for-less"}),
    (
        "Service",
        "AWS::Logs::LogGroup",
        "CreateOrder",
        lambda it: it.update(RetentionInDays=7),
        {"change-keeps-for-less"},
    ),
    ("Backup", "AWS::Backup::BackupPlan", "", forget_soon, {"change-keeps-for-less"}),
    (
        "Backup",
        "AWS::Backup::BackupVault",
        "",
        lambda it: it.pop("LockConfiguration"),
        {"backup-vault-unlocked", "change-keeps-for-less"},
    ),
    ("Data", "AWS::DynamoDB::GlobalTable", "", recover_a_day, {"change-keeps-for-less"}),
    (
        "Data",
        "AWS::DynamoDB::GlobalTable",
        "",
        lambda it: [one.pop("DeletionProtectionEnabled") for one in it["Replicas"]],
        {"change-unprotects", "dynamodb-replica-deletion-unprotected"},
    ),
    (
        "Operations",
        "AWS::Events::Rule",
        "DriftDaily",
        lambda it: it.update(State="DISABLED"),
        {"change-switches-off"},
    ),
    (
        "Service",
        "AWS::Lambda::Function",
        "CreateOrder",
        lambda it: it.update(ReservedConcurrentExecutions=0),
        {"change-switches-off"},
    ),
    (
        "Operations",
        "AWS::CloudWatch::Alarm",
        "ServerErrors",
        lambda it: it.update(ActionsEnabled=False),
        {"alarm-notifies-nobody", "alarm-switched-off", "change-switches-off"},
    ),
]


def forget_on_deployment(properties: Properties) -> None:
    properties["BackupPlan"]["BackupPlanRule"][0]["Lifecycle"] = {"DeleteAfterDays": 3}


def never_back_up(properties: Properties) -> None:
    for rule in properties["BackupPlan"]["BackupPlanRule"]:
        rule["ScheduleExpression"] = "cron(0 2 31 2 ? *)"


def admit_no_trail(properties: Properties) -> None:
    policy = properties.get("KeyPolicy") or properties["PolicyDocument"]
    policy["Statement"] = [
        one for one in policy["Statement"] if "cloudtrail" not in str(one["Principal"])
    ]


def hand_to_machines(properties: Properties) -> None:
    [one] = properties["AssumeRolePolicyDocument"]["Statement"]
    one["Principal"] = {"Service": "ec2.amazonaws.com"}


TRIED: list[Case] = [
    (
        "Operations",
        "AWS::Events::Rule",
        "DriftDaily",
        lambda it: it.update(ScheduleExpression="cron(0 5 30 FEB ? *)"),
        {"schedule-never-due"},
    ),
    ("Backup", "AWS::Backup::BackupPlan", "", never_back_up, {"schedule-never-due"}),
    (
        "Backup",
        "AWS::Backup::BackupPlan",
        "",
        forget_on_deployment,
        {"backup-refused-by-vault-lock"},
    ),
    (
        "Backup",
        "AWS::Backup::BackupVault",
        "",
        lambda it: it["LockConfiguration"].update(MinRetentionDays=60),
        {"backup-refused-by-vault-lock"},
    ),
    ("Foundation", "AWS::KMS::Key", "", admit_no_trail, {"cloudtrail-key-closed-to-cloudtrail"}),
    (
        "Foundation",
        "AWS::S3::BucketPolicy",
        "Audit",
        admit_no_trail,
        {"cloudtrail-bucket-closed-to-cloudtrail"},
    ),
    (
        "Service",
        "AWS::IAM::Role",
        "CreateOrder",
        hand_to_machines,
        {"lambda-role-closed-to-lambda"},
    ),
    (
        "Backup",
        "AWS::IAM::Role",
        "BackupRole",
        hand_to_machines,
        {"backup-role-closed-to-backup"},
    ),
]
"""What rules in preview tell: what deploys and does nothing, and what does not deploy."""

Untied = tuple[str, str, str, str, str]
"""Stack, type, part of a logical id, what its DependsOn no longer names, and who tells."""

UNTIED: list[Untied] = [
    (
        "Service",
        "AWS::Lambda::Function",
        "CreateOrder",
        "Interfaces",
        "lambda-role-permission-may-come-late",
    ),
    ("Service", "AWS::ApiGateway::Stage", "", "Account", "apigw-log-role-may-come-late"),
    ("Service", "AWS::ApiGateway::Deployment", "", "", "apigw-deployment-may-come-early"),
    (
        "Foundation",
        "",
        "SecurityAuditTrail",
        "BucketPolicy",
        "cloudtrail-bucket-policy-may-come-late",
    ),
]


def edit(assembly: Path, head: Path, case: Case) -> None:
    """Copy an assembly, and change the first resource of a type with a part in its logical id."""
    stack, of, part, change, _ = case
    shutil.copytree(assembly, head)
    [path] = head.glob(f"assembly-*/*production{stack}????????.template.json")
    template = json.loads(path.read_text())
    resources = template["Resources"].items()
    change(next(one["Properties"] for key, one in resources if one["Type"] == of and part in key))
    path.write_text(json.dumps(template))


def selected(cases: Iterable[Case | Untied]) -> list[str]:
    """The options by which the rules of some cases are asked, and no others."""
    rules = {rule for *_, told in cases for rule in ([told] if isinstance(told, str) else told)}
    return [option for rule in sorted(rules) for option in ("--select", rule)]


@pytest.mark.exhaustive  # each compares all of production
@pytest.mark.parametrize("case", TRIED)
def test_what_no_longer_works_is_told(assembly: Path, tmp_path: Path, case: Case) -> None:
    """Of all the rules in preview that are asked here by one alone."""
    edit(assembly, tmp_path / "cdk.out", case)
    assert told(assembly, tmp_path / "cdk.out", *selected([*TRIED, *UNTIED])) == case[-1]


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", UNTIED)
def test_what_no_longer_waits_is_told(assembly: Path, tmp_path: Path, case: Untied) -> None:
    """A dependency that is taken out of every resource that had it."""
    stack, of, part, gone, rule = case
    head = shutil.copytree(assembly, tmp_path / "cdk.out")
    [path] = head.glob(f"assembly-*/*production{stack}????????.template.json")
    template = json.loads(path.read_text())
    for key, one in template["Resources"].items():
        if part in key and of in one["Type"] and "DependsOn" in one:
            one["DependsOn"] = [each for each in one["DependsOn"] if gone not in each]
    path.write_text(json.dumps(template))
    assert told(assembly, head, *selected([*TRIED, *UNTIED])) == {rule}


@pytest.mark.exhaustive
def test_no_change_is_none(assembly: Path, tmp_path: Path) -> None:
    """Whatever is told below is told of the change."""
    shutil.copytree(assembly, tmp_path / "cdk.out")
    assert told(assembly, tmp_path / "cdk.out") == set()


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", CHANGES)
def test_what_is_taken_away_is_told(assembly: Path, tmp_path: Path, case: Case) -> None:
    """By the rules for it, and by no others."""
    edit(assembly, tmp_path / "cdk.out", case)
    assert told(assembly, tmp_path / "cdk.out") == case[-1]


def told(base: Path, head: Path, *options: str) -> set[str]:
    """The rules that fail in the head, of what is new; those in preview included."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "synthgate",
            "diff",
            str(base),
            str(head),
            "--format",
            "json",
            *options,
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    report = json.loads(done.stdout)
    tried = [one for one in report["accepted_findings"] if one["disposition"] == "preview"]
    return {one["rule_id"] for one in (*report["findings"], *tried) if one["status"] == "fail"}
