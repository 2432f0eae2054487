"""JUnit: valid for both schemas, counted right, and no test case lost to its name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import xmlschema

from synthgate.model import Excerpt, Severity, Status, Subject, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

SCHEMAS = Path(__file__).parents[1] / "schemas"


def suite(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own output


@pytest.mark.parametrize("schema", ["surefire-test-report.xsd", "jenkins-junit-10.xsd"])
def test_it_is_valid(schema: str, report: Report, hostile: Report, written: Written) -> None:
    """Both families of consumers take it, whatever the names in the templates."""
    xsd = xmlschema.XMLSchema(SCHEMAS / schema)
    for one in (report, hostile):
        xsd.validate(written("junit", one))


def test_no_two_cases_have_one_name(hostile: Report, written: Written) -> None:
    """GitLab drops the second, Jenkins mixes up their histories."""
    twice = replace(hostile, problems=hostile.problems * 3)
    cases = suite(written("junit", twice)).findall("testcase")
    names = Counter((c.get("classname"), c.get("name")) for c in cases)
    assert names.most_common(1)[0][1] == 1


def test_the_template_tells_twins_apart(report: Report, written: Written) -> None:
    """The number behind a name would change owner when a template is added before it."""
    rule = report.verdicts[0].rule
    twins = [Subject("Same", "T", f"{name}.yaml", "App/Same") for name in ("a", "b")]
    one = replace(
        report,
        findings=(),
        problems=(),
        verdicts=tuple(Verdict(rule, twin, Status.PASS) for twin in twins),
    )
    cases = suite(written("junit", one)).findall("testcase")
    assert [c.get("classname") for c in cases] == ["a_yaml.App.Same", "b_yaml.App.Same"]


def test_a_name_survives_a_new_severity(report: Report, written: Written) -> None:
    """A test's history is kept by its name: a moved line or another profile keeps it."""

    def names(one: Report) -> list[tuple[str | None, str | None]]:
        cases = suite(written("junit", one)).findall("testcase")
        return [(c.get("classname"), c.get("name")) for c in cases]

    moved = tuple(
        replace(f, severity=Severity.LOW, location=replace(f.location, start=f.location.end))
        for f in report.findings
    )
    assert names(report) == names(replace(report, findings=moved))


def test_the_counts_are_true(report: Report, written: Written) -> None:
    """What the suite announces is what it holds, one case for each rule and resource."""
    root = suite(written("junit", report))
    said = {key: int(root.get(key, "-1")) for key in ("tests", "failures", "errors", "skipped")}
    tags = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    assert said == {key: len(list(root.iter(tag))) for key, tag in tags.items()}
    assert said == {"tests": 9, "failures": 2, "errors": 2, "skipped": 3}


def test_a_finding_of_another_tool_is_a_case_too(report: Report, written: Written) -> None:
    """checkov gives findings and no verdicts: they must not vanish from the build."""
    root = suite(written("junit", replace(report, verdicts=())))
    assert len(root.findall(".//failure")) == len(report.gate.closing)
    assert len(root.findall("testcase")) == len(report.findings) + 2  # and the problems


def test_several_places_make_one_failure(report: Report, written: Written) -> None:
    """Jenkins reads the first failure of a case only: all places stand in it."""
    first = report.findings[0]
    other = replace(first, location=report.findings[1].location, source=None)
    root = suite(written("junit", replace(report, findings=(first, other))))
    (body,) = (f.text or "" for f in root.iter("failure") if "PublicRead" in f.get("message", ""))
    assert "app/storage.py:41:5" in body
    assert f"{other.location.path}:31:26" in body


def test_hidden_characters_are_shown(hostile: Report, written: Written) -> None:
    """XML 1.0 has no way to say NUL: it is named."""
    text = written("junit", hostile)
    assert r"null\x00" in text
    assert r"safe\u202egnp.exe" in text


def test_a_minified_template_is_quoted_in_part(report: Report, written: Written) -> None:
    """Its one line in each of its failures would be more than GitLab takes."""
    first = replace(report.findings[0], source=None)
    place = replace(first.location, excerpt=Excerpt(first.location.start.line, ("x" * 1_000_000,)))
    one = replace(report, findings=(replace(first, location=place),))
    assert len(written("junit", one)) < 10_000


def test_an_open_gate_has_no_failure(report: Report, written: Written) -> None:
    """One makes Jenkins call the build unstable; what closes nothing is told, and skipped."""
    gate = replace(report.gate, verdict="open", closing=frozenset())
    root = suite(written("junit", replace(report, gate=gate, problems=())))
    assert not [*root.iter("failure")]
    said = [one.get("message", "") for one in root.iter("skipped")]
    assert "does not close the gate (critical): AccessControl is PublicRead" in said
    assert any("fix: Block public access" in (one.text or "") for one in root.iter("skipped"))
