"""The exit code says what happened, the worst first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from synthgate.judge.gate import decide as decided
from synthgate.judge.gate_policy import Clause, GatePolicy, gate_policy, gate_shape
from synthgate.judge.weighing import count
from synthgate.model import (
    Acceptance,
    Checks,
    Decider,
    Disposition,
    Finding,
    Fix,
    Gate,
    Location,
    Observed,
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
from synthgate.rule.cards.sheet import Source

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


def decide(
    findings: list[Finding],
    problems: list[Problem],
    fail_on: Severity | None,
    *,
    exit_zero: bool = False,
) -> Gate:
    """The answer where there is nothing but a threshold."""
    verdicts = tuple(Verdict(one.rule, one.subject, one.status) for one in findings)
    observed = Observed(None, verdicts, tuple(findings))
    policy = GatePolicy(Clause(fail_on, Decider("fail-on")))
    return decided([observed], problems, policy, exit_zero=exit_zero)


@pytest.mark.parametrize("threshold", [*Severity])
@pytest.mark.parametrize("severity", [*Severity])
def test_the_gate_closes_at_its_threshold(threshold: Severity, severity: Severity) -> None:
    """A finding as bad as the threshold, or worse, closes; one less bad does not."""
    order = ["critical", "high", "medium", "low", "info"]
    closes = order.index(severity) <= order.index(threshold)
    gate = decide([finding(severity)], [], threshold)
    assert (gate.verdict, gate.exit_code) == (("closed", 1) if closes else ("open", 0))
    assert gate.closing == ({"f"} if closes else set())


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


IN_FILE = Source("synthgate.yaml", locate=lambda route: Position(9 + int(route[-1]), 3))
DEFAULT = Decider("fail-on", "synthgate.yaml", 2)


def gate_of(body: str, *observed: tuple[str | None, Finding]) -> Gate:
    policy = gate_policy(Severity.HIGH, DEFAULT, yaml.safe_load(body) or {}, IN_FILE)
    verdict = Verdict(RULE, Subject("P", "T", "t.yaml"), Status.PASS)
    return decided([Observed(env, (verdict,), (one,)) for env, one in observed], [], policy)


@pytest.mark.parametrize(
    ("clause", "closes"),
    [
        ("{rules: ['r*'], fail-on: never}", False),
        ("{rules: [other], fail-on: never}", True),
        ("{pillars: [security], fail-on: critical}", False),
        ("{pillars: [cost], fail-on: critical}", True),
        ("{severities: [high], fail-on: never}", False),
        ("{environments: [development], fail-on: never}", False),
        ("{environments: [production], fail-on: never}", True),
        ("{types: [T], stages: [Beta], fail-on: never}", True),
        ("{stacks: ['*'], fail-on: never}", True),
        ("{at-most: 1}", False),
        ("{at-most: 0}", True),
        ("{fail-on: low, at-most: 1}", False),
    ],
)
def test_a_clause_decides_on_what_it_is_about(clause: str, closes: bool) -> None:
    """All of its criteria, one word of each; a stage that is not known fits no pattern."""
    gate = gate_of(f"clauses: [{clause}]", ("development", finding()))
    assert gate.exit_code == closes


def test_the_first_clause_counts_and_is_named() -> None:
    """With the line of the file that says so."""
    body = "clauses: [{rules: [x], fail-on: never}, {severities: [low], fail-on: low}]"
    gate = gate_of(body, (None, finding(Severity.LOW)), (None, finding(Severity.MEDIUM)))
    assert gate.decided_by == Decider("gate.clauses[1]", "synthgate.yaml", 10)
    assert "1 finding of severity low" in gate.reason.en
    assert gate.reason.en.endswith("(gate.clauses[1]: synthgate.yaml:10).")


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM])
@pytest.mark.parametrize(
    ("unknown", "fails", "warns"),
    [
        ("pass", [], []),
        ("warn", [], [Severity.CRITICAL, Severity.HIGH]),
        ("fail", [Severity.CRITICAL, Severity.HIGH], []),
        ("{critical: fail, high: warn}", [Severity.CRITICAL], [Severity.HIGH]),
    ],
)
def test_what_nobody_can_decide(
    severity: Severity, unknown: str, fails: list[Severity], warns: list[Severity]
) -> None:
    """Passes, is told, or counts as a failure: by its severity, and as far as that is looked at."""
    gate = gate_of(f"unknown: {unknown}", (None, finding(severity, status=Status.UNKNOWN)))
    assert gate.exit_code == (severity in fails)
    assert ("1 is undecided" in gate.reason.en) is (severity in warns)


def test_an_open_gate_says_what_it_looked_for() -> None:
    """By whose word; and that nothing was checked, where that is so."""
    opened = gate_of("", (None, finding(Severity.LOW)))
    assert opened.reason.en.endswith("high or worse (fail-on: synthgate.yaml:2).")
    assert opened.decided_by == DEFAULT
    assert "nothing was checked" in decided([], [], GatePolicy()).reason.en


@pytest.mark.parametrize(
    ("body", "route"),
    [
        ("{unknown: maybe}", ("unknown",)),
        ("{unknown: {hihg: fail}}", ("unknown", "hihg")),
        ("{clauses: [{rules: [r]}]}", ("clauses", 0)),
        ("{clauses: [{rule: [r], fail-on: low}]}", ("clauses", 0, "rule")),
        ("{clauses: [{at-most: -1}]}", ("clauses", 0, "at-most")),
        ("{clauses: [{at-most: true}]}", ("clauses", 0, "at-most")),
        ("{clause: []}", ("clause",)),
    ],
)
def test_mistakes_in_the_gate_are_told(body: str, route: tuple[str | int, ...]) -> None:
    """Each at its place."""
    assert route in [mistake.route for mistake in gate_shape(yaml.safe_load(body), ())]
