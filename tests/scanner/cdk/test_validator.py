"""synthgate inside a synthesis: the CDK's own report says what a scan of the assembly says."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


cdk = pytest.importorskip("aws_cdk", reason="needs the extra 'cdk'")

from aws_cdk import aws_s3 as s3  # noqa: E402 - it may not be there
from aws_cdk import aws_sqs as sqs  # noqa: E402

from synthgate import scan  # noqa: E402
from synthgate.cdk import SynthgateValidator, suppress, validating  # noqa: E402
from synthgate.cli import Streams, main  # noqa: E402

TLS = "s3-bucket-tls-optional"
VERSIONS = "s3-bucket-unversioned"
OPEN = s3.BlockPublicAccess(
    block_public_acls=False,
    block_public_policy=False,
    ignore_public_acls=False,
    restrict_public_buckets=False,
)
SILENT = {"@aws-cdk/core:failSynthOnValidationErrors": False}
"""As under the CDK CLI, which fails by itself."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program runs, without the CDK's own validation, and with lines."""
    monkeypatch.setenv("CDK_VALIDATION", "false")
    monkeypatch.setenv("JSII_HOST_STACK_TRACES", "1")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def new_app(folder: Path, **more: Any) -> Any:
    """An app that writes there."""
    out = str(folder / "cdk.out")
    return cdk.App(outdir=out, analytics_reporting=False, **{"context": SILENT, **more})


def synthesized(folder: Path, build: Callable[[Any], object], **wishes: Any) -> dict[str, Any]:
    """What the CDK's report has of synthgate, once an app is synthesized."""
    app = new_app(folder)
    build(app)
    cdk.Validations.of(app).add_plugins(SynthgateValidator(**wishes))
    app.synth()
    return reported(folder)


def reported(folder: Path) -> dict[str, Any]:
    written = json.loads((folder / "cdk.out" / "validation-report.json").read_text())
    (report,) = [it for it in written["pluginReports"] if it["pluginName"] == "synthgate"]
    return report


def told(violations: list[Any]) -> set[tuple[str, str]]:
    """Rules and constructs; a notice is about none."""
    paths = ((it["ruleName"], it["violatingConstructs"][0]["constructPath"]) for it in violations)
    return {(rule, path) for rule, path in paths if path}


def prints(violations: list[Any]) -> set[str]:
    return {one["ruleMetadata"]["fingerprint"] for one in violations if one.get("ruleMetadata")}


def acknowledge(construct: Any, rule: str) -> None:
    one = cdk.Acknowledgment(id=f"synthgate::{rule}", reason="it is so")
    cdk.Validations.of(construct).acknowledge(one)


def few(app: Any) -> Any:
    """What is known already."""
    data = cdk.Stack(app, "Data")
    s3.Bucket(data, "Known")
    return data


def many(app: Any) -> None:
    """Two stacks, one of them of a stage, and one nested; a bucket for each fate."""
    stage = cdk.Stage(app, "Prod")
    s3.Bucket(cdk.Stack(stage, "Svc", termination_protection=True), "Books")
    data = few(app)
    s3.Bucket(cdk.NestedStack(data, "Child"), "Inner")
    for name in ("Waived", "Suppressed", "Acknowledged"):
        s3.Bucket(data, name)
    suppress(data.node.find_child("Suppressed"), TLS, reason="legacy")
    acknowledge(data.node.find_child("Acknowledged"), TLS)
    acknowledge(stage, VERSIONS)


def test_it_says_what_a_scan_of_the_assembly_says(folder: Path) -> None:
    """Stages, nested stacks and lines; what is accepted is no violation, whoever accepts it."""
    app = new_app(folder)
    few(app)
    app.synth()
    streams = Streams(io.BytesIO(), io.StringIO(), io.StringIO())
    assert main(["baseline", "write", "--no-config"], streams) == 0
    waiver = {"rule": TLS, "construct": "Data/Waived/*", "reason": "r", "owner": "o"}
    waivers = {"waivers": [{**waiver, "expires": "2999-01-01"}]}
    (folder / "synthgate.yaml").write_text(json.dumps(waivers))

    plugin = synthesized(folder, many)
    report = scan("cdk.out")
    fates = {it.disposition.value for it in report.findings}
    assert fates == {"active", "waived", "baseline", "suppressed"}
    assert told(plugin["violations"]) == {
        (TLS, "Prod/Svc/Books/Resource"),
        (TLS, "Data/Child/Inner/Resource"),
    }
    # Only the CDK's report records what is acknowledged of a stage: the scan takes it from there.
    assert told(plugin["suppressedViolations"]) == {(VERSIONS, "Prod/Svc/Books/Resource")}
    every = plugin["violations"]
    assert prints(every) == {it.fingerprint for it in report.failures}
    excused = {it.fingerprint for it in report.accepted_findings}
    assert prints(plugin["suppressedViolations"]) <= excused
    assert plugin["conclusion"] == "success"
    (inner,) = [it for it in every if "Child/Inner" in json.dumps(it)]
    facts, construct = inner["ruleMetadata"], inner["violatingConstructs"][0]
    assert (inner["severity"], facts["severity"]) == ("warning", "medium")
    assert facts["source"].partition(":")[0].endswith("test_validator.py")
    assert "test_validator.py" in construct["stackTraces"][0]
    assert construct["cloudFormationResource"]["templatePath"].endswith(".nested.template.json")


def test_what_closes_the_gate_and_nothing_else_fails_the_synthesis(folder: Path) -> None:
    """Also by the older way to add a plugin; what is below the threshold is a warning."""
    plugins = [SynthgateValidator(fail_on="high", config=None)]
    app = new_app(folder, context={}, policy_validation_beta1=plugins)
    stack = cdk.Stack(app, "Data")
    s3.Bucket(stack, "Open", public_read_access=True, block_public_access=OPEN)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    report = reported(folder)
    grave = {"critical", "high"}
    failures = scan("cdk.out", config=None).failures
    closing = {it.fingerprint for it in failures if it.severity.value in grave}
    by_severity = {
        kind: prints([it for it in report["violations"] if it["severity"] == kind])
        for kind in ("error", "warning")
    }
    assert by_severity["error"] == closing
    assert by_severity["warning"]
    assert report["metadata"]["exit-code"] == "1"
    assert report["conclusion"] == "failure"


def test_no_acknowledgement_opens_a_gate_that_heeds_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The CDK would drop an error, and take what is left for a success."""

    def build(app: Any) -> None:
        s3.Bucket(cdk.Stack(app, "Data", termination_protection=True), "Books")
        acknowledge(app, TLS)

    (folder / "synthgate.yaml").write_text("fail-on: medium")
    heeding = synthesized(folder, build)
    assert heeding["conclusion"] == "success"
    assert told(heeding["suppressedViolations"]) == {(TLS, "Data/Books/Resource")}
    monkeypatch.setenv("SYNTHGATE_UNTRUSTED", "true")
    strict = synthesized(folder, build)
    assert strict["conclusion"] == "failure"
    (finding,) = [it for it in strict["violations"] if it["ruleName"] == TLS]
    assert finding["severity"] == "fatal"


def test_what_breaks_inside_fails_the_synthesis_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where an acknowledgement names it: nobody has looked."""

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("by the test")

    monkeypatch.setattr(validating, "run", broken)
    app = new_app(folder, context={})
    s3.Bucket(cdk.Stack(app, "Data"), "Books")
    acknowledge(app, "scan-crashed")
    cdk.Validations.of(app).add_plugins(SynthgateValidator(config=None))
    with pytest.raises(RuntimeError, match=r"synthgate itself broke.*by the test"):
        app.synth()
    (violation,) = reported(folder)["violations"]
    assert (violation["ruleName"], violation["severity"]) == ("scan-crashed", "fatal")


CARD = """
id: broken-rule
title: {en: It breaks, ko: 고장}
severity: low
pillar: security
resources: ["AWS::S3::Bucket"]
check: {python: check}
why: {en: To see, ko: 확인}
fix: {en: Not at all, ko: 없음}
examples:
  fails: "Resources: {B: {Type: AWS::S3::Bucket}}  # finding"
  passes: "Resources: {B: {Type: AWS::S3::Bucket}}"
"""


def test_a_rule_that_breaks_leaves_the_gate_incomplete(folder: Path) -> None:
    """What the other rules find is told all the same."""
    (folder / "own").mkdir()
    (folder / "own" / "broken-rule.yaml").write_text(CARD)
    (folder / "own" / "broken-rule.py").write_text("def check(resource, view):\n    1 / 0\n")
    report = synthesized(folder, few, rules=["own"], profile="all", fail_on="never", config=None)
    assert report["metadata"]["verdict"] == "incomplete"
    assert report["conclusion"] == "failure"
    assert ("rule-crashed", "fatal") in {
        (it["ruleName"], it["severity"]) for it in report["violations"]
    }
    assert TLS in {it["ruleName"] for it in report["violations"]}
    fixes = [it.get("suggestedFix", "") for it in report["violations"]]
    assert any("\n" in one for one in fixes)
    assert not any("\\n" in one for one in fixes)


def test_a_mistake_in_what_is_asked_fails_the_synthesis(folder: Path) -> None:
    """With the words of the command line."""
    report = synthesized(folder, few, fail_on="hgih", config=None)
    (violation,) = report["violations"]
    assert "--fail-on" in violation["description"]
    assert (violation["ruleName"], report["conclusion"]) == ("setting", "failure")


def test_the_apps_own_error_is_the_one_that_is_raised(folder: Path) -> None:
    """Nothing is asked of an app that was not written."""
    app = new_app(folder, context={})
    stack = cdk.Stack(app, "Data")
    bucket = s3.Bucket(stack, "Books")
    bucket.node.default_child.override_logical_id("Twice")
    sqs.Queue(stack, "Other").node.default_child.override_logical_id("Twice")
    cdk.Validations.of(app).add_plugins(SynthgateValidator(config=None))
    with pytest.raises(RuntimeError, match="Twice") as raised:
        app.synth()
    assert "synthgate" not in str(raised.value)


@pytest.mark.exhaustive
def test_a_plugin_of_a_stage_is_asked_about_that_alone(folder: Path) -> None:
    """As the CDK asks it."""
    app = new_app(folder)
    for name in ("One", "Two"):
        s3.Bucket(cdk.Stack(cdk.Stage(app, name), "Svc"), "Books")
    plugin = SynthgateValidator(config=None)
    cdk.Validations.of(app.node.find_child("Two")).add_plugins(plugin)
    app.synth()
    constructs = {path for _, path in told(reported(folder)["violations"])}
    assert constructs
    assert all(path.startswith("Two/") for path in constructs)


PACKAGE = """
import sys
import synthgate.cdk
assert not {"jsii", "aws_cdk", "constructs"} & {*sys.modules}
"""
CLASSES = """
import sys
from synthgate.cdk import SynthgateAspect, SynthgateValidator
SynthgateValidator(), SynthgateAspect()
heavy = {"yaml", "orjson", "re2", "jsonpath_ng", "synthgate.pipeline", "synthgate.model"}
assert not heavy & {*sys.modules}, heavy & {*sys.modules}
"""


@pytest.mark.parametrize(
    "program", [PACKAGE, pytest.param(CLASSES, marks=pytest.mark.exhaustive)], ids=["cdk", "scan"]
)
def test_nothing_is_imported_before_it_is_asked_for(program: str) -> None:
    """Not the CDK by the package, and nothing of the scan by its classes."""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)
