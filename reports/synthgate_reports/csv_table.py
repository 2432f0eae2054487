"""`csv`: a row for each finding, for a spreadsheet, whatever becomes of the finding.

The names and the order of the columns are stable: new ones come last. The words of closed lists
(`status`, `disposition`, `severity`) are English in every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.csv_text import write_table
from synthgate_reports.origin import origin
from synthgate_reports.rooted import from_root
from synthgate_reports.wording import (
    message,
    of_trust,
    primary,
    problem_text,
    sentence,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from synthgate.model import Finding, Problem, Report

COLUMNS = (
    "status",
    "disposition",
    "severity",
    "closes_gate",
    "novelty",
    "rule",
    "title",
    "message",
    "resource",
    "type",
    "logical_id",
    "stack",
    "stage",
    "file",
    "line",
    "column",
    "template",
    "template_line",
    "template_column",
    "property",
    "fix",
    "accepted_by",
    "reason",
    "owner",
    "expires",
    "ticket",
    "found_by",
    "controls",
    "link",
    "fingerprint",
    "version",
    "profile",
    "threshold",
    "configuration",
    "commit",
    "time",
)
_ORIGIN = COLUMNS[-5:]
"""What a row says of the report as a whole, as `origin` has it."""
Row = dict[str, object]


def write(report: Report, stream: TextIO) -> None:
    """Write the table: problems, notices of trust, what counts, doubts, and what is set aside."""
    facts = {fact.id: fact.value for fact in origin(report, shown=64)}
    common: Row = {"version": report.version, **{name: facts.get(name) for name in _ORIGIN}}
    write_table(COLUMNS, (row | common for row in _rows(report)), stream)


def _rows(report: Report) -> Iterator[Row]:
    yield from (_problem(problem, report) for problem in report.serious_problems)
    yield from (_problem(problem, report) | {"status": "notice"} for problem in of_trust(report))
    for findings in (report.failures, report.doubts, report.accepted_findings):
        yield from (_finding(one, report) for one in worst_first(findings))


def _finding(finding: Finding, report: Report) -> Row:
    language, rule, subject = report.language, finding.rule, finding.subject
    accepted, place, template = finding.accepted, primary(finding), finding.location
    return {
        "status": finding.status.value,
        "disposition": finding.disposition.value,
        "severity": finding.severity.value,
        "closes_gate": "yes" if report.closes(finding) else "no",
        "novelty": finding.novelty and finding.novelty.value,
        "rule": rule.id,
        "title": sentence(rule.title[language]),
        "message": message(finding, report),
        "resource": subject.name,
        "type": subject.type,
        "logical_id": subject.logical_id,
        "stack": subject.stack,
        "stage": subject.stage,
        "file": from_root(place.path, report),
        "line": place.start.line,
        "column": place.start.column,
        "template": from_root(template.path, report),
        "template_line": template.start.line,
        "template_column": template.start.column,
        "property": template.property_path,
        "fix": sentence(finding.fix[language]),
        "accepted_by": accepted and accepted.by,
        "reason": accepted and sentence(accepted.reason[language]),
        "owner": accepted and accepted.owner,
        "expires": accepted and accepted.expires,
        "ticket": accepted and accepted.ticket,
        "found_by": _listed(f"{one.tool} {one.rule_id}" for one in finding.sources),
        "controls": _listed(rule.controls),
        "link": rule.link,
        "fingerprint": finding.fingerprint,
    }


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _problem(problem: Problem, report: Report) -> Row:
    """What kept the run from being whole: a table without it would seem complete."""
    at = problem.position
    return {
        "status": "problem",
        "rule": problem.code.id,
        "message": problem_text(problem, report),
        "resource": problem.rule_id,
        "file": from_root(problem.path, report) if problem.path else None,
        "line": at and at.line,
        "column": at and at.column,
    }
