"""The program's own patterns meet texts of strangers, and go over each of them once."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


LETTERS = 100_000
LAST_GUARD = 60
"""Seconds, on a machine with much else to do; a pattern that goes back takes minutes."""


def many(text: str) -> str:
    """A text over and over."""
    return text * (LETTERS // len(text))


def resource(kind: str, **properties: Any) -> Any:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def policy(**words: Any) -> Any:
    return {"Statement": [{"Effect": "Allow", "Resource": "*", **words}]}


def managed(*actions: str) -> Any:
    return resource("IAM::ManagedPolicy", PolicyDocument=policy(Action=[*actions]))


def trusting(kind: str, principal: str) -> Any:
    words = policy(Principal={kind: principal}, Action="sts:AssumeRole")
    return resource("IAM::Role", AssumeRolePolicyDocument=words)


def dashboard(expression: str) -> Any:
    widget = {"type": "metric", "properties": {"metrics": [[{"expression": expression}]]}}
    return resource("CloudWatch::Dashboard", DashboardBody=json.dumps({"widgets": [widget]}))


def alarm(query: str, action: str) -> Any:
    queries = [{"Id": "a", "Expression": query}]
    return resource("CloudWatch::Alarm", Metrics=queries, AlarmActions=[action])


SELECTED = {
    "Resources": ["arn:aws:" + many("*a") + ":b", "*"],
    "Conditions": {
        "StringLike": [{"ConditionKey": "aws:ResourceTag/A", "ConditionValue": many("*a") + "b"}]
    },
}
RESOURCES = {
    "Letters": managed(many("a"), f"a:{many('*')}x", many("*a")),
    "Dots": trusting("Service", many(".") + ":"),
    "Saml": trusting("Federated", many(".") + ":"),
    "Attached": resource(
        "IAM::Role", ManagedPolicyArns=[f"arn:aws:iam::aws:policy/{many('aFullAccess/')}x"]
    ),
    "Searched": dashboard(many("{AWS/Lambda,FunctionName ")),
    "Named": dashboard("{AWS/Lambda," + many("FunctionName ")),
    "Alarm": alarm("select a(" + many(" "), many(":swf:")),
    "Function": resource(
        "Lambda::Function", Code={"ZipFile": many("import 'a' ")}, Runtime="nodejs22.x"
    ),
    "Permission": resource("Lambda::Permission", Principal=many(".amazonaws.com") + "x"),
    "Secret": resource("RDS::DBInstance", MasterUserPassword=many("{{resolve:a:")),
    "Tagged": resource("DynamoDB::Table", Tags=[{"Key": "A", "Value": many("a")}]),
    "Selection": resource("Backup::BackupSelection", BackupPlanId="p", BackupSelection=SELECTED),
    "Kept": resource("S3::Bucket", BucketName=many("-a"), ObjectLockEnabled=f"P{many('1')}D"),
    "Link" + many("["): resource("S3::Bucket"),
}


def run(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    program = (sys.executable, "-m", "synthgate", "scan", *argv, "--no-config", "--profile", "all")
    return subprocess.run(
        program, cwd=folder, check=False, capture_output=True, text=True, timeout=LAST_GUARD
    )


def test_no_text_of_a_template_holds_up_the_rules(tmp_path: Path) -> None:
    """Policies, principals, dashboards, alarms, code, secrets, tags and names, all at once."""
    (tmp_path / "t.json").write_text(json.dumps({"Resources": RESOURCES}))
    formats = ("json=r.json", "sarif=r.sarif", "junit=r.xml", "text=r.txt")
    ran = run(tmp_path, "t.json", *(part for it in formats for part in ("--format", it)))
    assert ran.returncode in {1, 3}, ran.stderr
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["templates"][0]["resources"] == len(RESOURCES)
    assert not [one for one in report["problems"] if one["rule_id"]]


CALLS = """
import runpy

import synthgate_rules
from synthgate.rule.iam.principals import may_be_of
from synthgate.rule.iam.actions import Action, Database
from synthgate.rule.iam.elements import action_pattern
from synthgate.rule.operators.quantities import quantity_of
from synthgate_rules.cards.backup import selecting
from synthgate.secrets import exposure, kinds, scripts, words
from synthgate.secrets.mask import Mask, _KEY
from synthgate.secrets.program import _TEXTS
from synthgate.secrets.secret_strings import _LAST_KEY

LETTERS = 1_000_000
assert not may_be_of("Service", "." * LETTERS + ":")
assert not may_be_of("Federated", "." * LETTERS + ":")
assert not exposure.DYNAMIC.findall("{{resolve:a:" * (LETTERS // 12))
beginnings = "a=", "password ", "--password ", "'", "a:", "://a:", "-----BEGIN PRIVATE KEY", " "
for text in beginnings:
    for text in (text * (LETTERS // len(text)), text + "a" * LETTERS, text + " " * LETTERS):
        assert not [*kinds.tokens(text)]
        assert not [*scripts.written_in(text)]
        assert _TEXTS.sub("", text) is not None
        assert not _LAST_KEY.search(text)
        assert _KEY.match(text) or True
        assert not words.is_placeholder(text) or True
        assert not words.tells("password", text) or True
many = Mask(frozenset(f"secret{number:05}word" for number in range(3000)))
assert "****" in many.hide("secret00017word " + "secret" * (LETTERS // 6))
assert not selecting._like("a" * LETTERS, "*" + "a" * (LETTERS // 2) + "b")
assert not selecting._like("a" * LETTERS, "*a" * (LETTERS // 4) + "*b*")
assert quantity_of("P" + "1" * LETTERS + "D") is None
database = Database({"s3": (Action("s3:getobject", "Read", True),)})
assert not database.matching(action_pattern("*a" * (LETTERS // 2)))
assert database.matching(action_pattern("s3:" + "*" * LETTERS))
mending = synthgate_rules.CARDS / "events" / "remediation-missing.py"
assert not runpy.run_path(str(mending))["MENDING"].search(":swf:" * (LETTERS // 5))
"""


def test_no_text_holds_up_what_few_templates_reach() -> None:
    """Each is asked alone: a megabyte of what its pattern, or a wildcard, likes least."""
    subprocess.run([sys.executable, "-c", CALLS], check=True, timeout=LAST_GUARD)


def test_no_file_of_a_folder_holds_up_the_choice_of_files(tmp_path: Path) -> None:
    """A megabyte of blank lines, or of brackets, that mention a resource type."""
    sign = "# AWS::S3::Bucket\n"
    for name, text in {"lines": "\n", "spaces": "{ ", "quoted": "\n'", "wide": " "}.items():
        (tmp_path / f"{name}.yaml").write_text(sign + text * (1_000_000 // len(text)))
    (tmp_path / "t.yaml").write_text("Resources: {B: {Type: 'AWS::S3::Bucket'}}")
    ran = run(tmp_path, ".", "--format", "json")
    assert any(one["path"] == "t.yaml" for one in json.loads(ran.stdout)["templates"]), ran.stderr
