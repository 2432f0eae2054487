"""The seed as it was written, and the page that lists its faults: each keeps the other true."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.infra import seed_mends

import synthgate_rules
from synthgate.rule.cards.catalog import load_catalog

ROOT = Path(__file__).parents[2]
AS_WRITTEN = ROOT / "infra" / "as_written"
PAGE = ROOT / "docs" / "seed-faults.md"
PRODUCTION = "my-cdk-app-production"
APP = "App"
"""Where a rule about the app as a whole finds what is not there."""

BESIDES = "Found besides"
"""The section of findings that are of no fault."""

FINDING = re.compile(r"`([a-z0-9-]+)` at `([^`]+)`( \*\(all\)\*)?")
MISSING = re.compile(r"\*none yet\*: `([a-z0-9-]+)`")


@dataclass(frozen=True)
class Fault:
    """A row of the page."""

    name: str
    section: str
    mended: str
    finding: str

    @property
    def findings(self) -> list[tuple[str, str, bool]]:
        """Rule, construct, and whether the recommended profile has the rule."""
        return [(rule, construct, not extra) for rule, construct, extra in self._found()]

    def _found(self) -> list[tuple[str, str, str]]:
        return FINDING.findall(self.finding)


def _faults() -> list[Fault]:
    found: list[Fault] = []
    section = ""
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and section != BESIDES:
            name, _, _, mended, finding = cells
            found.append(Fault(name.strip("`"), section, mended, finding))
    return found


FAULTS = _faults()
REPORTED = [
    pytest.param(fault, *finding, id=f"{fault.name}-{finding[0]}-{index}")
    for fault in FAULTS
    for index, finding in enumerate(fault.findings)
]


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a function that makes the assembly of an environment, once."""
    pytest.importorskip("jsii", reason="needs the extra 'cdk'")
    made: dict[str, Path] = {}

    def synthesize(environment: str) -> Path:
        if environment not in made:
            made[environment] = tmp_path_factory.mktemp(environment) / "cdk.out"
            options = ["--environment", environment, "--output", str(made[environment])]
            run(sys.executable, "-m", "as_written.synth", *options)
        return made[environment]

    return synthesize


@pytest.fixture(scope="session")
def report(synthesized: Any) -> Any:
    """Return a function that scans an environment's assembly with a profile, once."""
    made: dict[tuple[str, str], dict[str, Any]] = {}

    def scan(environment: str, profile: str) -> dict[str, Any]:
        key = (environment, profile)
        if key not in made:
            assembly = synthesized(environment)
            made[key] = scanned(assembly, assembly.parent / f"{profile}.json", profile)
        return made[key]

    return scan


def scanned(assembly: Path, written: Path, profile: str) -> dict[str, Any]:
    """Return the report on an assembly, by a profile."""
    options = ["--no-config", "--exit-zero", "--profile", profile]
    synthgate = str(Path(sys.executable).with_name("synthgate"))
    run(synthgate, "scan", str(assembly), *options, "--format", f"json={written}")
    return json.loads(written.read_text("utf-8"))


def run(*command: str) -> None:
    """Run a program, without what would steer it, and have it succeed."""
    ambient = ("AWS_", "CDK_", "JSII_", "NODE_", "NOTIFICATION_", "SYNTHGATE_")
    environ = {key: value for key, value in os.environ.items() if not key.startswith(ambient)}
    environ["PYTHONPATH"] = str(ROOT / "infra")
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def failures(report: dict[str, Any]) -> set[tuple[str, str]]:
    """Every failing rule, with the construct, or the stack, that it fails at."""
    return {
        (rule, finding["resource"]["construct_path"] or stack(finding))
        for finding in report["findings"]
        if finding["status"] == "fail"
        for rule in (finding["rule_id"], *finding["also"])
    }


def stack(finding: dict[str, Any]) -> str:
    return finding["resource"]["logical_id"]


# The program


def test_it_synthesizes_to_one_stack(synthesized: Any) -> None:
    """Offline, without the CDK CLI; the stack holds every construct of the seed."""
    manifest = json.loads((synthesized("production") / "manifest.json").read_text("utf-8"))
    stacks = [
        name
        for name, artifact in manifest["artifacts"].items()
        if artifact["type"] == "aws:cloudformation:stack"
    ]
    assert stacks == [PRODUCTION]
    assert "missing" not in manifest
    template = (synthesized("production") / f"{PRODUCTION}.template.json").read_text("utf-8")
    types = {resource["Type"] for resource in json.loads(template)["Resources"].values()}
    assert {
        "AWS::Backup::BackupPlan",
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::Dashboard",
        "AWS::CloudFormation::CustomResource",
        "AWS::Events::Rule",
        "AWS::KMS::Key",
        "AWS::Lambda::Function",
        "AWS::S3::Bucket",
    } <= types


def test_the_functions_run_the_code_of_the_seed(synthesized: Any) -> None:
    """Word for word: the faults in it are the seed's."""
    template = json.loads(
        (synthesized("production") / f"{PRODUCTION}.template.json").read_text("utf-8")
    )
    inline = {
        resource["Properties"]["Code"]["ZipFile"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::Function"
    }
    for name in ("health_check.js", "remediation.js"):
        assert (AS_WRITTEN / name).read_text("utf-8") in inline


def test_its_gate_is_closed(report: Any) -> None:
    """With the profile that everybody starts from; and nothing of it was left unscanned."""
    scanned = report("production", "recommended")
    assert scanned["gate"]["verdict"] == "closed"
    assert not scanned["problems"]


def test_what_closes_the_gate_is_on_the_page(report: Any) -> None:
    """No finding that matters is a surprise to its reader."""
    told = {(rule, construct) for fault in FAULTS for rule, construct, _ in fault.findings}
    grave = {
        (finding["rule_id"], finding["resource"]["construct_path"] or stack(finding))
        for finding in report("production", "recommended")["findings"]
        if finding["status"] == "fail" and finding["severity"] in {"critical", "high", "medium"}
    }
    assert grave <= told


# The page


def test_the_page_has_faults() -> None:
    """The tests below are about something."""
    assert len(FAULTS) > 40
    assert len(REPORTED) > 20
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize(("fault", "rule", "construct", "recommended"), REPORTED)
@pytest.mark.exhaustive
def test_each_finding_is_really_reported(
    report: Any, fault: Fault, rule: str, construct: str, recommended: bool
) -> None:
    """On that very construct, and by the profile that the page says."""
    stack_name = construct.split("/", maxsplit=1)[0]
    environment = "production" if construct == APP else stack_name.removeprefix("my-cdk-app-")
    assert (rule, construct) in failures(report(environment, "all")), fault.name
    told = (rule, construct) in failures(report(environment, "recommended"))
    assert told == recommended


def test_each_fault_is_marked_where_it_stands() -> None:
    """The page and the comments in the code name the same faults, but for those of the text."""
    text = "".join(path.read_text("utf-8") for path in sorted(AS_WRITTEN.glob("*.py")))
    marked = set(re.findall(r"Fault ([a-z0-9-]+)", text))
    assert marked == {fault.name for fault in FAULTS if not fault.section.startswith("6 ")}


def test_each_fault_has_a_finding_or_says_why_not() -> None:
    for fault in FAULTS:
        assert fault.findings or fault.finding.startswith(("*none*: ", "*none yet*: ")), fault.name


def _missing() -> set[str]:
    return {fault.name for fault in FAULTS if fault.finding.startswith("*none yet*")}


def test_missing_rules_are_missing() -> None:
    """Whoever writes one by the name that it has on the page writes it there, too."""
    wanted = {name for fault in FAULTS for name in MISSING.findall(fault.finding)}
    assert len(wanted) == len(_missing()) > 5
    assert not wanted & set(load_catalog(synthgate_rules.CARDS).cards)


@pytest.mark.sampled(9)
@pytest.mark.parametrize("name", sorted(_missing()))
def test_what_no_rule_finds_is_found_by_none(
    synthesized: Any, report: Any, tmp_path: Path, name: str
) -> None:
    """Whatever it is called: with the fault mended, and nothing else, no finding goes.

    A rule that finds the fault, in whatever profile, ends it.
    """
    before = failures(report("production", "all"))
    assembly = tmp_path / "cdk.out"
    shutil.copytree(synthesized("production"), assembly)
    written = assembly / f"{PRODUCTION}.template.json"
    template = json.loads(written.read_text("utf-8"))
    seed_mends.MENDS[name](template)
    assert template != json.loads(written.read_text("utf-8"))
    written.write_text(json.dumps(template), "utf-8")
    after = failures(scanned(assembly, tmp_path / "report.json", "all"))
    assert before <= after


def test_all_that_is_found_is_on_the_page(report: Any) -> None:
    """By any rule of any profile: with its fault, or with the reason why it is none."""
    page = PAGE.read_text("utf-8")
    told = {(rule, construct) for fault in FAULTS for rule, construct, _ in fault.findings}
    besides = set(
        re.findall(r"^\| `([a-z0-9-]+)` \|", page.partition("## Found besides")[2], re.MULTILINE)
    )
    assert besides
    found = failures(report("production", "all"))
    assert {(rule, at) for rule, at in found if rule not in besides} <= told
    assert besides <= {rule for rule, _ in found}


def test_the_cures_exist() -> None:
    """What the page calls a class, a function or a module of the mended app is one."""
    production = ROOT / "infra" / "production"
    sources = "".join(path.read_text("utf-8") for path in sorted(production.glob("*.py")))
    for fault in FAULTS:
        for name in re.findall(r"`([A-Za-z_.]+)`", fault.mended):
            if name.endswith(".py"):
                assert (production / name).is_file(), name
            elif re.fullmatch(r"[A-Z]\w+(\.\w+)?", name):
                holder, _, member = name.partition(".")
                made = re.search(rf"class {holder}\b|import .*\b{holder}\b", sources)
                assert made, name
                assert not member or re.search(rf"def {member}\(|\.{member}\(", sources), name


# Side by side


def test_the_two_reports_stand_side_by_side(
    report: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``make scan`` ends with the failures of both, by severity, and both gates."""
    from as_written import compare

    before = report("production", "recommended")
    after = {"findings": [], "gate": {"reason": "Gate open."}}
    for name, content in (("before", before), ("after", after)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    assert compare.main([str(tmp_path / "before.json"), str(tmp_path / "after.json")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["as", "written", "mended"]
    high = [finding for finding in before["findings"] if finding["severity"] == "high"]
    assert lines[2].split() == ["high", str(len(high)), "0"]
    assert lines[-2:] == [f"as written: {before['gate']['reason']}", "mended: Gate open."]
