"""What is known of each control: from the verdicts of its rules, and from evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from typing import TypeVar

from synthgate.framework import accepted, reasons
from synthgate.framework.about import About
from synthgate.framework.elsewhere import with_what_is_elsewhere
from synthgate.framework.gaps import Gaps, gaps_in, not_asked_here
from synthgate.framework.sheet import Framework
from synthgate.guard import Guard, crash
from synthgate.judge.repeats import heard, without_repeats
from synthgate.judge.validity import Judge
from synthgate.judge.weighing import count
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
    Organization,
    Problem,
    Question,
    Rule,
    Status,
    Verdict,
)
from synthgate.records import dataclass

_Item = TypeVar("_Item", Verdict, Finding)
CDK_MADE = Disposition.CDK_MADE


@dataclass(frozen=True, slots=True)
class _Environment:
    """All that was observed in one environment, by rule."""

    name: str | None
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict[str, list[Verdict]])
    findings: dict[str, list[Finding]] = field(default_factory=dict[str, list[Finding]])
    types: set[str] = field(default_factory=set[str])

    def add(self, observed: Observed) -> None:
        for verdict in observed.verdicts:
            self.verdicts.setdefault(verdict.rule.id, []).append(verdict)
            self.types.add(verdict.subject.type)
        for finding in observed.findings:
            self.findings.setdefault(finding.rule.id, []).append(finding)


def assess(
    frameworks: Iterable[Framework],
    observed: Iterable[Observed],
    problems: list[Problem],
    evidence: Judge,
    about: About,
) -> tuple[AssessedFramework, ...]:
    """The state of every control of some frameworks.

    A control that synthgate itself fails over is unknown, and one more of the `problems`.
    """
    environments = _by_environment(observed)
    gaps = gaps_in(problems)

    def guarded(control: Control, framework: Framework) -> AssessedControl:
        with Guard(problems, crash(None)):
            stated = evidence(control, (framework.id, *framework.before))
            kinds = {*control.rules} - about.anything
            each = (
                (one, _result(control, one, gaps, stated, about.own, kinds)) for one in environments
            )
            results = tuple(_everywhere(it, control, one, about.mild) for one, it in each)
            state = min((result.state for result in results), key=lambda it: it.rank)
            run = evidence.operation(control, (framework.id, *framework.before))
            return AssessedControl(control, state, results, stated, run)
        return AssessedControl(control, ControlState.UNKNOWN)

    filed = evidence.organization
    return tuple(_assessed(framework, guarded, filed) for framework in frameworks)


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
    framework: Framework,
    assessed: Callable[[Control, Framework], AssessedControl],
    organization: Organization | None,
) -> AssessedFramework:
    return AssessedFramework(
        framework.id,
        framework.version,
        framework.source,
        framework.title,
        framework.groups,
        tuple(assessed(control, framework) for control in framework.controls),
        framework.within,
        framework.sources,
        framework.statement,
        organization,
    )


def _result(
    control: Control,
    environment: _Environment,
    gaps: Gaps,
    evidence: tuple[Evidence, ...],
    own: Mapping[str, Rule],
    kinds: AbstractSet[str],
) -> ControlResult:
    """The state in one environment: what its rules say, then what people state.

    `kinds` are those of its rules that are about some kind of resource.
    """
    result = ControlResult(environment.name, ControlState.NOT_APPLICABLE)
    if control.mode not in _OF_PEOPLE:
        result = _of_its_kind(_automated(control, environment, gaps, evidence, own), kinds)
    why = (*result.reasons, *reasons.evidence(evidence, control))
    result = replace(result, reasons=why)
    if control.mode == "automated" or result.state in _PRESSING:
        return result
    is_beside = result.state is ControlState.NOT_APPLICABLE
    if is_beside and control.wants_nothing_of(environment.types):
        return result
    valid = [one for one in evidence if one.refused is None and one.kind == "proof"]
    if result.state is ControlState.NOT_APPLICABLE and not any(one.record for one in valid):
        # No rule has anything to tell of here: a word alone is nothing to go by.
        bare = (reasons.unrecorded(),) if valid else ()
        return replace(result, state=ControlState.NOT_ASSESSED, reasons=(*why, *bare))
    if not valid:
        return replace(result, state=ControlState.NOT_ASSESSED)
    is_excepted = result.state is ControlState.EXCEPTED
    return result if is_excepted else replace(result, state=ControlState.MET)


def _everywhere(
    result: ControlResult,
    control: Control,
    environment: _Environment,
    mild: Mapping[str, Sequence[str]],
) -> ControlResult:
    """The result of a control that asks the same everywhere, of rules that do not."""
    if control.tolerates or result.state not in _GOOD:
        return result
    told = [*not_asked_here(control, environment.verdicts, environment.types, mild)]
    if not told:
        return result
    said = result.reasons if result.state is not ControlState.NOT_APPLICABLE else ()
    return replace(result, state=ControlState.UNKNOWN, reasons=(*told, *said))


_GOOD = (ControlState.MET, ControlState.EXCEPTED, ControlState.NOT_APPLICABLE)
_PRESSING = (ControlState.NOT_MET, ControlState.UNKNOWN)
_OF_PEOPLE = ("manual", "unclaimed")


def _automated(
    control: Control,
    environment: _Environment,
    gaps: Gaps,
    evidence: tuple[Evidence, ...],
    own: Mapping[str, Rule],
) -> ControlResult:
    """What the rules of a control say in one environment.

    Where nobody tells what a stack is for, nobody can say what is tolerated there.
    """
    scanned = [*_of(control, environment.findings)]
    before = [accepted.counted(one) for one in scanned]
    found = without_repeats(before)
    findings = tuple(with_what_is_elsewhere(found, control, evidence))
    milder = findings if control.tolerates else ()
    lenient = tuple(accepted.lenient(milder, environment.name, own))
    spared = {one.question for one in lenient}
    spoken = heard(_of(control, environment.verdicts), before, found)
    verdicts = [*_of_user(spoken, findings)]
    counting = [it for it in verdicts if it.question not in spared]
    checks = count(counting, findings)
    made = {one.question for one in findings if one.disposition is CDK_MADE}
    is_told = environment.name is not None
    missing = (*gaps.of(control, verdicts),)
    of_tables = control.derived
    derived = [it for it in verdicts if it.rule.id in of_tables]
    failed = accepted.failing(findings, spared)
    tried = {it.question for it in scanned if accepted.is_tried(it)}
    unreasoned = {it.question for it in scanned if accepted.is_unreasoned(it)}
    elsewhere = accepted.answered(findings, found)
    excepted = accepted.excepted(counting, findings, elsewhere)
    why = (
        *reasons.automated(checks, len(spared), excepted, len(elsewhere), is_told=is_told),
        *reasons.tried(len(tried & failed)),
        *reasons.unreasoned(len(unreasoned.difference(spared, elsewhere))),
        *reasons.derived(len(derived), len(verdicts)),
        *reasons.cdk_made(len(made)),
        *missing,
    )
    has_gaps = bool(missing or (spared and not is_told))
    state = _state(checks, len(spared), is_excepted=bool(excepted), has_gaps=has_gaps)
    if state in _GOOD[:2] and len(derived) == len(verdicts):
        state = ControlState.NOT_ASSESSED
    tolerated = lenient if is_told else ()
    subjects = tuple(dict.fromkeys(verdict.subject for verdict in verdicts))
    asked = tuple(dict.fromkeys(verdict.rule.id for verdict in verdicts))
    return ControlResult(
        environment.name,
        state,
        why,
        checks,
        findings,
        tolerated,
        subjects,
        asked,
        (*_passed(counting, findings),),
    )


def _passed(verdicts: Iterable[Verdict], findings: Iterable[Finding]) -> Iterator[Verdict]:
    """What of the verdicts is a pass, as they are counted: not what somebody set aside."""
    is_held: dict[Question, bool] = {}
    for one in findings:
        is_held[one.question] = is_held.get(one.question, False) or one.is_active
    for verdict in verdicts:
        if verdict.status is Status.PASS and is_held.get(verdict.question, True):
            yield verdict


def _of_its_kind(result: ControlResult, kinds: AbstractSet[str]) -> ControlResult:
    """The result, which does not apply where nothing but rules that ask of anything has passed.

    That no resource holds a secret makes no statement about roles true where there is no role.
    """
    is_met = result.state is ControlState.MET and not result.checks.accepted
    if not (is_met and kinds and kinds.isdisjoint(result.asked)) or result.tolerated:
        return result
    why = (reasons.beside_its_kind(result.checks.passed), *result.reasons[1:])
    return replace(result, state=ControlState.NOT_APPLICABLE, reasons=why)


def _of(control: Control, by_rule: Mapping[str, list[_Item]]) -> Iterator[_Item]:
    for rule_id in control.rules:
        for one in by_rule.get(rule_id, ()):
            if control.counts(rule_id, one.subject.type):
                yield one


def _of_user(verdicts: Iterable[Verdict], findings: Iterable[Finding]) -> Iterator[Verdict]:
    """Those that the user answers for: what the CDK made by itself meets and misses no control.

    A failure that counts all the same, for a prop mends it or the policy wants it, is kept.
    """
    counting = {one.question for one in findings if one.is_active}
    for verdict in verdicts:
        if verdict.subject.made_by == "user" or verdict.question in counting:
            yield verdict


def _state(checks: Checks, tolerated: int, *, is_excepted: bool, has_gaps: bool) -> ControlState:
    if checks.failed:
        return ControlState.NOT_MET
    if checks.unknown or has_gaps:
        return ControlState.UNKNOWN
    if is_excepted:
        return ControlState.EXCEPTED
    if checks.passed or checks.accepted or tolerated:
        return ControlState.MET
    return ControlState.NOT_APPLICABLE
