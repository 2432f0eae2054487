"""The stack of the hook: nothing in it is unexplained, and it asks before every change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import SOMEBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "docs" / "hook.md", ROOT / "docs" / "hook.ko.md")


@pytest.fixture(scope="module")
def assembly(clean_environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in ("jsii", "cdk_nag"):
        pytest.importorskip(name, reason="needs the extra 'cdk'")
    output = tmp_path_factory.mktemp("hook") / "cdk.out"
    path = os.pathsep.join((str(ROOT / "infra"), clean_environ.get("PYTHONPATH", "")))
    subprocess.run(
        [sys.executable, "-m", "hook.synth", "--output", str(output)],
        check=True,
        cwd=ROOT,
        env={**clean_environ, "PYTHONPATH": path, "NOTIFICATION_EMAIL": SOMEBODY},
    )
    return output


@pytest.fixture(scope="module")
def resources(assembly: Path) -> dict[str, Any]:
    [file] = assembly.glob("assembly-*/*.template.json")
    return json.loads(file.read_text())["Resources"]


def one(resources: Mapping[str, Any], kind: str, part: str = "") -> Any:
    [found] = [
        body["Properties"]
        for name, body in resources.items()
        if body["Type"] == kind and name.startswith(part)
    ]
    return found


def scan(assembly: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "synthgate", "scan", str(assembly), "--no-config", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.exhaustive
def test_the_hook_stops_every_change_but_of_itself(resources: Mapping[str, Any]) -> None:
    """Were its own stack asked about, nobody could mend a hook that is broken."""
    hook = one(resources, "AWS::CloudFormation::LambdaHook")
    assert (hook["FailureMode"], hook["HookStatus"]) == ("FAIL", "ENABLED")
    assert hook["TargetOperations"] == ["CHANGE_SET", "STACK"]
    assert hook["TargetFilters"] == {"Actions": ["CREATE", "UPDATE"]}
    excluded = hook["StackFilters"]["StackNames"]
    assert excluded == {"Exclude": ["synthgate-hook-production-Hook"]}
    assert not hook["Alias"].lower().startswith("aws")


@pytest.mark.exhaustive
def test_the_caller_calls_one_function_and_does_nothing_else(resources: Mapping[str, Any]) -> None:
    policy = one(resources, "AWS::IAM::Policy", "Caller")["PolicyDocument"]
    [statement] = policy["Statement"]
    assert statement["Action"] == "lambda:InvokeFunction"
    assert statement["Resource"]["Fn::GetAtt"][0].startswith("JudgeFunction")
    trust = one(resources, "AWS::IAM::Role", "Caller")["AssumeRolePolicyDocument"]["Statement"]
    assert [it["Principal"] for it in trust] == [{"Service": "hooks.cloudformation.amazonaws.com"}]


@pytest.mark.exhaustive
def test_the_function_reads_nothing_of_the_account(resources: Mapping[str, Any]) -> None:
    """It logs, keeps what failed, and traces."""
    policies = [
        body["Properties"]["PolicyDocument"]
        for name, body in resources.items()
        if body["Type"] == "AWS::IAM::Policy" and name.startswith("Judge")
    ]
    actions = {
        action
        for policy in policies
        for statement in policy["Statement"]
        for action in [statement["Action"]]
        if isinstance(action, str)
    } | {
        action
        for policy in policies
        for statement in policy["Statement"]
        if isinstance(statement["Action"], list)
        for action in statement["Action"]
    }
    services = {action.partition(":")[0] for action in actions}
    assert services <= {"kms", "logs", "sqs", "xray", "firehose"}


@pytest.mark.exhaustive
def test_lambda_stops_the_function_before_the_hook_gives_up(resources: Mapping[str, Any]) -> None:
    function = one(resources, "AWS::Lambda::Function", "Judge")
    assert function["Timeout"] < 30
    assert function["MemorySize"] == 1769
    assert function["Environment"]["Variables"]["SYNTHGATE_ALL_SCENARIOS"] == "true"


@pytest.mark.exhaustive
def test_the_hook_keeps_the_gate_open(assembly: Path) -> None:
    """At the lowest severity, with nothing unknown."""
    done = scan(assembly, "--profile", "recommended", "--fail-on", "low")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "; 0 failed, 0 unknown, " in done.stdout


@pytest.mark.exhaustive
def test_what_all_rules_find_in_the_hook_is_explained(assembly: Path, tmp_path: Path) -> None:
    """On the pages that say how to use it."""
    report = tmp_path / "report.json"
    scan(assembly, "--profile", "all", "--format", f"json={report}")
    found = {it["rule_id"] for it in json.loads(report.read_text())["findings"]}
    assert found
    for page in PAGES:
        assert not {rule for rule in found if f"`{rule}`" not in page.read_text("utf-8")}


@pytest.mark.exhaustive
def test_cdk_nag_has_nothing_to_say_of_the_hook(assembly: Path) -> None:
    """What it found is acknowledged, with a reason."""
    [report] = json.loads((assembly / "validation-report.json").read_text())["pluginReports"]
    assert report["conclusion"] == "success"
    assert all(each["reason"] for each in report["suppressedViolations"])
