"""JUnit: valid for both schemas, counted right, and no test case lost to its name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synthgate.model import Excerpt, Gate, Severity, Status, Subject, Verdict, Words
from synthgate_reports import junit_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]
    Many = Callable[[int], Report]

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
    assert [c.get("classname") for c in cases] == [
        "synthgate.gate", "a_yaml.App.Same", "b_yaml.App.Same"
    ]  # fmt: skip


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
    assert said == {"tests": 10, "failures": 2, "errors": 3, "skipped": 0}


def test_a_finding_of_another_tool_is_a_case_too(report: Report, written: Written) -> None:
    """checkov gives findings and no verdicts: they must not vanish from the build."""
    root = suite(written("junit", replace(report, verdicts=())))
    assert len(root.findall(".//failure")) == len(report.gate.closing)
    assert len(root.findall("testcase")) == len(report.findings) + 3  # problems, and the gate


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


def red(root: ElementTree.Element) -> list[str]:
    """The names of the cases that fail a build."""
    return [
        f"{case.get('classname')}: {case.get('name')}"
        for case in root.iter("testcase")
        if case.find("failure") is not None or case.find("error") is not None
    ]


def said(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter("system-out")]


def test_an_open_gate_has_nothing_red(report: Report, written: Written) -> None:
    """One failure makes Jenkins call a build unstable; what closes nothing is told, and passed."""
    gate = replace(report.gate, verdict="open", closing=frozenset())
    root = suite(written("junit", replace(report, gate=gate, problems=())))
    assert red(root) == []
    assert not [*root.iter("skipped")]
    (text,) = (one for one in said(root) if "AccessControl is PublicRead" in one)
    assert text.startswith("does not close the gate (critical): AccessControl is PublicRead\n")
    assert "fix: Block public access" in text
    assert any("[unknown, medium]" in one and "KeyArn" in one for one in said(root))
    assert any("[waived, critical]" in one and "public web site" in one for one in said(root))


@pytest.mark.parametrize(("verdict", "tag"), [("closed", "failure"), ("incomplete", "error")])
def test_a_gate_that_no_finding_closes_is_red_by_itself(
    verdict: Literal["closed", "incomplete"], tag: str, report: Report, written: Written
) -> None:
    """A limit of doubts, a clause, a policy: a build that is green would be a lie."""
    gate = Gate(verdict, 1, Words("6 doubts, where 5 may be", "의심 6건"))
    root = suite(written("junit", replace(report, gate=gate, problems=())))
    assert red(root) == ["synthgate.gate: gate"]
    (case,) = root.findall(f"testcase/{tag}")
    assert case.get("message") == "6 doubts, where 5 may be"


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_is_red_exactly_where_the_gate_is_not_open(
    data: st.DataObject, report: Report, written: Written
) -> None:
    """Whatever closes it: findings, a threshold, problems."""
    verdict = data.draw(st.sampled_from(["open", "closed", "incomplete"]))
    prints = [one.fingerprint for one in report.findings]
    closing = data.draw(st.frozensets(st.sampled_from(prints))) if verdict != "open" else ()
    problems = report.problems if verdict == "incomplete" else report.problems[2:]
    gate = Gate(verdict, int(verdict != "open"), report.gate.reason, closing=frozenset(closing))
    one = replace(report, gate=gate, problems=problems)
    for name in ("junit", "junit-gitlab"):
        assert bool(red(suite(written(name, one)))) is (verdict != "open")


def test_a_case_says_all_that_was_found(report: Report, written: Written) -> None:
    """A doubt, and what is accepted, beside a failure of the same rule and resource."""
    first = report.findings[0]
    doubt = replace(first, status=Status.UNKNOWN, fingerprint="d" * 64)
    waived = replace(report.findings[2], subject=first.subject)
    root = suite(written("junit", replace(report, findings=(waived, doubt, first))))
    (failure,) = root.iter("failure")
    marks = re.findall(r"\[([a-z]+), critical\]$", failure.text or "", re.MULTILINE)
    assert marks == ["fail", "unknown", "waived"]


def test_gitlab_is_told_the_file(report: Report, written: Written) -> None:
    """From the root of the repository, of every case that is about one; else the same."""
    root = suite(written("junit-gitlab", report))
    files = {case.get("name"): case.get("file") for case in root.iter("testcase")}
    assert files["gate"] is None
    assert files["templates/broken.yaml"] == "infra/templates/broken.yaml"
    assert "infra/app/storage.py" in files.values() or any(
        case.get("file") == "infra/app/storage.py" for case in root.iter("testcase")
    )
    plain = re.sub(' file="[^"]*"', "", written("junit-gitlab", report))
    assert plain == written("junit", report)


@pytest.mark.parametrize("number", [0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("name", ["junit", "junit-gitlab"])
def test_the_limits_are_kept(name: str, number: int, many: Many, written: Written) -> None:
    """GitLab reads nothing of a larger file; what closes the gate is there before all else."""
    one = many(number)
    text = written(name, one)
    assert len(text.encode()) < 30_000_000
    root = suite(text)
    cases = root.findall("testcase")
    assert int(root.get("tests", "")) == len(cases)
    missing = property_of(root, "cases-left-out")
    assert len(cases) + int(missing or 0) == number + 1
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    assert len(red(root)) == len(one.gate.closing) + bool(one.gate.closing) or missing


def property_of(root: ElementTree.Element, name: str) -> str | None:
    (properties,) = root.iter("properties")
    return next((one.get("value") for one in properties if one.get("name") == name), None)


def test_a_large_report_loses_texts_first_and_red_cases_last(
    many: Many, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that goes green for its size would be worse than none."""
    one = many(300)
    whole = written("junit", one)

    def at_most(limit: int) -> ElementTree.Element:
        monkeypatch.setattr(junit_size, "_MOST_BYTES", limit)
        text = written("junit", one)
        assert len(text.encode()) < limit + 5_000
        return suite(text)

    all_red = red(suite(whole))
    shorter, fewer = at_most(len(whole) - 9_000), at_most(len(whole) // 4)
    assert property_of(shorter, "texts-shortened")
    assert property_of(shorter, "cases-left-out") is None
    assert red(shorter) == all_red
    assert all("fix: " in (case.text or "") for case in [*shorter.iter("failure")][1:])
    assert property_of(fewer, "cases-left-out")
    assert len(said(fewer)) < len(said(shorter))
    assert red(fewer)[0] == "synthgate.gate: gate"
    assert "left out" in (next(fewer.iter("failure")).text or "")


def test_there_are_not_more_cases_than_are_read(
    many: Many, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red ones are among those that are."""
    monkeypatch.setattr(junit_size, "_MOST_CASES", 150)
    root = suite(written("junit", many(300)))
    assert len(root.findall("testcase")) == 151
    assert len(red(root)) == 121
    assert property_of(root, "cases-left-out") == "150"
