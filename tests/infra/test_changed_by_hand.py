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
    from collections.abc import Callable, Iterator

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
        {"change-unprotects"},
    ),
    (
        "Operations",
        "AWS::Events::Rule",
        "DriftDaily",
        lambda it: it.update(State="DISABLED"),
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


def edit(assembly: Path, head: Path, case: Case) -> None:
    """Copy an assembly, and change the first resource of a type with a part in its logical id."""
    stack, of, part, change, _ = case
    shutil.copytree(assembly, head)
    [path] = head.glob(f"assembly-*/*production{stack}????????.template.json")
    template = json.loads(path.read_text())
    resources = template["Resources"].items()
    change(next(one["Properties"] for key, one in resources if one["Type"] == of and part in key))
    path.write_text(json.dumps(template))


def test_no_change_is_none(assembly: Path, tmp_path: Path) -> None:
    """Whatever is told below is told of the change."""
    shutil.copytree(assembly, tmp_path / "cdk.out")
    assert told(assembly, tmp_path / "cdk.out") == set()


@pytest.mark.parametrize("case", CHANGES)
def test_what_is_taken_away_is_told(assembly: Path, tmp_path: Path, case: Case) -> None:
    """By the rules for it, and by no others."""
    edit(assembly, tmp_path / "cdk.out", case)
    assert told(assembly, tmp_path / "cdk.out") == case[-1]


def told(base: Path, head: Path) -> set[str]:
    """The rules that fail in the head, of what is new beside the base."""
    done = subprocess.run(
        [sys.executable, "-m", "synthgate", "diff", str(base), str(head), "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    found = json.loads(done.stdout)["findings"]
    return {one["rule_id"] for one in found if one["status"] == "fail"}
