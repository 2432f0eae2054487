"""Suppressions of cdk-nag, in the ids that its releases write, for the findings that they name."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest

from synthgate.judge.inline.nag import acknowledged, id_of
from synthgate.judge.inline.parts import flat

WHOLE = "iam-policy-wildcard-action"
EVERY = "iam-policy-wildcard-resource"
ADMIN = "iam-policy-full-admin"


def policy(*suppressed: dict[str, Any], action: Any, resource: Any) -> str:
    """A policy of one statement, with suppressions of cdk-nag 2."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    body = {
        "Type": "AWS::IAM::Policy",
        "Metadata": {"cdk_nag": {"rules_to_suppress": [*suppressed]}},
        "Properties": {"PolicyName": "p", "PolicyDocument": {"Statement": [statement]}},
    }
    return json.dumps({"Resources": {"P": body, "B": {"Type": "AWS::S3::Bucket"}}})


def iam5(*applies_to: Any) -> dict[str, Any]:
    named = {"applies_to": [*applies_to]} if applies_to else {}
    return {"id": "AwsSolutions-IAM5", "reason": "why", **named}


@pytest.mark.parametrize(
    ("written", "plugin", "id_", "finding"),
    [
        ("AwsSolutions-S10", "", "AwsSolutions-S10", ""),
        ("Annotation::AwsSolutions-S1", "Annotation", "AwsSolutions-S1", ""),
        ("AwsSolutions-IAM5[Action::s3:*]", "", "AwsSolutions-IAM5", "Action::s3:*"),
        (
            "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/X]",
            "AwsSolutions",
            "AwsSolutions-IAM4",
            "Policy::arn:<AWS::Partition>:iam::aws:policy/X",
        ),
        ("AwsSolutions-IAM5[*]", "", "AwsSolutions-IAM5", "*"),
        ("[[", "", "[[", ""),
    ],
)
def test_an_id_is_read_in_every_spelling(written: str, plugin: str, id_: str, finding: str) -> None:
    """The colons within a finding part nothing."""
    assert id_of(written) == (plugin, id_, finding)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("AwsSolutions::AwsSolutions-S10", ("cdk-nag", "AwsSolutions::AwsSolutions-S10")),
        ("annotation::AwsSolutions-S10", ("cdk-nag", "AwsSolutions-S10")),
        ("AwsSolutions-S10", ("cdk-nag", "AwsSolutions-S10")),
        ("OurPack::OurPack-LambdaTracing", ("cdk-nag", "OurPack::OurPack-LambdaTracing")),
        ("synthgate::s3-bucket-tls-optional", ("synthgate", "s3-bucket-tls-optional")),
        ("cdk-validator-checkov::CKV_AWS_18", ("checkov", "CKV_AWS_18")),
        ("CloudFormation-Validate::W3010", None),
        ("Annotation::@aws-cdk/aws-ec2:ipv4IgnoreEgressRule", None),
        ("", None),
    ],
)
def test_what_the_cdk_acknowledged_is_somebodys(written: str, said: tuple[str, str] | None) -> None:
    """Or nobody's here: its own checks, and its warnings, are no scanner's."""
    found = acknowledged(written, "why")
    assert (found and (found.tool, found.id)) == said


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ({"Fn::GetAtt": ["B", "Arn"]}, "<B.Arn>"),
        ({"Fn::Join": ["", [{"Fn::GetAtt": ["B", "Arn"]}, "/*"]]}, "<B.Arn>/*"),
        ({"Fn::Sub": "arn:${AWS::Partition}:s3:::${B}/*"}, "arn:<AWS::Partition>:s3:::<B>/*"),
        ({"Ref": "AWS::Region"}, "<AWS::Region>"),
        ({"Fn::ImportValue": "x-*"}, "x-*"),
        ({"Fn::If": ["C", "*", "b"]}, '{"Fn::If":["C","*","b"]}'),
        ("s3:*", "s3:*"),
    ],
)
def test_values_are_written_as_cdk_nag_writes_them(node: Any, text: str) -> None:
    """`flattenCfnReference` in cdk-nag."""
    assert flat(node) == text


@pytest.mark.parametrize(
    "named",
    [
        [iam5()],
        [iam5("Action::s3:*")],
        [iam5("Action::s3:*", "Resource::x")],
        [iam5("Resource::x"), iam5("Action::s3:*")],
        [iam5({"regex": "/^Action::s3:.*$/g"})],
        [iam5({"regex": r"/^action::S3:\*$/i"})],
        [{"id": "AwsSolutions-IAM5[Action::s3:*]", "reason": "why"}],
        [{"id": "AwsSolutions-IAM5", "reason": "why", "appliesTo": ["Action::s3:*"]}],
        [{"id": "NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess", "reason": "why"}],
    ],
)
def test_a_finding_that_is_named_is_excused(scan: Any, named: list[dict[str, Any]]) -> None:
    """As a text, by a pattern, behind the id, or with all that the check finds."""
    assert scan(policy(*named, action="s3:*", resource={"Ref": "B"})).by(WHOLE)


@pytest.mark.parametrize(
    "named",
    [
        [iam5("Action::dynamodb:*")],
        [iam5("Resource::*")],
        [iam5({"regex": "/^Resource::.*$/g"})],
        [{"id": "AwsSolutions-IAM5[Action::s3:Get*]", "reason": "why"}],
        [{"id": "AwsSolutions-IAM4", "reason": "why"}],
    ],
)
def test_another_finding_is_not_excused(scan: Any, named: list[dict[str, Any]]) -> None:
    """Nor by another check."""
    assert scan(policy(*named, action="s3:*", resource={"Ref": "B"})).by(WHOLE) is None


def test_all_that_a_finding_is_about_must_be_named(scan: Any) -> None:
    """Every action on every resource is both; what is left out is told."""
    admin = {"action": "*", "resource": "*"}
    half = scan(policy(iam5("Action::*"), **admin))
    assert half.by(ADMIN) is None
    assert [code for code, _ in half.told] == ["unused"]
    assert "name also Resource::*" in half.told[0][1]
    both = scan(policy(iam5("Action::*"), iam5("Resource::*"), **admin))
    assert both.by(ADMIN) == "cdk-nag AwsSolutions-IAM5"
    assert not both.told


def test_what_the_excused_rule_kept_silent_about_speaks(scan: Any) -> None:
    """The action is accepted, the resource is not."""
    scanned = scan(policy(iam5("Action::s3:*"), action="s3:*", resource="*"))
    assert scanned.by(WHOLE)
    assert scanned.by(EVERY) is None


def test_references_are_named_as_cdk_nag_shows_them(scan: Any) -> None:
    """A managed policy of AWS, in the partition of the stack."""
    arn = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::aws:policy/IAMFullAccess"]]}
    named = "Policy::arn:<AWS::Partition>:iam::aws:policy/IAMFullAccess"
    entry = {"id": "AwsSolutions-IAM4", "reason": "why", "applies_to": [named]}
    body = {
        "Type": "AWS::IAM::Role",
        "Metadata": {"cdk_nag": {"rules_to_suppress": [entry]}},
        "Properties": {"ManagedPolicyArns": [arn]},
    }
    scanned = scan(json.dumps({"Resources": {"R": body}}))
    assert scanned.by("iam-near-admin-managed-policy") == "cdk-nag AwsSolutions-IAM4"


def test_a_reason_is_decoded(scan: Any) -> None:
    """cdk-nag 2 encodes what has letters beyond Latin-1."""
    encoded = b64encode("이유 — why".encode()).decode()
    entry = {"id": "AwsSolutions-IAM5", "reason": encoded, "is_reason_encoded": True}
    scanned = scan(policy(entry, action="s3:*", resource={"Ref": "B"}))
    assert scanned.finding(WHOLE).accepted.reason.en == "이유 — why"


def test_an_id_that_no_pack_has_is_told(scan: Any) -> None:
    """One that some pack has, and no rule here corresponds to, is counted with its like."""
    entries = [{"id": f"AwsSolutions-{one}", "reason": "r"} for one in ("RDS99", "DOC5")]
    scanned = scan(policy(*entries, action="s3:Get*", resource={"Ref": "B"}))
    (no_such, no_rule) = scanned.told
    assert no_such[0] == "unknown"
    assert "AwsSolutions-RDS99 of P: cdk-nag has no such id" in no_such[1]
    assert no_rule[0] == "unused"
    assert no_rule[1].endswith("corresponds to: 1 (AwsSolutions-DOC5)")


def test_a_stack_is_excused_at_the_top_of_its_template(scan: Any) -> None:
    """`NagSuppressions.addStackSuppressions` writes there."""
    nag = {"cdk_nag": {"rules_to_suppress": [{"id": "AwsSolutions-S1", "reason": "r"}]}}
    bucket = {"Type": "AWS::S3::Bucket"}
    scanned = scan(json.dumps({"Metadata": nag, "Resources": {"A": bucket, "B": bucket}}))
    assert scanned.by("s3-bucket-access-unlogged", "A") == "cdk-nag AwsSolutions-S1"
    assert scanned.by("s3-bucket-access-unlogged", "B") == "cdk-nag AwsSolutions-S1"
