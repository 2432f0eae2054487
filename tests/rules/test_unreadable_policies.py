"""A policy that is text, and no JSON that can be read, is unknown to every rule that reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from synthgate import scan
from synthgate.model import Status

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.model import Report

STATEMENT = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
OPEN = json.dumps({"Statement": [STATEMENT]})
DEEP = '{"a": ' * 250 + "1" + "}" * 250
UNREADABLE = {
    "broken": OPEN[:-1],
    "empty": "",
    "prose": "to be written",
    "list": f"[{OPEN}]",
    "deep": f'{OPEN[:-1]}, "x": {DEEP}}}',
    "twice": '{"Statement": [], ' + OPEN[1:],
    "twice-escaped": '{"Stat\\u0065ment": [], ' + OPEN[1:],
    "comment": f"/* open */ {OPEN}",
}
HOLDERS: dict[str, dict[str, Any]] = {
    "AWS::S3::BucketPolicy": {"Bucket": "b", "PolicyDocument": None},
    "AWS::SNS::TopicPolicy": {"Topics": ["t"], "PolicyDocument": None},
    "AWS::SQS::QueuePolicy": {"Queues": ["q"], "PolicyDocument": None},
    "AWS::KMS::Key": {"KeyPolicy": None},
    "AWS::IAM::Role": {"AssumeRolePolicyDocument": None},
    "AWS::IAM::ManagedPolicy": {"PolicyDocument": None, "Roles": ["r"]},
    "AWS::IAM::Policy": {"PolicyDocument": None, "PolicyName": "p", "Roles": ["r"]},
    "AWS::ECR::Repository": {"RepositoryPolicyText": None},
    "AWS::IoT::Policy": {"PolicyDocument": None},
}
READERS = {
    "AWS::S3::BucketPolicy": {"s3-bucket-policy-open", "s3-bucket-policy-wildcard-action"},
    "AWS::SNS::TopicPolicy": {"sns-topic-policy-open", "sns-topic-policy-not-action"},
    "AWS::SQS::QueuePolicy": {"sqs-queue-policy-open", "sqs-queue-policy-wildcard-action"},
    "AWS::KMS::Key": {"kms-key-policy-open"},
    "AWS::IAM::Role": {"iam-role-trusts-anyone"},
    "AWS::IAM::ManagedPolicy": {"iam-policy-full-admin", "iam-policy-wildcard-action"},
    "AWS::IAM::Policy": {"iam-policy-full-admin", "iam-policy-wildcard-action"},
    "AWS::ECR::Repository": {"ecr-policy-open"},
    "AWS::IoT::Policy": {"iot-policy-wildcard-action", "iot-policy-wildcard-resource"},
}


def scanned(folder: Path, text: str) -> Report:
    resources = {
        f"R{number}": {
            "Type": type_,
            "Properties": {k: text if v is None else v for k, v in properties.items()},
        }
        for number, (type_, properties) in enumerate(HOLDERS.items())
    }
    (folder / "t.json").write_text(json.dumps({"Resources": resources}))
    return scan("t.json", folder=folder, config=None, profile="all")


def verdicts(report: Report) -> dict[tuple[str, str], Status]:
    wanted = {(type_, rule) for type_, rules in READERS.items() for rule in rules}
    found = {(one.subject.type, one.rule.id): one.status for one in report.verdicts}
    silent = ((one.subject.type, rule) for one in report.findings for rule in one.also)
    found |= dict.fromkeys(silent, Status.FAIL)
    return {pair: found[pair] for pair in wanted if pair in found}


def test_readable_text_is_read(tmp_path: Path) -> None:
    """The same policy as text and well-formed is judged by each of these rules, without a doubt."""
    found = verdicts(scanned(tmp_path, OPEN))
    assert {pair for pair, status in found.items() if status is Status.UNKNOWN} == set()
    assert sum(status is Status.FAIL for status in found.values()) > 9
    assert len(found) == sum(map(len, READERS.values()))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_text_passes_no_rule(tmp_path: Path, text: str) -> None:
    """Neither one that looks for statements nor one that looks through them."""
    report = scanned(tmp_path, text)
    found = verdicts(report)
    assert {pair for pair, status in found.items() if status is not Status.UNKNOWN} == set()
    assert len(found) == sum(map(len, READERS.values()))
    assert any(
        "no readable JSON" in doubt.why.en or "no readable JSON" in doubt.message.en
        for doubt in report.doubts
    )
