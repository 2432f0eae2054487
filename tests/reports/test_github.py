"""`github` as actions/runner reads it: commands that are ours, within what GitHub shows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from counting_github import annotations
from crowds import crowd

from synthgate.model import Comparison, Novelty, Position, Severity, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

SIZES = (0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive))
PROPERTIES = {"file", "line", "col", "endLine", "title"}


@pytest.mark.parametrize("number", SIZES)
def test_every_line_is_a_command_of_ours(number: int, hostile: Report, written: Written) -> None:
    """At most ten of a kind, none too long, and no name has begun one of its own."""
    shown = annotations(written("github", crowd(hostile, number)))
    assert max(Counter(one.kind for one in shown).values()) <= 10
    assert {one.kind for one in shown} <= {"error", "warning", "notice"}
    for one in shown:
        assert {*one.properties} <= PROPERTIES
        assert one.data
        assert len(one.data) <= 4096 + 20


def test_places_are_what_the_runner_takes(hostile: Report, written: Written) -> None:
    """It drops columns of what ends in another line, and lines that end before they begin."""
    for one in annotations(written("github", hostile)):
        place = one.properties
        line, end = int(place.get("line", 1)), int(place.get("endLine", place.get("line", 1)))
        assert 1 <= line <= end
        assert line == end or "col" not in place
        assert not place.get("file", "x").startswith(("/", "../"))


def test_the_worst_ten_are_annotated(report: Report, written: Written) -> None:
    """And it is said how many are not."""
    severities = [Severity.LOW] * 20 + [Severity.CRITICAL] * 4 + [Severity.HIGH] * 9
    findings = tuple(
        replace(report.findings[0], severity=severity, fingerprint=str(index))
        for index, severity in enumerate(severities)
    )
    gate = replace(report.gate, closing=frozenset(str(index) for index in range(20, 33)))
    many = replace(report, findings=findings, problems=(), gate=gate)
    *shown, last = annotations(written("github", many))
    words = [one.properties["title"].split()[0] for one in shown]
    assert words == ["critical"] * 4 + ["high"] * 6
    assert {one.kind for one in shown} == {"error"}
    assert "findings that count and are not annotated: 23" in last.data


def test_problems_leave_room_for_findings(report: Report, written: Written) -> None:
    """Of ten errors three, where there are many of both."""
    problem = report.problems[0]
    findings = tuple(replace(report.findings[0], fingerprint=str(index)) for index in range(30))
    gate = replace(report.gate, closing=frozenset(map(str, range(30))))
    many = replace(report, findings=findings, problems=(problem,) * 20, gate=gate)
    *shown, last = annotations(written("github", many))
    assert Counter("synthgate: " in one.properties["title"] for one in shown) == {True: 3, False: 7}
    assert "findings that count and are not annotated: 23" in last.data
    assert "problems that are not annotated: 17" in last.data


def test_what_does_not_close_the_gate_is_a_warning(report: Report, written: Written) -> None:
    """Nothing is red that the gate lets pass."""
    gate = replace(report.gate, verdict="open", closing=frozenset())
    shown = annotations(written("github", replace(report, gate=gate, problems=())))
    assert {one.kind for one in shown} == {"warning", "notice"}


def test_what_is_not_new_is_not_annotated(report: Report, written: Written) -> None:
    """A pull request is told of what it brings."""
    old, new = (
        replace(report.findings[0], novelty=novelty, message=verbatim(novelty), fingerprint=novelty)
        for novelty in (Novelty.UNCHANGED, Novelty.NEW)
    )
    one = replace(report, findings=(old, new), problems=(), comparison=Comparison("main"))
    *shown, last = annotations(written("github", one))
    assert [one.data.split("\n")[0] for one in shown] == ["new"]
    assert "findings that are not new, which the gate does not look at: 1" in last.data


def test_signs_of_commands_are_escaped(report: Report, written: Written) -> None:
    """As actions/toolkit does; the runner gives the same name back."""
    name = "100%0A::set-env name=x,y::z"
    place = replace(report.findings[0].location, path=f"{name}.yaml", start=Position(3, 7))
    one = replace(report.findings[0], location=place, source=None, message=verbatim(name))
    text = written("github", replace(report, findings=(one,), problems=()))
    assert len(text.splitlines()) == 2
    assert "file=infra/100%250A%3A%3Aset-env name=x%2Cy%3A%3Az.yaml," in text
    first = annotations(text)[0]
    assert first.data.startswith(f"{name}\n")
    assert first.properties["file"] == f"infra/{name}.yaml"
    assert first.properties["line"] == "3"


def test_no_other_runner_finds_a_command(hostile: Report, written: Written) -> None:
    """Azure Pipelines and TeamCity look for theirs anywhere in a line."""
    names = tuple(
        replace(hostile.findings[0], message=verbatim(name), fingerprint=name)
        for name in ("##vso[task.setvariable]x", "##[error]x", "##teamcity[x]")
    )
    assert not re.search(r"##\w*\[", written("github", replace(hostile, findings=names)))
