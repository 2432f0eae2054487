"""The sheet of a framework: a row for each control, whatever is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate_reports.control_groups import group_title
from synthgate_reports.serving import environments_of
from synthgate_reports.wording import excuse, printable, sentence
from synthgate_reports.xlsx.plan import lines, listed
from synthgate_reports.xlsx.words import GROUNDS, MODES, NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        ControlResult,
        Evidence,
        Finding,
        RuleMapping,
        Text,
    )
    from synthgate_reports.xlsx.book import Column, Value
    from synthgate_reports.xlsx.plan import Plan

_SHORT = 6
"""Lines of what would make a row high that tells of much: the cell has all of it."""
_LISTED = 20
_MORE = Message("... and {more} more")
_OF_ENVIRONMENT = Message("state: {environment}")
_OTHERS = Message(" and {more} more")
_STATED = Message("{statement}: {by}, {date}, until {until}")
_REFUSED = Message("does not count: {statement}: {by}, {date}; {why}")
_ELSEWHERE = Message("met elsewhere: {statement}: {by}, {date}, until {until}")
_GROUNDS = Message("{basis}: {rules}")
_THROUGH = Message("{basis} through {through}: {rules}")
_FROM = Message("{mapping} (source: {source})")
_TOLERATED = Message("{finding} (tolerated in this environment)")


def write(plan: Plan, framework: AssessedFramework, name: str) -> None:
    """Write the sheet of a framework."""
    names = environments_of(framework)
    several = names if len(names) > 1 else []
    columns = [*_columns(plan, several)]
    rows = ([*_row(plan, framework, one, several)] for one in framework.controls)
    plan.sheet(name, columns, rows)


def _columns(plan: Plan, several: list[str | None]) -> Iterator[Column]:
    yield plan.head("control", 16)
    yield plan.head("title", 34, folds=True)
    yield plan.head("group", 26, folds=True)
    yield plan.head("levels", 12)
    yield plan.head("mode", 16)
    yield plan.head("state", 14)
    for name in several:
        head = _OF_ENVIRONMENT.format(environment=plan.environment(name))
        yield plan.column(head, 14)
    yield plan.head("closes", 10)
    yield plan.head("reasons", 50, folds=True)
    for count in ("passed", "failed", "undecided", "aside", "counting"):
        yield plan.head(count, 10)
    yield plan.head("accepted", 46, folds=True)
    yield plan.head("asked", 46, folds=True, most=_SHORT)
    yield plan.head("checked", 60, folds=True, most=_SHORT)
    yield plan.head("mappings", 60, folds=True, most=_SHORT)
    yield plan.head("evidence", 46, folds=True)
    yield plan.head("wanted", 40, folds=True)
    yield plan.head("meaning", 50, folds=True)


def _row(
    plan: Plan, framework: AssessedFramework, one: AssessedControl, several: list[str | None]
) -> Iterator[Value]:
    report, control = plan.report, one.control
    found = [*_distinct(it for result in one.results for it in result.findings)]
    aside = [it for it in found if not it.is_active]
    yield printable(control.id)
    yield plan.say(control.title)
    yield _group(plan, framework, control.group)
    yield ", ".join(control.levels) or None
    yield plan.say(MODES[control.mode])
    yield plan.state(one.state)
    states = {result.environment: result.state for result in one.results}
    for name in several:
        yield plan.state(states[name]) if name in states else None
    is_closing = (framework.id, control.id) in report.gate.controls
    yield plan.say(YES if is_closing else NO)
    yield _reasons(plan, one.results)
    yield sum(result.checks.passed for result in one.results)
    yield sum(result.checks.failed for result in one.results)
    yield sum(result.checks.unknown for result in one.results)
    yield plan.findings(_rules_of(aside), len(aside), active=False)
    yield plan.findings(_rules_of(found), len(found) - len(aside), active=True)
    yield lines(_exceptions(plan, one, aside))
    yield ", ".join(dict.fromkeys(_asked(one))) or None
    yield _checked(plan, one)
    yield lines(_mapping(plan, framework, it) for it in control.mappings)
    yield lines(_evidence(plan, it) for it in one.evidence)
    yield control.evidence_wanted and plan.say(control.evidence_wanted)
    yield plan.say(control.meaning)


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each once: what is of no one environment is in the results of several."""
    seen: set[tuple[object, ...]] = set()
    for one in findings:
        key = one.fingerprint, one.rule.id, one.subject, one.location.start
        if key not in seen:
            seen.add(key)
            yield one


def _rules_of(findings: Iterable[Finding]) -> list[str]:
    return [*dict.fromkeys(one.rule.id for one in findings)]


def _group(plan: Plan, framework: AssessedFramework, group: str) -> str:
    """The groups that it is in, the outermost first."""
    around = [one for one in framework.around(group) if one in framework.groups]
    language = plan.report.language
    return " › ".join(group_title(one, framework, language) for one in reversed(around))


def _reasons(plan: Plan, results: tuple[ControlResult, ...]) -> str | None:
    """Why, of each environment; once where all are alike."""
    said = [[plan.say(reason) for reason in result.reasons] for result in results]
    if all(one == said[0] for one in said):
        return lines(said[0]) if said else None
    return lines(
        f"{plan.environment(result.environment)}: {reason}"
        for result, reasons in zip(results, said, strict=True)
        for reason in reasons
    )


def _exceptions(plan: Plan, one: AssessedControl, aside: list[Finding]) -> Iterator[str]:
    """What is accepted, by whom and until when; what only other environments hold against it.

    The sheet of what is accepted has all of it.
    """
    for finding in aside[:_LISTED]:
        yield f"{_about(finding)}: {excuse(finding, plan.report)}"
    tolerated = [*_distinct(it for result in one.results for it in result.tolerated)]
    for finding in tolerated[:_LISTED]:
        yield _TOLERATED.format(finding=_about(finding))[plan.report.language]
    more = max(0, len(aside) - _LISTED) + max(0, len(tolerated) - _LISTED)
    if more:
        yield _MORE.format(more=more)[plan.report.language]


def _about(finding: Finding) -> str:
    return f"{printable(finding.rule.id)}, {printable(finding.subject.name)}"


def _asked(one: AssessedControl) -> Iterator[str]:
    return (printable(rule) for result in one.results for rule in result.asked)


def _checked(plan: Plan, one: AssessedControl) -> str | None:
    names = [
        *dict.fromkeys(
            printable(subject.name) for result in one.results for subject in result.subjects
        )
    ]
    return f"{len(names)}: {listed(names, _OTHERS, plan.report)}" if names else None


def _mapping(plan: Plan, framework: AssessedFramework, one: RuleMapping) -> str:
    """On what grounds some rules tell of it, through which ids, and where that is from."""
    rules = ", ".join(printable(rule) for rule in one.rules) or "-"
    if one.resources:
        rules += f" ({', '.join(printable(type_) for type_ in one.resources)})"
    basis, through = GROUNDS[one.basis], ", ".join(printable(it) for it in one.through)
    said: Text = (
        _THROUGH.format(basis=basis, through=through, rules=rules)
        if through
        else _GROUNDS.format(basis=basis, rules=rules)
    )
    if one.source is None:
        return plan.say(said)
    known = framework.sources.get(one.source)
    source = known.title if known else one.source
    commit = f" {known.commit}" if known and known.commit else ""
    return sentence(_FROM.format(mapping=said, source=source)[plan.report.language] + commit)


def _evidence(plan: Plan, one: Evidence) -> str:
    how = _REFUSED if one.refused else _STATED if one.kind == "proof" else _ELSEWHERE
    said = how.format(
        statement=one.statement,
        by=one.by,
        date=one.date,
        until=one.valid_until or "-",
        why=one.refused or "",
    )
    proof = one.record
    return sentence(said[plan.report.language] + (f" ({proof})" if proof else ""))
