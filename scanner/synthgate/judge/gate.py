"""The report and the policy give the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field

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
from synthgate.model.verdicts import in_columns
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass


def count(verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> Checks:
    """Verdicts by status; one of which every finding was set aside counts as that."""
    held = {finding.question for finding in findings if finding.is_active}
    aside = {one.question: one.disposition for one in findings if not one.is_active}
    aside = {key: it for key, it in aside.items() if key not in held}
    rules = {rule_id for rule_id, _ in aside}
    columns = in_columns(verdicts)
    tally: Counter[Status | Disposition] = Counter({**columns.by_status})
    # Of most rules nothing was set aside.
    for verdict in columns.where(lambda rule: rule.id in rules):
        kind = aside.get(verdict.question)
        if kind:
            tally[kind] += 1
            tally[verdict.status] -= 1
    counted = (Status.PASS, Status.FAIL, Status.UNKNOWN, *Checks().aside)
    return Checks(*(tally[kind] for kind in counted))


def decide(
    observed: Sequence[Observed],
    problems: Sequence[Problem],
    policy: GatePolicy,
    untold: Sequence[Verdict] = (),
    *,
    gate_on: Sequence[str] = (),
    exit_zero: bool = False,
) -> Gate:
    """Open or close the gate, and say what decided.

    A run that could not scan everything is incomplete whatever it found; one that was asked
    wrongly, more so. `untold` are verdicts that nobody can give, and no finding tells of. What it
    looks at is all, or what it is to look at alone (`gate_on`).
    """
    sides = _weighed(observed, policy, untold)
    closing = [side for side in sides if side.closes]
    held = frozenset(one.fingerprint for side in closing for one in side.counted)
    number = sum(side.number for side in closing)
    for kind, code, reason in (
        ("configuration", MISUSED, _MISUSED),
        ("incomplete", INCOMPLETE, _INCOMPLETE),
    ):
        codes = [problem.code for problem in problems if problem.kind == kind]
        found = len(codes)
        if found:
            is_unlike = {*codes} == {ProblemCode.CHANGE_UNKNOWN}
            told = _sentence(_UNCOMPARED if is_unlike else reason, found, number)
            return Gate("incomplete", code, told, closing=held)
    if closing:
        told = _CLOSED.format(reasons=joined("; ", [_closed(side) for side in closing]))
        code, decided_by = PASSED if exit_zero else CLOSED, closing[0].clause.decided_by
        return Gate("closed", code, told, decided_by, closing=held)
    return _open(observed, policy, sides, gate_on)


@dataclass(frozen=True, slots=True)
class _Side:
    """A clause with what it is about: what counts, and what is only to be told."""

    clause: Clause
    counted: list[Finding] = field(default_factory=list[Finding])
    warned: list[Finding | Verdict] = field(default_factory=list[Finding | Verdict])
    untold: list[Verdict] = field(default_factory=list[Verdict])
    spared: list[Finding] = field(default_factory=list[Finding])
    """Failures that would close the gate if there were no clause."""

    @property
    def number(self) -> int:
        """How many count."""
        return len(self.counted) + len(self.untold)

    @property
    def closes(self) -> bool:
        return self.number > self.clause.at_most

    def weigh(self, finding: Finding, policy: GatePolicy) -> None:
        """Take in a finding, if it is as bad as the clause asks for."""
        failed, usual = finding.status is Status.FAIL, policy.rest.fail_on
        word = "fail" if failed else policy.doubts.get(finding.severity, "pass")
        if not self._is_bad(finding.severity):
            if word == "fail" and usual and finding.severity.reaches(usual):
                self.spared.append(finding)
        elif word == "fail":
            self.counted.append(finding)
        elif word == "warn":
            self.warned.append(finding)

    def weigh_untold(self, verdict: Verdict, doubts: Mapping[Severity, Doubt]) -> None:
        """Take in what no finding tells of."""
        severity = verdict.rule.severity
        word = doubts.get(severity, "pass") if self._is_bad(severity) else "pass"
        if word == "fail":
            self.untold.append(verdict)
        elif word == "warn":
            self.warned.append(verdict)

    def _is_bad(self, severity: Severity) -> bool:
        return self.clause.fail_on is not None and severity.reaches(self.clause.fail_on)


def _weighed(
    observed: Sequence[Observed], policy: GatePolicy, untold: Sequence[Verdict]
) -> list[_Side]:
    """The findings that count, by the clause that decides on them."""
    sides = {id(clause): _Side(clause) for clause in (*policy.clauses, policy.rest)}
    for one in observed:
        for finding in one.findings:
            if finding.is_active:
                clause = policy.clause_of(finding, one.environment)
                sides[id(clause)].weigh(finding, policy)
    for verdict in untold:
        sides[id(policy.rest)].weigh_untold(verdict, policy.doubts)
    return [*sides.values()]


def _closed(side: _Side) -> Text:
    """How many findings of which severity, more than are allowed, by whose word."""
    clause = side.clause
    sentence = _TOO_MANY if clause.at_most else _FOUND
    number, severity = side.number, clause.fail_on
    said = sentence.format(number=number, severity=severity, most=clause.at_most)
    return _BY.format(what=said, by=by(clause.decided_by))


def _open(
    observed: Sequence[Observed],
    policy: GatePolicy,
    sides: Sequence[_Side],
    gate_on: Sequence[str],
) -> Gate:
    """The gate is open; where a clause let something pass, that decided."""
    if not any(one.verdicts for one in observed):
        return Gate("open", PASSED, _NOTHING_CHECKED, policy.rest.decided_by)
    passing = [side for side in sides if side.spared or side.counted]
    rest = policy.rest
    none = _NONE_NEW if _knows(observed, rest) else _NONE_FOUND
    said = none.format(severity=rest.fail_on) if rest.fail_on else _NEVER
    what = [_BY.format(what=said, by=by(rest.decided_by))]
    if passing:
        what = [_passed(side) for side in passing]
    warned = sum(len(side.warned) for side in sides)
    also = _UNDECIDED.format(number=warned) if warned else NOTHING
    if gate_on:
        what.append(_ALONE.format(words=", ".join(gate_on)))
    reason = _OPEN.format(what=joined("; ", what), also=also)
    decided_by = passing[0].clause.decided_by if passing else rest.decided_by
    return Gate("open", PASSED, reason, decided_by)


def _knows(observed: Sequence[Observed], rest: Clause) -> bool:
    """Whether something would close the gate, if it were not known already."""
    return any(
        finding.disposition is Disposition.BASELINE
        and rest.fail_on is not None
        and finding.severity.reaches(rest.fail_on)
        for one in observed
        for finding in one.findings
    )


def _passed(side: _Side) -> Text:
    """How many findings a clause lets pass."""
    number = len(side.spared) + side.number
    return _BY.format(what=_SPARED.format(number=number), by=by(side.clause.decided_by))


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
_NONE_NEW = Message("no new finding of severity {severity} or worse")
_NEVER = Message("findings never close it")
_SPARED = plural("{number} finding let pass", "{number} findings let pass")
_ALONE = Message("it looked at nothing but {words} (gate-on)")
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
_UNCOMPARED = Message(
    "Gate incomplete: what a change does, which it is to look at (gate-on), is not known{also}."
)
_MISUSED = plural(
    "Gate incomplete: {number} mistake in the configuration or the rule cards{also}.",
    "Gate incomplete: {number} mistakes in the configuration or the rule cards{also}.",
)
_ALSO = plural(
    "; besides, {number} finding would close the gate",
    "; besides, {number} findings would close the gate",
)
