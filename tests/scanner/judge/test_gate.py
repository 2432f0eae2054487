"""The exit code says what happened, the worst first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from synthgate.judge.gate import count, decide
from synthgate.model import (
    Acceptance,
    Checks,
    Disposition,
    Finding,
    Fix,
    Location,
    Pillar,
    Position,
    Problem,
    Rule,
    Severity,
    Status,
    Subject,
    Verdict,
    Words,
    verbatim,
)
from synthgate.problem_code import ProblemCode

TEXT = Words("words", "말")
RULE = Rule("r", TEXT, Severity.HIGH, Pillar.SECURITY, ("T",), TEXT, Fix(TEXT))
HERE = Location("t.yaml", Position(1, 1), Position(1, 2))


def finding(severity: Severity = Severity.HIGH, name: str = "A", **more: Any) -> Finding:
    plain = Finding(
        RULE, Status.FAIL, severity, TEXT, TEXT, Subject(name, "T", "t.yaml"), HERE, None, (), "f"
    )
    return replace(plain, **more)


EXCUSED = {
    "disposition": Disposition.WAIVED,
    "accepted": Acceptance("waivers.yaml", verbatim("known")),
}
CONFIGURATION = Problem(ProblemCode.CARD, TEXT)
INCOMPLETE = Problem(ProblemCode.TEMPLATE_INVALID, TEXT)
NOTICE = Problem(ProblemCode.MACRO, TEXT)


@pytest.mark.parametrize("threshold", [*Severity])
@pytest.mark.parametrize("severity", [*Severity])
def test_the_gate_closes_at_its_threshold(threshold: Severity, severity: Severity) -> None:
    """A finding as bad as the threshold, or worse, closes; one less bad does not."""
    order = ["critical", "high", "medium", "low", "info"]
    closes = order.index(severity) <= order.index(threshold)
    gate = decide([finding(severity)], [], threshold)
    assert (gate.verdict, gate.exit_code) == (("closed", 1) if closes else ("open", 0))


@pytest.mark.parametrize(
    ("findings", "problems", "fail_on", "exit_zero", "verdict", "code"),
    [
        ([], [], Severity.HIGH, False, "open", 0),
        ([], [NOTICE], Severity.HIGH, False, "open", 0),
        ([finding()], [NOTICE], Severity.HIGH, False, "closed", 1),
        ([finding()], [], Severity.HIGH, True, "closed", 0),
        ([finding()], [], None, False, "open", 0),
        ([finding(status=Status.UNKNOWN)], [], Severity.INFO, False, "open", 0),
        ([finding(**EXCUSED)], [], Severity.INFO, False, "open", 0),
        ([], [INCOMPLETE], Severity.HIGH, False, "incomplete", 3),
        ([finding()], [INCOMPLETE], Severity.HIGH, False, "incomplete", 3),
        ([finding()], [INCOMPLETE], Severity.HIGH, True, "incomplete", 3),
        ([finding()], [INCOMPLETE], None, True, "incomplete", 3),
        ([], [CONFIGURATION], Severity.HIGH, False, "incomplete", 2),
        ([finding()], [INCOMPLETE, CONFIGURATION], Severity.HIGH, True, "incomplete", 2),
    ],
)
def test_two_beats_three_beats_one(
    findings: list[Finding],
    problems: list[Problem],
    fail_on: Severity | None,
    exit_zero: bool,
    verdict: str,
    code: int,
) -> None:
    """The user's mistake, then what was not scanned, then findings; --exit-zero makes 1 into 0."""
    gate = decide(findings, problems, fail_on, exit_zero=exit_zero)
    assert (gate.verdict, gate.exit_code) == (verdict, code)


def test_the_reason_counts_what_closed_it() -> None:
    """The numbers are in the sentence, in both languages, findings beside problems too."""
    two = [finding(), finding(name="B"), finding(Severity.LOW)]
    for gate in (decide(two, [], Severity.HIGH), decide(two, [INCOMPLETE], Severity.HIGH)):
        assert "2 findings" in gate.reason.en
        assert "2건" in gate.reason.ko
    assert "1 finding of" in decide([finding()], [], Severity.HIGH).reason.en


def test_each_verdict_is_counted_once() -> None:
    """A failure with two places is one verdict; one is set aside if all its findings are."""
    subjects = {name: Subject(name, "T", "t.yaml") for name in "ABCDE"}
    verdicts = [
        Verdict(RULE, subjects["A"], Status.FAIL),
        Verdict(RULE, subjects["B"], Status.FAIL),
        Verdict(RULE, subjects["C"], Status.FAIL),
        Verdict(RULE, subjects["D"], Status.UNKNOWN),
        Verdict(RULE, subjects["E"], Status.PASS),
    ]
    findings = [
        finding(),
        finding(),
        finding(name="B", **EXCUSED),
        finding(name="C", **EXCUSED),
        finding(name="C"),
        finding(name="D", status=Status.UNKNOWN),
    ]
    assert count(verdicts, findings) == Checks(passed=1, failed=2, unknown=1, waived=1)
