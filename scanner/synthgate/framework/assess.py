"""What is known of each control: from the verdicts of its rules, and from evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from synthgate.framework import reasons
from synthgate.framework.sheet import Framework
from synthgate.guard import Guard, crash
from synthgate.judge.evidence import Judge
from synthgate.judge.gate import count
from synthgate.model import (
    AssessedControl,
    AssessedFramework,
    Checks,
    Control,
    ControlResult,
    ControlState,
    Disposition,
    Evidence,
    Finding,
    Observed,
    Problem,
    Severity,
    Status,
    Verdict,
)

_Item = TypeVar("_Item")
CDK_MADE = Disposition.CDK_MADE


@dataclass(frozen=True, slots=True)
class _Environment:
    """All that was observed in one environment, by rule."""

    name: str | None
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict[str, list[Verdict]])
    findings: dict[str, list[Finding]] = field(default_factory=dict[str, list[Finding]])

    def add(self, observed: Observed) -> None:
        for verdict in observed.verdicts:
            self.verdicts.setdefault(verdict.rule.id, []).append(verdict)
        for finding in observed.findings:
            self.findings.setdefault(finding.rule.id, []).append(finding)


@dataclass(frozen=True, slots=True)
class _Gaps:
    """What kept rules from being asked: of everything, or some of them."""

    everything: int
    crashed: Collection[str]


def assess(
    frameworks: Iterable[Framework],
    observed: Iterable[Observed],
    problems: list[Problem],
    evidence: Judge,
) -> tuple[AssessedFramework, ...]:
    """The state of every control of some frameworks.

    One that synthgate itself fails over is unknown, and one more of the `problems`.
    """
    environments = _by_environment(observed)
    serious = [problem for problem in problems if problem.kind != "notice"]
    gaps = _Gaps(
        sum(problem.rule_id is None for problem in serious),
        {problem.rule_id for problem in serious if problem.rule_id},
    )

    def guarded(control: Control, framework: Framework) -> AssessedControl:
        with Guard(problems, crash(None)):
            return _control(control, environments, gaps, evidence(control, framework.id))
        return AssessedControl(control, ControlState.UNKNOWN)

    return tuple(_assessed(framework, guarded) for framework in frameworks)


def _by_environment(observed: Iterable[Observed]) -> list[_Environment]:
    """What was observed, production first, stacks of which nothing is told last."""
    found: dict[str | None, _Environment] = {}
    for one in observed:
        found.setdefault(one.environment, _Environment(one.environment)).add(one)
    order = ("production", "staging")
    ranked = sorted(
        found.values(),
        key=lambda it: (
            it.name is None,
            order.index(it.name) if it.name in order else len(order),
            it.name or "",
        ),
    )
    return ranked or [_Environment(None)]


def _assessed(
    framework: Framework, assessed: Callable[[Control, Framework], AssessedControl]
) -> AssessedFramework:
    return AssessedFramework(
        framework.id,
        framework.version,
        framework.source,
        framework.title,
        framework.groups,
        tuple(assessed(control, framework) for control in framework.controls),
    )


def _control(
    control: Control,
    environments: Sequence[_Environment],
    gaps: _Gaps,
    evidence: tuple[Evidence, ...],
) -> AssessedControl:
    results = tuple(_result(control, one, gaps, evidence) for one in environments)
    state = min((result.state for result in results), key=lambda it: it.rank)
    return AssessedControl(control, state, results, evidence)


def _result(
    control: Control, environment: _Environment, gaps: _Gaps, evidence: tuple[Evidence, ...]
) -> ControlResult:
    """The state in one environment: what its rules say, then what people state."""
    result = ControlResult(environment.name, ControlState.NOT_APPLICABLE)
    if control.mode != "manual":
        result = _automated(control, environment, gaps)
    if control.mode == "automated":
        return result
    why = (*result.reasons, *reasons.evidence(evidence))
    if result.state in {ControlState.NOT_MET, ControlState.UNKNOWN}:
        return replace(result, reasons=why)
    valid = any(one.refused is None for one in evidence)
    state = ControlState.MET if valid else ControlState.NOT_ASSESSED
    return replace(result, state=state, reasons=why)


def _automated(control: Control, environment: _Environment, gaps: _Gaps) -> ControlResult:
    """What the rules of a control say in one environment.

    Where nobody tells what a stack is for, nobody can say what is tolerated there.
    """
    findings = tuple(_of(control, environment.findings))
    lenient = tuple(one for one in findings if _is_lenient(one))
    spared = {(one.rule.id, one.subject) for one in lenient}
    verdicts = [*_of_user(_of(control, environment.verdicts), findings)]
    checks = count([it for it in verdicts if (it.rule.id, it.subject) not in spared], findings)
    made = {(one.rule.id, one.subject) for one in findings if one.disposition is CDK_MADE}
    crashed = sorted({*control.rules}.intersection(gaps.crashed))
    is_told = environment.name is not None
    has_gaps = bool(crashed or gaps.everything or (spared and not is_told))
    why = (
        *reasons.automated(checks, len(spared), is_told=is_told),
        *reasons.cdk_made(len(made)),
        *reasons.missing(crashed, gaps.everything),
    )
    state = _state(checks, len(spared), has_gaps=has_gaps)
    tolerated = lenient if is_told else ()
    subjects = tuple(dict.fromkeys(verdict.subject for verdict in verdicts))
    return ControlResult(environment.name, state, why, checks, findings, tolerated, subjects)


def _of(control: Control, by_rule: Mapping[str, list[_Item]]) -> Iterator[_Item]:
    for rule_id in control.rules:
        yield from by_rule.get(rule_id, ())


def _of_user(verdicts: Iterable[Verdict], findings: Iterable[Finding]) -> Iterator[Verdict]:
    """Those that the user answers for: what the CDK made by itself meets and misses no control.

    A failure that counts all the same, for a prop mends it or the policy wants it, is kept.
    """
    counting = {(one.rule.id, one.subject) for one in findings if one.is_active}
    for verdict in verdicts:
        if verdict.subject.made_by == "user" or (verdict.rule.id, verdict.subject) in counting:
            yield verdict


def _is_lenient(finding: Finding) -> bool:
    """Whether a failure is worth knowing only here, and worse elsewhere: production, mostly."""
    severities = {finding.rule.severity, *finding.rule.severity_in.values()}
    return (
        finding.status is Status.FAIL
        and finding.is_active
        and finding.severity is Severity.INFO
        and severities != {Severity.INFO}
    )


def _state(checks: Checks, tolerated: int, *, has_gaps: bool) -> ControlState:
    if checks.failed:
        return ControlState.NOT_MET
    if checks.unknown or has_gaps:
        return ControlState.UNKNOWN
    if checks.passed or checks.accepted or tolerated:
        return ControlState.MET
    return ControlState.NOT_APPLICABLE
