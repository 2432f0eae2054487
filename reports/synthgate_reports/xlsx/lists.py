"""The sheets of findings, passes, accepted findings, evidence and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import ControlState, Severity, Status
from synthgate_reports.html.words import DISPOSITIONS, NOVELTIES, SEVERITIES, STATUSES
from synthgate_reports.limits import web_address
from synthgate_reports.rooted import from_root
from synthgate_reports.wording import (
    message,
    of_trust,
    primary,
    printable,
    problem_spot,
    problem_text,
    sentence,
    spot,
)
from synthgate_reports.xlsx.book import Cell
from synthgate_reports.xlsx.words import KINDS, NO, PROBLEM_KINDS, WHOSE, YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import AssessedControl, AssessedFramework, Evidence, Finding, Verdict
    from synthgate_reports.xlsx.book import Value
    from synthgate_reports.xlsx.plan import Plan

_LOOKS = {Severity.CRITICAL: "bad", Severity.HIGH: "bad", Severity.MEDIUM: "open"}


def findings(plan: Plan, sheet: str) -> None:
    """What counts, then what only the deployment decides; the worst first.

    What frameworks alone ask for is `besides`: no gate of a scan goes by it.
    """
    columns = [
        plan.head("severity", 11),
        plan.head("status", 9),
        plan.head("closes", 9),
        plan.head("resource", 44),
        plan.head("message", 60),
        plan.head("rule", 32),
        plan.head("controls", 34),
        plan.head("environment", 14),
        plan.head("place", 36),
        plan.head("template", 36),
        plan.head("line", 8),
        plan.head("property", 30),
        plan.head("stack", 20),
        plan.head("type", 24),
        plan.head("logical", 24),
        plan.head("why", 40),
        plan.head("fix", 50),
        plan.head("novelty", 12),
        plan.head("fingerprint", 20),
    ]
    found = plan.besides if sheet == "besides" else plan.counting
    plan.sheet(plan.sheets[sheet], columns, ([*_finding(plan, one)] for one in found))


def _finding(plan: Plan, one: Finding) -> Iterator[Value]:
    report, subject = plan.report, one.subject
    yield Cell(plan.say(SEVERITIES[one.severity]), look=_LOOKS.get(one.severity, "grey"))
    yield plan.say(STATUSES[one.status])
    yield plan.say(YES if report.closes(one) else NO)
    yield printable(subject.name)
    yield message(one, report)
    yield plan.rule(one.rule)
    yield plan.controls(one.rule.id, one.subject)
    yield plan.environment(plan.environments.of(subject))
    yield spot(primary(one))
    yield from_root(one.location.path, report)
    yield one.location.start.line
    yield printable(one.location.property_path)
    yield printable(subject.stack or "")
    yield printable(subject.type)
    yield printable(subject.logical_id)
    yield plan.say(one.why) if one.status is Status.UNKNOWN else None
    yield plan.say(one.fix)
    yield plan.say(NOVELTIES[one.novelty]) if one.novelty else None
    yield one.fingerprint


def passes(plan: Plan) -> None:
    """Every verdict that passes, with the controls that it is shown for."""
    columns = [
        plan.head("resource", 44),
        plan.head("rule", 32),
        plan.head("title", 50),
        plan.head("severity", 11),
        plan.head("controls", 40),
        plan.head("environment", 14),
        plan.head("stack", 20),
        plan.head("type", 24),
        plan.head("logical", 24),
        plan.head("template", 36),
        plan.head("whose", 18),
    ]
    every = (*plan.report.verdicts, *plan.report.for_frameworks)
    passed = (one for one in every if one.status is Status.PASS)
    rows = ([*_pass(plan, one)] for one in passed)
    plan.sheet(plan.sheets["passes"], columns, rows)


def _pass(plan: Plan, one: Verdict) -> Iterator[Value]:
    rule, subject = one.rule, one.subject
    environment = plan.environments.of(subject)
    yield printable(subject.name)
    yield plan.rule(rule)
    yield plan.say(rule.title)
    yield plan.say(SEVERITIES[rule.severity_for(environment)])
    yield plan.controls(rule.id, subject)
    yield plan.environment(environment)
    yield printable(subject.stack or "")
    yield printable(subject.type)
    yield printable(subject.logical_id)
    yield from_root(subject.template, plan.report)
    yield plan.say(WHOSE[subject.made_by])


def accepted(plan: Plan) -> None:
    """What is set aside: why, who answers for it, and until when."""
    columns = [
        plan.head("standing", 16),
        plan.head("reason", 50, folds=True),
        plan.head("owner", 20),
        plan.head("expires", 12),
        plan.head("ticket", 16),
        plan.head("said_by", 30),
        plan.head("severity", 11),
        plan.head("resource", 44),
        plan.head("message", 50),
        plan.head("rule", 32),
        plan.head("controls", 34),
        plan.head("environment", 14),
        plan.head("place", 36),
        plan.head("fingerprint", 20),
    ]
    rows = ([*_accepted(plan, one)] for one in plan.accepted)
    plan.sheet(plan.sheets["accepted"], columns, rows)


def _accepted(plan: Plan, one: Finding) -> Iterator[Value]:
    why = one.accepted
    yield plan.say(DISPOSITIONS[one.disposition])
    yield plan.say(why.reason) if why else None
    yield printable(why.owner or "") if why else None
    yield why.expires if why else None
    ticket = printable(why.ticket or "") if why else ""
    yield Cell(ticket, link=web_address(ticket) or "")
    yield printable(why.by) if why else None
    yield plan.say(SEVERITIES[one.severity])
    yield printable(one.subject.name)
    yield message(one, plan.report)
    yield plan.rule(one.rule)
    yield plan.controls(one.rule.id, one.subject)
    yield plan.environment(plan.environments.of(one.subject))
    yield spot(primary(one))
    yield one.fingerprint


def evidence(plan: Plan) -> None:
    """What people state, and what is to be stated yet."""
    columns = [
        plan.head("framework", 22),
        plan.head("control", 16),
        plan.head("title", 30, folds=True),
        plan.head("state", 14),
        plan.head("kind", 16),
        plan.head("statement", 50, folds=True),
        plan.head("actor", 22),
        plan.head("day", 12),
        plan.head("until", 12),
        plan.head("why_not", 34, folds=True),
        plan.head("evidence", 40),
        plan.head("digest", 20),
        plan.head("apps", 16),
        plan.head("stated_in", 26),
        plan.head("wanted", 50, folds=True),
    ]
    rows = (
        [*_evidence(plan, framework, one, it)]
        for framework in plan.report.frameworks
        for one in framework.controls
        for it in one.evidence or ((None,) if _is_wanted(one) else ())
    )
    plan.sheet(plan.sheets["evidence"], columns, rows)


def _is_wanted(one: AssessedControl) -> bool:
    """Whether somebody has to state something of a control; not of what there is nothing of."""
    return bool(one.control.evidence_wanted) and one.state is not ControlState.NOT_APPLICABLE


def _evidence(
    plan: Plan, framework: AssessedFramework, one: AssessedControl, it: Evidence | None
) -> Iterator[Value]:
    control = one.control
    yield printable(framework.id)
    yield Cell(printable(control.id), place=plan.place(framework, control.id))
    yield plan.say(control.title)
    yield plan.state(one.state)
    if it:
        proof = printable(it.record or "")
        yield plan.say(KINDS[it.kind])
        yield sentence(it.statement)
        yield printable(it.by)
        yield it.date
        yield it.valid_until
        yield plan.say(it.refused) if it.refused else None
        yield Cell(proof, link=web_address(it.link) or "")
        yield it.sha256
        yield ", ".join(printable(app) for app in it.apps)
        yield printable(it.stated_in or "")
    else:
        yield from (None,) * 10
    yield control.evidence_wanted and plan.say(control.evidence_wanted)


def problems(plan: Plan) -> None:
    """What kept the run from being whole, then what is told of trust, then the other notices."""
    report = plan.report
    columns = [
        plan.head("kind", 12),
        plan.head("code", 22),
        plan.head("message", 90, folds=True),
        plan.head("place", 44),
        plan.head("rule", 32),
    ]
    ordered = dict.fromkeys((*report.serious_problems, *of_trust(report)))
    others = [one for one in report.problems if one not in ordered]
    rows = (
        (
            plan.say(PROBLEM_KINDS[one.kind == "notice"]),
            one.code.id,
            problem_text(one, report),
            problem_spot(one),
            printable(one.rule_id or ""),
        )
        for one in (*ordered, *others)
    )
    plan.sheet(plan.sheets["problems"], columns, rows)
