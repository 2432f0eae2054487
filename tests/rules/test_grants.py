"""What grants of the CDK write is told once, as a remark; what is wider is told as ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import synth
from synthgate import scan
from synthgate.model import Finding, Severity
from synthgate_rules.cards.iam.cdk_grants import GRANTS

APP = Path(__file__).with_name("grants_app.py")


def test_the_table_is_what_the_cdk_writes(tmp_path: Path) -> None:
    """Each grant whose statement has a wildcard among its actions, and no other."""
    pytest.importorskip("aws_cdk.aws_s3")
    out = tmp_path / "cdk.out"
    environ = synth.app_environment(os.environ, synth.find_node(os.environ), {}, out)
    command = [sys.executable, str(APP)]
    subprocess.run(command, env=environ, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    template = json.loads((out / "Grants.template.json").read_text("utf-8"))
    assert dict(_wildcards(template["Resources"])) == GRANTS


def _wildcards(resources: dict[str, Any]) -> Any:
    """Actions and grants, of the policies whose construct is named after the grant."""
    for body in resources.values():
        if body["Type"] != "AWS::IAM::Policy":
            continue
        grant = body["Metadata"]["aws:cdk:path"].split("/")[1]
        for statement in body["Properties"]["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            actions = [actions] if isinstance(actions, str) else actions
            if any("*" in action for action in actions):
                yield frozenset(action.lower() for action in actions), grant


def findings(folder: Path, actions: Any, resources: Any) -> list[Finding]:
    """What the rule says of a statement."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources}
    policy = {"PolicyName": "p", "PolicyDocument": {"Statement": [statement]}}
    body = {
        "Table": {"Type": "AWS::DynamoDB::Table"},
        "Policy": {"Type": "AWS::IAM::Policy", "Properties": policy},
    }
    file = folder / "t.json"
    file.write_text(json.dumps({"Resources": body}), "utf-8")
    found = scan(file, profile="all").findings
    return [finding for finding in found if finding.rule.id == "iam-policy-wildcard-action"]


TABLE = {"Fn::GetAtt": ["Table", "Arn"]}


@pytest.mark.parametrize(
    ("actions", "resources", "is_a_grant"),
    [
        ("dynamodb:*", [TABLE], True),
        ("dynamodb:*", TABLE, True),
        (["dynamodb:*", "s3:GetObject"], TABLE, False),
        ("dynamodb:*", "*", False),
        ("dynamodb:*", [TABLE, "*"], False),
        ("dynamodb:*", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders", False),
        ("sqs:*", TABLE, False),
    ],
)
def test_one_more_thing_and_it_is_the_users(
    tmp_path: Path, actions: Any, resources: Any, *, is_a_grant: bool
) -> None:
    """Exactly the actions of a grant, on something that the template names."""
    (finding,) = findings(tmp_path, actions, resources)
    assert (finding.severity is Severity.INFO) is is_a_grant
    assert ("Table.grant_full_access()" in finding.message.en) is is_a_grant
