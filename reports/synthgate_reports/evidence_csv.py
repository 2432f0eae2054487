"""`evidence-csv`: all that was said of every resource, passes too, for who checks a conclusion.

A row is a rule, a resource and a control that the rule tells of: what serves several controls has
a row for each, what serves none has one. What people state has rows without a rule. A control that
nothing is said of has a row of its own, so that none is missing: `kind` tells which a row is.

Of several findings of a rule and a resource each has its row. What passes has no line: all of it
is right. The names and the order of the columns are stable: new ones come last. The words of
closed lists are English in every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.csv_text import write_table
from synthgate_reports.origin import facts_by_name
from synthgate_reports.rooted import from_root
from synthgate_reports.serving import (
    Environments,
    Serving,
    Weights,
    is_about,
    mappings_of,
    result_in,
    said_by_rule,
)
from synthgate_reports.wording import message, of_trust, problem_text, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import (
        Acceptance,
        AssessedControl,
        AssessedFramework,
        Evidence,
        Problem,
        Report,
    )
    from synthgate_reports.serving import Said

COLUMNS = (
    "kind",
    "framework",
    "framework_version",
    "control",
    "control_state",
    "environment",
    "rule",
    "severity",
    "basis",
    "source",
    "resource",
    "logical_id",
    "type",
    "stack",
    "template",
    "line",
    "status",
    "disposition",
    "weight",
    "message",
    "accepted_by",
    "reason",
    "owner",
    "expires",
    "ticket",
    "statement",
    "statement_kind",
    "stated_by",
    "stated_on",
    "valid_until",
    "refused",
    "proof",
    "sha256",
    "stated_in",
    "wanted",
    "made_by",
    "fingerprint",
    "version",
    "app",
    "profile",
    "threshold",
    "configuration",
    "repository",
    "commit",
    "time",
    "as_of",
    "asked_by",
)
_ORIGIN = ("app", "profile", "threshold", "configuration", "repository", "commit", "time")

Row = dict[str, object]


def write(report: Report, stream: TextIO) -> None:
    """Write the table: problems, each framework by its controls, then what serves no control."""
    facts = facts_by_name(report)
    common: Row = {"version": report.version, "as_of": report.run.as_of}
    common |= {name: facts.get(name) for name in _ORIGIN}
    write_table(COLUMNS, (row | common for row in _rows(report)), stream)


def _rows(report: Report) -> Iterator[Row]:
    for problem in dict.fromkeys((*report.serious_problems, *of_trust(report))):
        yield _problem(problem, report)
    said, places, serving = said_by_rule(report), Environments(report), Serving(report)
    for framework in report.frameworks:
        for one in framework.controls:
            yield from _of_control(one, framework, said, places, report)
    for rule_id, every in said.items():
        for one in every:
            if not serving.of(rule_id, one.verdict.subject):
                yield _verdict(one, places, report)


def _of_control(
    one: AssessedControl,
    framework: AssessedFramework,
    said: dict[str, list[Said]],
    places: Environments,
    report: Report,
) -> Iterator[Row]:
    """Each verdict of its rules, each statement; if there is none, the control alone."""
    control, weights, is_silent = one.control, Weights(one), True
    head: Row = {
        "framework": framework.id,
        "framework_version": framework.version,
        "control": control.id,
        "control_state": one.state.value,
    }
    for rule_id in dict.fromkeys(control.rules):
        for it in said.get(rule_id, ()):
            subject = it.verdict.subject
            if not is_about(control, rule_id, subject):
                continue
            is_silent = False
            result = result_in(one, places.of(subject))
            state = result.state if result else one.state
            grounds = mappings_of(rule_id, subject, control)
            own: Row = {
                "control_state": state.value,
                "weight": weights.of(it),
                "basis": grounds[0].basis if grounds else None,
                "source": "; ".join(filter(None, (mapping.source for mapping in grounds))),
            }
            yield _verdict(it, places, report) | head | own
    wanted = control.evidence_wanted and sentence(control.evidence_wanted[report.language])
    for it in one.evidence:
        yield _statement(it, report) | head | {"wanted": wanted}
    if is_silent and not one.evidence:
        yield head | {"kind": "control", "wanted": wanted}


def _verdict(said: Said, places: Environments, report: Report) -> Row:
    finding, rule, subject = said.finding, said.verdict.rule, said.verdict.subject
    environment = places.of(subject)
    severity = finding.severity if finding else rule.severity_for(environment)
    row: Row = {
        "kind": "verdict",
        "environment": environment,
        "rule": rule.id,
        "severity": severity.value,
        "resource": subject.name,
        "logical_id": subject.logical_id,
        "type": subject.type,
        "stack": subject.stack,
        "template": from_root(finding.location.path if finding else subject.template, report),
        "status": said.status.value,
        "made_by": subject.made_by,
        "asked_by": "profile" if said.of_scan else "framework",
    }
    if finding:
        row |= {
            "line": finding.location.start.line,
            "disposition": finding.disposition.value,
            "message": message(finding, report),
            "fingerprint": finding.fingerprint,
            **_accepted(finding.accepted, report),
        }
    return row


def _accepted(why: Acceptance | None, report: Report) -> Row:
    if why is None:
        return {}
    return {
        "accepted_by": why.by,
        "reason": sentence(why.reason[report.language]),
        "owner": why.owner,
        "expires": why.expires,
        "ticket": why.ticket,
    }


def _statement(one: Evidence, report: Report) -> Row:
    return {
        "kind": "statement",
        "status": "refused" if one.refused else "stated",
        "statement": sentence(one.statement),
        "statement_kind": one.kind,
        "stated_by": one.by,
        "stated_on": one.date,
        "valid_until": one.valid_until,
        "refused": one.refused and sentence(one.refused[report.language]),
        "proof": one.record,
        "sha256": one.sha256,
        "stated_in": one.stated_in,
    }


def _problem(problem: Problem, report: Report) -> Row:
    """What kept the run from being whole, or was taken from the gate."""
    at = problem.position
    return {
        "kind": "problem" if problem.kind != "notice" else "notice",
        "status": problem.code.id,
        "rule": problem.rule_id,
        "message": problem_text(problem, report),
        "template": from_root(problem.path, report) if problem.path else None,
        "line": at and at.line,
        **_accepted(problem.accepted, report),
    }
