"""`gitlab-sast`: what GitLab takes, shows and keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from synthgate.model import Provenance, Run, Stamp, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

SCHEMAS = Path(__file__).parents[1] / "schemas"
VALIDATOR = Draft7Validator(json.loads((SCHEMAS / "gitlab-sast-15.2.1.json").read_text("utf-8")))
LONG = "가\u202e\U0001f600" * 400_000
STAMP = Stamp("2026-11-30T12:00:00Z", "c0ffee", "main", "https://example.org/app")


def stamped(report: Report) -> Report:
    return replace(report, run=Run("recommended", 237, origin=Provenance(stamp=STAMP)))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_gitlab_takes_it(report: Report, hostile: Report, written: Written, language: Any) -> None:
    """One that its schema refuses is not read at all."""
    for one in (report, hostile, stamped(report), replace(report, findings=(), problems=())):
        VALIDATOR.validate(json.loads(written("gitlab-sast", replace(one, language=language))))


def test_a_schema_that_refuses(report: Report, written: Written) -> None:
    """The rules are kept: what breaks them is found."""
    document = json.loads(written("gitlab-sast", report))
    document["vulnerabilities"][0]["details"]["template"]["line_start"] = 0
    document["scan"]["start_time"] += "Z"
    document["vulnerabilities"][1]["identifiers"] = []
    assert len([*VALIDATOR.iter_errors(document)]) == 3


@pytest.mark.parametrize("number", [0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive)])
def test_any_number(number: int, alike: Callable[[int], Report], written: Written) -> None:
    """Every finding has an id and a signature of its own, by which it is known again."""
    document = json.loads(written("gitlab-sast", alike(number)))
    found = document["vulnerabilities"]
    VALIDATOR.validate({**document, "vulnerabilities": found[:50]})
    assert len(found) == number
    assert len({one["id"] for one in found}) == number
    assert len({one["tracking"]["items"][0]["signatures"][0]["value"] for one in found}) == number


def test_limits(report: Report, written: Written) -> None:
    """A name of megabytes costs nobody the report."""
    first = report.findings[0]
    rule = replace(
        first.rule,
        title=verbatim(LONG[:9000]),
        fix=replace(first.rule.fix, text=verbatim(LONG[:9000])),
        equivalents={"checkov": tuple(f"CKV_{number}" for number in range(90))},
        link="javascript:alert(1)",
    )
    finding = replace(first, rule=rule, message=verbatim(LONG))
    document = json.loads(written("gitlab-sast", replace(report, findings=(finding,))))
    VALIDATOR.validate(document)
    (one,) = document["vulnerabilities"]
    assert len(one["identifiers"]) == 20
    assert one["identifiers"][0]["value"] == rule.id
    assert "javascript" not in json.dumps(one)


def test_no_name_is_markdown(hostile: Report, written: Written) -> None:
    """GitLab renders descriptions: no tag, link, image or mention in them is a template's."""
    for one in json.loads(written("gitlab-sast", hostile))["vulnerabilities"]:
        assert "<" not in one["description"]
        assert "](" not in one["description"].replace("\\](", "")
        assert "\x1b" not in one["description"]


def test_times(report: Report, written: Written) -> None:
    """GitLab demands them, without a zone: those of the stamp, or a fixed one."""
    for one, time in ((report, "1970-01-01T00:00:00"), (stamped(report), "2026-11-30T12:00:00")):
        scan = json.loads(written("gitlab-sast", one))["scan"]
        assert scan["start_time"] == scan["end_time"] == time


def test_what_it_rests_on(report: Report, written: Written) -> None:
    """The commit and the profile stand where options of a scan do."""
    scan = json.loads(written("gitlab-sast", stamped(report)))["scan"]
    options = {one["name"]: one["value"] for one in scan["options"]}
    assert options["commit"].startswith("c0ffee (main)")
    assert options["profile"] == "recommended (237 rules)"
    assert scan["status"] == "failure"


def test_only_what_counts(report: Report, written: Written) -> None:
    """What is accepted or undecided opens no vulnerability, but what closes the gate does."""
    found = json.loads(written("gitlab-sast", report))["vulnerabilities"]
    assert [one["severity"] for one in found] == ["Critical", "Critical", "Info"]
    (doubt,) = report.doubts
    closing = report.gate.closing | {doubt.fingerprint}
    closed = replace(report, gate=replace(report.gate, closing=closing))
    found = json.loads(written("gitlab-sast", closed))["vulnerabilities"]
    assert [one["severity"] for one in found] == ["Critical", "Critical", "Unknown", "Info"]


def test_places(report: Report, written: Written) -> None:
    """From the root of the repository: the program's line where it is here, else the template's."""
    first, second, third = json.loads(written("gitlab-sast", report))["vulnerabilities"]
    assert first["location"] == {
        "file": "infra/app/storage.py",
        "start_line": 41,
        "end_line": 41,
    }
    assert second["location"]["file"].endswith("ProdStorage.template.json")
    assert (third["location"]["start_line"], third["location"]["end_line"]) == (9, 11)


def test_an_id_stays(report: Report, written: Written) -> None:
    """Another id or signature would open every vulnerability anew."""
    first = json.loads(written("gitlab-sast", report))["vulnerabilities"][0]
    assert first["id"] == "c82d5e68-799a-5c72-a895-18040cc7a969"
    moved = replace(report.findings[0], location=replace(report.findings[1].location))
    (one,) = json.loads(written("gitlab-sast", replace(report, findings=(moved,))))[
        "vulnerabilities"
    ]
    assert one["id"] == first["id"]
    assert one["tracking"]["items"][0]["signatures"] == first["tracking"]["items"][0]["signatures"]
