"""The report and the policy give the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from synthgate.judge.gate_policy import Clause, Doubt, GatePolicy
from synthgate.model import (
    CLOSED,
    INCOMPLETE,
    MISUSED,
    NOTHING,
    PASSED,
    Checks,
    Decider,
    Disposition,
    Finding,
    Gate,
    Message,
    Observed,
    Problem,
    Severity,
    Status,
    Text,
    Verdict,
    joined,
    plural,
    verbatim,
)


def count(verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> Checks:
    """Verdicts by status; one of which every finding was set aside counts as that."""
    held = {finding.question for finding in findings if finding.is_active}
    aside = {one.question: one.disposition for one in findings if not one.is_active}
    tally: Counter[Status | Disposition] = Counter()
    for verdict in verdicts:
        key = verdict.question
        is_aside = key in aside and key not in held
        tally[aside[key] if is_aside else verdict.status] += 1
    counted = (Status.PASS, Status.FAIL, Status.UNKNOWN, *Checks().aside)
    return Checks(*(tally[kind] for kind in counted))


def decide(
    observed: Sequence[Observed],
    problems: Sequence[Problem],
    policy: GatePolicy,
    *,
    exit_zero: bool = False,
) -> Gate:
    """Open or close the gate, and say what decided.

    A run that could not scan everything is incomplete whatever it found; one that was asked
    wrongly, more so.
    """
    sides = _weighed(observed, policy)
    closing = [side for side in sides if side.closes]
    held = frozenset(one.fingerprint for side in closing for one in side.counted)
    number = sum(len(side.counted) for side in closing)
    for kind, code, reason in (
        ("configuration", MISUSED, _MISUSED),
        ("incomplete", INCOMPLETE, _INCOMPLETE),
    ):
        found = sum(problem.kind == kind for problem in problems)
        if found:
            return Gate("incomplete", code, _sentence(reason, found, number), closing=held)
    if closing:
        told = _CLOSED.format(reasons=joined("; ", [_closed(side) for side in closing]))
        code, decided_by = PASSED if exit_zero else CLOSED, closing[0].clause.decided_by
        return Gate("closed", code, told, decided_by, closing=held)
    warned = [one for side in sides for one in side.warned]
    return Gate("open", PASSED, _opened(observed, policy, len(warned)), policy.rest.decided_by)


@dataclass(frozen=True, slots=True)
class _Side:
    """A clause with what it is about: what counts, and what is only to be told."""

    clause: Clause
    counted: list[Finding] = field(default_factory=list[Finding])
    warned: list[Finding] = field(default_factory=list[Finding])

    @property
    def closes(self) -> bool:
        return len(self.counted) > self.clause.at_most

    def weigh(self, finding: Finding, doubts: Mapping[Severity, Doubt]) -> None:
        """Take in a finding, if it is as bad as the clause asks for."""
        threshold = self.clause.fail_on
        if threshold is None or not finding.severity.reaches(threshold):
            return
        failed = finding.status is Status.FAIL
        match "fail" if failed else doubts.get(finding.severity, "pass"):
            case "fail":
                self.counted.append(finding)
            case "warn":
                self.warned.append(finding)
            case "pass":
                pass


def _weighed(observed: Sequence[Observed], policy: GatePolicy) -> list[_Side]:
    """The findings that count, by the clause that decides on them."""
    sides = {id(clause): _Side(clause) for clause in (*policy.clauses, policy.rest)}
    for one in observed:
        for finding in one.findings:
            if finding.is_active:
                clause = policy.clause_of(finding, one.environment)
                sides[id(clause)].weigh(finding, policy.doubts)
    return [*sides.values()]


def _closed(side: _Side) -> Text:
    """How many findings of which severity, more than are allowed, by whose word."""
    clause = side.clause
    sentence = _TOO_MANY if clause.at_most else _FOUND
    number, severity = len(side.counted), clause.fail_on
    said = sentence.format(number=number, severity=severity, most=clause.at_most)
    return _BY.format(what=said, by=by(clause.decided_by))


def _opened(observed: Sequence[Observed], policy: GatePolicy, warned: int) -> Text:
    if not any(one.verdicts for one in observed):
        return _NOTHING_CHECKED
    rest = policy.rest
    said = _NONE_FOUND.format(severity=rest.fail_on) if rest.fail_on else _NEVER
    also = _UNDECIDED.format(number=warned) if warned else NOTHING
    return _OPEN.format(what=_BY.format(what=said, by=by(rest.decided_by)), also=also)


def by(decider: Decider) -> Text:
    """What decided, in a few words: ``fail-on: synthgate.yaml:3``."""
    if not decider.path:
        return _DEFAULT.format(key=decider.key)
    place = f"{decider.path}:{decider.line}" if decider.line else decider.path
    return verbatim(place if decider.path.startswith("--") else f"{decider.key}: {place}")


def _sentence(reason: Message, number: int, closing: int) -> Text:
    also = _ALSO.format(number=closing) if closing else NOTHING
    return reason.format(number=number, also=also)


_OPEN = Message("Gate open: {what}{also}.")
_NONE_FOUND = Message("no finding of severity {severity} or worse")
_NEVER = Message("findings never close it")
_UNDECIDED = plural("; {number} is undecided", "; {number} are undecided")
_NOTHING_CHECKED = Message("Gate open, but nothing was checked: no rule is about what was scanned.")
_CLOSED = Message("Gate closed: {reasons}.")
_FOUND = plural(
    "{number} finding of severity {severity} or worse",
    "{number} findings of severity {severity} or worse",
)
_TOO_MANY = plural(
    "{number} finding of severity {severity} or worse, where {most} may be",
    "{number} findings of severity {severity} or worse, where {most} may be",
)
_BY = Message("{what} ({by})")
_DEFAULT = Message("{key}, by default")
_INCOMPLETE = plural(
    "Gate incomplete: {number} problem kept something from being scanned{also}.",
    "Gate incomplete: {number} problems kept something from being scanned{also}.",
)
_MISUSED = plural(
    "Gate incomplete: {number} mistake in the configuration or the rule cards{also}.",
    "Gate incomplete: {number} mistakes in the configuration or the rule cards{also}.",
)
_ALSO = plural(
    "; besides, {number} finding would close the gate",
    "; besides, {number} findings would close the gate",
)
