"""`ocsf`: Compliance Findings that a consumer of OCSF takes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from assessed_frameworks import with_frameworks
from counting_ocsf import counted
from jsonschema import Draft202012Validator

from synthgate.model import Comparison, Novelty, Provenance, Run, Stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

SCHEMA = Path(__file__).parents[1] / "schemas" / "ocsf-compliance-finding-1.8.0.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def events(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    for one in found[:100]:
        VALIDATOR.validate(one)
    return found


@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_is_as_the_schema_says(
    report: Report, hostile: Report, written: Written, language: Any
) -> None:
    """No attribute that the class has not, and none missing that it demands."""
    for one in (report, hostile, replace(report, findings=(), problems=())):
        events(written("ocsf", replace(one, language=language)))


def test_a_schema_that_refuses(report: Report, written: Written) -> None:
    """An attribute of nobody's, and one of another type."""
    event = events(written("ocsf", report))[0]
    assert len([*VALIDATOR.iter_errors({**event, "owner": "x", "time": "now"})]) == 2


@pytest.mark.parametrize("number", [0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive)])
def test_any_number(number: int, alike: Callable[[int], Report], written: Written) -> None:
    """Each has an id of its own."""
    found = events(written("ocsf", replace(alike(number), problems=())))
    assert len({one["finding_info"]["uid"] for one in found}) == len(found) == number


def test_two_apps_with_one_fingerprint(report: Report, written: Written) -> None:
    """Two apps of one repository may be alike: neither's finding may hide the other's."""
    first = report.findings[0]
    other = replace(first, location=replace(first.location, path="other/cdk.out/a.template.json"))
    found = events(written("ocsf", replace(report, findings=(first, other, other), problems=())))
    assert len({one["finding_info"]["uid"] for one in found}) == 3


def test_states(report: Report, written: Written) -> None:
    """What counts is new, what is accepted suppressed, a doubt no result, a problem unknown."""
    found = events(written("ocsf", report))
    assert [(one["status"], one["compliance"]["status"]) for one in found] == [
        ("New", "Fail"),
        ("New", "Fail"),
        ("Suppressed", "Fail"),
        ("New", "Warning"),
        ("New", "Fail"),
        ("New", "Unknown"),
        ("New", "Unknown"),
    ]
    assert "OPS-7" in found[2]["status_detail"]
    assert found[2]["unmapped"]["accepted"]["owner"] == "web team"


def test_beside_an_earlier_scan(report: Report, written: Written) -> None:
    """What is fixed is closed; what was there before is updated."""
    known = replace(report.findings[1], novelty=Novelty.UNCHANGED)
    compared = Comparison("main", fixed=(report.findings[0],))
    found = events(
        written("ocsf", replace(report, findings=(known,), problems=(), comparison=compared))
    )
    assert [(one["type_uid"], one["status"], one["compliance"]["status"]) for one in found] == [
        (200302, "New", "Fail"),
        (200303, "Resolved", "Pass"),
    ]


def test_where_and_when(report: Report, written: Written) -> None:
    """The account and Region of the stack, and the time of the stamp, if they are known."""
    first = replace(report.templates[0], account="111122223333", region="eu-west-1")
    stamp = Stamp("2026-11-30T12:00:00Z")
    told = replace(report, templates=(first,), run=Run(origin=Provenance(stamp=stamp)))
    event = events(written("ocsf", told))[0]
    assert event["cloud"]["account"]["uid"] == "111122223333"
    assert event["cloud"]["region"] == event["resources"][0]["region"] == "eu-west-1"
    assert event["time"] == 1_796_040_000_000
    event = events(written("ocsf", report))[0]
    assert event["cloud"] == {"provider": "AWS"}
    assert event["time"] == 0


def test_the_models_of_others_take_it(report: Report, hostile: Report, written: Written) -> None:
    """Those that prowler writes its own with, where they are installed."""
    models = pytest.importorskip(
        "py_ocsf_models.events.findings.compliance_finding", reason="py-ocsf-models is not here"
    )
    for one in (report, hostile):
        for event in events(written("ocsf", one)):
            models.ComplianceFinding.model_validate(event)


def test_controls(report: Report, hostile: Report, written: Written) -> None:
    """Each that is claimed is an event, with its state; rules name the controls that they serve."""
    told = with_frameworks(report)
    found = events(written("ocsf", told))
    controls = [one for one in found if one["finding_info"]["types"] == ["control"]]
    assert [
        (one["compliance"]["control"], one["status"], one["compliance"]["status"])
        for one in controls
    ] == [
        ("AC-2(1)", "New", "Fail"),
        ("164.312(a)(2)", "New", "Warning"),
        ("M-1", "New", "Not assessed"),
        ("M-2", "Resolved", "Pass"),
        ("E 1", "Resolved", "Pass"),
        ("E-1", "Resolved", "Not applicable"),
    ]
    first = controls[0]
    assert first["severity"] == "Critical"
    assert first["compliance"]["checks"] == [
        {"uid": "s3-bucket-public", "status_id": 3, "status": "Fail"}
    ]
    assert first["compliance"]["standards"] == ["ours 3"]
    compliance = found[0]["compliance"]
    assert compliance["standards"] == ["ours 3", "fsbp", "cis-aws-3.0"]
    assert compliance["requirements"][:2] == ["ours AC-2(1)", "ours 164.312(a)(2)"]
    assert compliance["checks"][0]["status"] == "Fail"
    assert counted(written("ocsf", told)) == counted(written("ocsf", report))
    events(written("ocsf", with_frameworks(hostile, "<b>", "", "\ud800")))
