"""What scanners say of the system: nothing, or what docs/infra-findings.md explains."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import synth

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
FINDINGS = ROOT / "docs" / "infra-findings.md"

LINT = Path(sys.executable).with_name("cfn-lint")

CDK_OWN = "W3005"
"""cfn-lint of a dependency that CDK writes besides the reference that implies it."""


def scan(assembly: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "synthgate", "scan", str(assembly), "--no-config", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def test_production_keeps_the_gate_open(assembly: Path) -> None:
    """At the lowest severity, with nothing unknown; only cdk-nag alone had to be told otherwise."""
    done = scan(assembly, "--profile", "recommended", "--fail-on", "low")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "; 0 failed, 0 unknown, " in done.stdout
    suppressed = re.findall(r": suppressed (\S+)", done.stdout)
    assert all(rule.startswith("cdk-nag:") for rule in suppressed)


def test_what_all_rules_find_is_explained(assembly: Path, tmp_path: Path) -> None:
    """Line by line: a rule that starts to find something has to be mended or explained."""
    report = tmp_path / "report.json"
    done = scan(assembly, "--profile", "all", "--fail-on", "low", "--format", f"json={report}")
    assert done.returncode == 0, done.stdout + done.stderr
    explained = FINDINGS.read_text(encoding="utf-8")
    found = set(rules_of(json.loads(report.read_text())))
    assert found
    assert not {rule for rule in found if f"`{rule}`" not in explained}


def rules_of(report: Any) -> list[str]:
    return [finding["rule_id"] for finding in report["findings"] if finding["status"] == "fail"]


def test_cdk_nag_has_nothing_to_say(validation_report: list[dict[str, Any]]) -> None:
    """What it found in any environment was mended, or is acknowledged with a reason."""
    [report] = validation_report
    assert report["pluginName"] == "AwsSolutions"
    assert report["conclusion"] == "success"
    assert not report.get("violations")
    assert all(each["reason"] for each in report["suppressedViolations"])


def test_acknowledged_rules_are_listed(validation_report: list[dict[str, Any]]) -> None:
    """An auditor reads one page."""
    explained = FINDINGS.read_text(encoding="utf-8")
    for report in validation_report:
        for each in report["suppressedViolations"]:
            rule = each["ruleName"].partition("[")[0].removeprefix("AwsSolutions-")
            assert f"`{rule}`" in explained


@pytest.mark.exhaustive
@pytest.mark.skipif(not LINT.exists(), reason="needs cfn-lint")
def test_cfn_lint_has_nothing_to_say(everything: Path) -> None:
    """No error, no warning, in any environment, but what CDK itself writes twice."""
    templates = sorted(map(str, everything.glob("assembly-*/*.template.json")))
    assert len(templates) == 6 + 7 + 8
    done = subprocess.run(
        [LINT, "--ignore-checks", CDK_OWN, "--", *templates],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_region_without_facts_is_a_clear_error(
    clean_environ: dict[str, str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    assemble: Callable[..., Path],
) -> None:
    """It says what to look up, and where to write it down."""
    del assemble  # it skips where there is no CDK
    arguments = ["--environment", "staging", "--output", str(tmp_path / "out")]
    arguments += ["--context", "region=eu-west-1"]
    assert synth.main(arguments, clean_environ) == 1
    assert "describe-prefix-lists --region eu-west-1" in capfd.readouterr().err
