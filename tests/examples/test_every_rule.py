"""One template and one CDK app trip every rule of `recommended`, and say where they do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate import scan
from synthgate.choosing import catalog_for
from synthgate.config import Config
from synthgate.model import Status
from synthgate.resolve import sam
from synthgate.rule.cards.profile import Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Finding, Report

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "every-rule"
TEMPLATE = EXAMPLE / "template.yaml"
OF_SAM = EXAMPLE / "template-sam.yaml"
RECOMMENDED = {
    id_
    for id_, card in catalog_for(Config(profile=Wish("recommended"))).cards.items()
    if card.scope != "change"  # no template alone has anything of those
}

UNEXPANDED = {
    "sam-api-domain-outdated-tls": "the extra `sam` expands SAM before any rule is asked",
}
"""Rules about SAM itself, and why they find nothing in template-sam.yaml and in the app."""

IN_NO_TEMPLATE = {
    "stack-unprotected-from-termination": "a property of the stack, which only an assembly tells",
    "vpc-construct-default-security-group-open": "about constructs of the CDK",
    **UNEXPANDED,
}
"""Rules that a template cannot trip, and why; the app trips them, but for those that it cannot."""

IN_NO_APP = UNEXPANDED
"""Rules that the app cannot trip, and why."""

MOST_RESOURCES = 500
"""Of a template that CloudFormation takes."""

REFUSED = {
    "E3047": "ecs-fargate-size-invalid is about just that",
    "E3006": "OpsWorks is in no region any more: service-shut-down",
    "E3504": "backup-cold-storage-too-short is about just that",
    "E3710": "QLDB was shut down",
}
"""Errors of cfn-lint that are themselves what a rule finds."""

Places = dict[str, set[str]]
"""Where each rule fails: ids of resources, or the properties of a template that it names."""


@pytest.fixture(scope="module")
def report() -> Report:
    """What a scan says of the template, as README.md has it."""
    return scanned(TEMPLATE)


def scanned(template: Path) -> Report:
    """What a scan says of a template."""
    return scan(template, folder=ROOT, config=None, environment="production")


@pytest.fixture(scope="module")
def told(report: Report) -> Places:
    """Where each rule fails in the template."""
    return places(report)


def places(report: Report) -> Places:
    """Where each rule fails."""
    found: Places = {}
    for one in report.findings:
        if one.status is Status.FAIL:
            for rule in (one.rule.id, *one.also):
                found.setdefault(rule, set()).add(place(one))
    return found


def place(finding: Finding) -> str:
    """The resource of a finding, else the parameter or output."""
    part, _, rest = finding.location.property_path.partition(".")
    in_head = part in {"Parameters", "Outputs"}
    return f"{part}.{rest.partition('.')[0]}" if in_head else str(finding.subject.logical_id)


def test_the_template_trips_every_rule(told: Places) -> None:
    """But for those that it cannot trip, which it does not."""
    assert RECOMMENDED - told.keys() == IN_NO_TEMPLATE.keys()
    assert [rule for rule in IN_NO_TEMPLATE if rule in told] == []


@pytest.mark.exhaustive
def test_the_template_of_sam_is_asked_as_it_is_expanded() -> None:
    """The rule about what SAM makes of the API says what the one about SAM would, in its place."""
    pytest.importorskip("samtranslator")
    found = places(scanned(OF_SAM))
    assert "apigw-domain-outdated-tls" in found
    assert [rule for rule in UNEXPANDED if rule in found] == []


def test_the_template_of_sam_trips_what_is_about_sam(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the translator is not installed, which the report says as well."""
    monkeypatch.setattr(sam, "find_spec", dict[str, None]().get)
    report = scanned(OF_SAM)
    found = places(report)
    assert {rule: found.get(rule) for rule in UNEXPANDED} == {rule: {"Api"} for rule in UNEXPANDED}
    assert "apigw-domain-outdated-tls" not in found
    assert ["synthgate[sam]" in one.message["en"] for one in report.problems] == [True]


def named() -> Iterator[tuple[str, str]]:
    """Rules, and the resources (or parameters, outputs) above which the template names them."""
    part, rules = "", list[str]()
    for line in TEMPLATE.read_text("utf-8").splitlines():
        if top := re.fullmatch(r"([A-Z]\w+):", line):
            part = f"{top[1]}." if top[1] != "Resources" else ""
        elif comment := re.fullmatch(r"  # ([a-z0-9-]+(?:, [a-z0-9-]+)*),?", line):
            rules += comment[1].split(", ")
        elif key := re.fullmatch(r"  (\w+):", line):
            yield from ((rule, f"{part}{key[1]}") for rule in rules)
            rules = []


def test_the_template_names_each_rule_where_it_fails(told: Places) -> None:
    """A comment above a resource is no lie, and whoever looks for a rule finds it."""
    comments = [*named()]
    assert [(rule, place) for rule, place in comments if place not in told.get(rule, ())] == []
    assert RECOMMENDED - IN_NO_TEMPLATE.keys() - {rule for rule, _ in comments} == set()


def test_the_readme_tells_what_no_template_shows() -> None:
    """The rules of the list, and no other."""
    page = (EXAMPLE / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.MULTILINE)
    assert rows == [*IN_NO_TEMPLATE]


@pytest.mark.exhaustive
def test_cloudformation_would_take_the_templates() -> None:
    """As far as cfn-lint tells, but for what a rule is about."""
    lint = shutil.which("cfn-lint", path=str(Path(sys.executable).parent))
    assert lint
    command = [
        lint,
        "--regions",
        "eu-central-1",
        "--format",
        "json",
        "--",
        str(TEMPLATE),
        str(OF_SAM),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    found = json.loads(ran.stdout)
    errors = {one["Rule"]["Id"] for one in found if one["Level"] == "Error"}
    assert errors == REFUSED.keys()


def test_the_template_is_whole(report: Report) -> None:
    """Nothing in it goes unread, and one stack holds it."""
    assert [one.message["en"] for one in report.problems] == []
    assert [one.resources <= MOST_RESOURCES for one in report.templates] == [True]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report about the app, by the command that README.md has."""
    pytest.importorskip("aws_cdk.aws_s3")
    pytest.importorskip("samtranslator")
    folder = tmp_path_factory.mktemp("every-rule")
    words = [sys.executable, "-m", "synthgate", "synth", "--no-config", "--exit-zero"]
    words += ["--output", str(folder / "cdk.out"), "--format", f"json={folder / 'report.json'}"]
    words += ["--", sys.executable, str(EXAMPLE / "app.py")]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads((folder / "report.json").read_text("utf-8"))


@pytest.mark.exhaustive
def test_the_app_trips_every_rule(app: dict[str, Any]) -> None:
    """But for those that it cannot trip, which it does not."""
    assert app["problems"] == []
    tripped: set[str] = set()
    for one in findings(app):
        tripped |= {one["rule_id"], *one["also"]}
    assert RECOMMENDED - tripped == IN_NO_APP.keys()
    assert [rule for rule in IN_NO_APP if rule in tripped] == []


@pytest.mark.exhaustive
def test_findings_of_the_app_lead_to_its_lines(app: dict[str, Any]) -> None:
    """Each that is about a resource: to a line of the app that is written, and no blank one."""
    of_resources = [one for one in findings(app) if one["resource"]["construct_path"]]
    assert len(of_resources) > len(RECOMMENDED)
    for one in of_resources:
        path = ROOT / one["source"]["path"]
        assert path.is_relative_to(EXAMPLE / "shop"), one
        assert path.read_text("utf-8").splitlines()[one["source"]["line"] - 1].strip(), one


def findings(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that failed, with those of rules in preview."""
    every = [*report["findings"], *report["accepted_findings"]]
    return [one for one in every if one["status"] == "fail"]
