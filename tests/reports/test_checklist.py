"""Frameworks in the reports: whole, in both languages, and safe from strangers' words."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import xmlschema

from synthgate.model import (
    AssessedControl,
    AssessedFramework,
    Checks,
    Control,
    ControlResult,
    ControlState,
    Evidence,
    Finding,
    Report,
    ScannedTemplate,
    Words,
    verbatim,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Written = Callable[[str, Report], str]

SCHEMAS = Path(__file__).parents[1] / "schemas"
FORMATS = ("checklist", "checklist-markdown", "json", "junit")
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufffe]")


def control(id_: str, mode: str, group: str = "security") -> Control:
    return Control(
        id_,
        Words(f"Title of {id_}", f"{id_} 제목"),
        Words("Meaning", "뜻"),
        group,
        mode,  # pyright: ignore[reportArgumentType]
        () if mode == "manual" else ("s3-bucket-public",),
        None if mode == "automated" else Words("The last review", "최근 검토"),
        None if mode == "automated" else 90,
    )


def assessed(findings: tuple[Finding, ...], name: str = "dana") -> AssessedFramework:
    failed, undecided, excused = findings[0], findings[3], findings[2]
    reasons = (Words("2 of 3 checks failed", "검사 3건 중 2건 실패"),)
    states = ControlState
    old = Evidence("C-2", name, name, "2026-01-01", "2026-04-01", refused=Words("expired", "만료"))
    good = Evidence("C-3", name, name, "2026-11-01", "2027-01-30", link=f"https://x/{name}")
    return AssessedFramework(
        "checklist",
        "1",
        verbatim(f"Handbook of {name}"),
        Words("Checklist", "체크리스트"),
        {"security": Words("Security", "보안"), "cost": Words("Cost", "비용")},
        (
            AssessedControl(
                control("C-1", "automated"),
                states.NOT_MET,
                (
                    ControlResult(
                        "production", states.NOT_MET, reasons, Checks(1, 2), (failed,) * 7
                    ),
                    ControlResult(name, states.MET, reasons, Checks(1), (excused,)),
                    ControlResult(None, states.UNKNOWN, reasons, Checks(), (undecided,)),
                ),
            ),
            AssessedControl(
                control("C-2", "manual", "cost"),
                states.NOT_ASSESSED,
                tuple(
                    ControlResult(one, states.NOT_ASSESSED, reasons)
                    for one in ("production", name, None)
                ),
                (old,),
            ),
            AssessedControl(
                control("C-3", "partial", "cost"),
                states.MET,
                tuple(
                    ControlResult(one, states.MET, reasons, Checks(3), (failed,), (failed,))
                    for one in ("production", name, None)
                ),
                (good,),
            ),
        ),
    )


def with_framework(report: Report, name: str = "dana") -> Report:
    placed = ScannedTemplate("t.yaml", "scanned", 1, name, None, "production", verbatim(name))
    findings = report.findings if len(report.findings) > 3 else report.findings * 4
    return replace(
        report,
        templates=(*report.templates, placed),
        frameworks=(assessed(findings, name),),
    )


@pytest.fixture
def full(report: Report) -> Report:
    return with_framework(report)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_checklist_is_what_was_approved(
    name: str, language: str, full: Report, written: Written
) -> None:
    """As a user sees it, in both languages."""
    text = written(name, replace(full, language=language))  # pyright: ignore[reportArgumentType]
    if name.startswith("checklist"):
        path = Path(__file__).with_name("snapshots") / f"framework.{language}.{name}"
        if os.environ.get("SYNTHGATE_UPDATE_SNAPSHOTS") == "1":
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")
    assert ("제목" in text) is (language == "ko")
    assert text == written(name, replace(full, language=language))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("name", ["checklist", "checklist-markdown", "junit"])
def test_nothing_invisible_reaches_a_person(name: str, hostile: Report, written: Written) -> None:
    """No escape sequence from a template, and none from evidence."""
    evil = with_framework(hostile, "\x1b[31m\u202e]]><script>\x00\n# @all [x](https://evil)")
    text = written(name, evil)
    assert not UNSEEN.search(text)


def test_markdown_takes_words_for_words(hostile: Report, written: Written) -> None:
    """No tag, link, mention or heading of a stranger's."""
    text = written("checklist-markdown", with_framework(hostile, "<b>\n# @all [x](https://evil)"))
    assert "<b>" not in text
    assert "<script>" not in text
    assert "@all" not in text
    assert "https://" not in text
    assert not re.search(r"^# ", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["checklist", "checklist-markdown"])
def test_a_prop_of_the_cdk_is_told_with_the_cure(
    name: str, report: Report, written: Written
) -> None:
    """Where some of a rule's resources are the CDK's, beside what mends the others."""
    cured = replace(report.findings[0], cure=verbatim("Set memory_limit of BucketDeployment."))
    mixed = replace(report, findings=(cured, *report.findings[1:]))
    assert "Set memory_limit of BucketDeployment." not in unescaped(written(name, report))
    assert "Set memory_limit of BucketDeployment." in unescaped(
        written(name, with_framework(mixed))
    )


def unescaped(text: str) -> str:
    return text.replace("\\", "")


@pytest.mark.parametrize("schema", ["surefire-test-report.xsd", "jenkins-junit-10.xsd"])
def test_junit_has_a_case_for_each_control(schema: str, full: Report, written: Written) -> None:
    """Valid for both; counts are true; what is not met fails where it closes the gate."""
    unmet = {
        (framework.id, one.control.id)
        for framework in full.frameworks
        for one in framework.controls
        if one.state is ControlState.NOT_MET
    }
    closed = replace(full.gate, verdict="closed", controls=frozenset(unmet))
    text = written("junit", replace(full, gate=closed))
    xmlschema.XMLSchema(SCHEMAS / schema).validate(text)
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    assert int(root.get("tests", "")) == len(root.findall("testcase"))
    assert int(root.get("failures", "")) == len(root.findall("testcase/failure"))
    assert int(root.get("skipped", "")) == len(root.findall("testcase/skipped"))
    assert states(text).count("failure") == 1
    assert states(written("junit", full)).count("failure") == 0
    assert states(written("junit", full)).count("system-out") == 2


def states(text: str) -> list[str]:
    """What became of each control."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    cases = (one for one in root if one.get("classname", "").startswith("checklist"))
    return [one[0].tag if len(one) else "" for one in cases]


def test_json_has_all_of_it(full: Report, written: Written) -> None:
    """The contract of the section, key by key."""
    (framework,) = json.loads(written("json", full))["frameworks"]
    assert sorted(framework) == [
        "controls", "counts", "groups", "id", "source", "sources", "stacks", "title", "version"
    ]  # fmt: skip
    assert framework["counts"] == {
        "met": 1, "excepted": 0, "not-met": 1, "unknown": 0, "not-assessed": 1, "not-applicable": 0
    }  # fmt: skip
    assert sorted(framework["controls"][0]) == [
        "environments", "evidence", "evidence_wanted", "exceptions", "group", "group_id", "id",
        "levels", "mappings", "meaning", "mode", "rules", "state", "title", "waiting",
    ]  # fmt: skip
    result = framework["controls"][0]["environments"][0]
    assert sorted(result) == [
        "checks", "environment", "findings", "reasons", "resources", "rules", "state"
    ]  # fmt: skip
    assert {"fix", "tolerated", "fingerprint", "location"} <= result["findings"][0].keys()
    assert sorted(framework["controls"][1]["evidence"][0]) == [
        "apps", "by", "date", "document", "file", "kind", "link", "refused", "sha256", "stated_in",
        "statement", "valid", "valid_until",
    ]  # fmt: skip
