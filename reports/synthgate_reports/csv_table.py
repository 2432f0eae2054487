"""`csv`: a row for each finding, for a spreadsheet, whatever becomes of the finding.

By RFC 4180: a line of names, commas, every field in quotes, CRLF. A byte order mark is before it:
without one Excel reads the file in the code page of the machine, and Korean is lost; LibreOffice,
pandas and Python's ``utf-8-sig`` take it. No field begins with a sign by which a spreadsheet takes
it for a formula (OWASP, "CSV Injection"): an apostrophe stands before that, and also behind a
semicolon or a tab within a field, at which some spreadsheets part fields.

The names and the order of the columns are stable: new ones come last. The words of closed lists
(`status`, `disposition`, `severity`) are English in every language.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from synthgate_reports.clipping import counted_cut
from synthgate_reports.origin import origin
from synthgate_reports.rooted import from_root
from synthgate_reports.wording import (
    message,
    primary,
    printable,
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
_LONGEST = 16_000
"""Characters of a field: Excel takes 32,767 UTF-16 units, and parts longer ones."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SIGNS = (
    r"=+\-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_FORMULA = re.compile(rf"\A(?=[\s\"']*[{_SIGNS}])|(?<=[;\t])(?=[\s\"']*[{_SIGNS}])")

Row = dict[str, object]


def write(report: Report, stream: TextIO) -> None:
    """Write the table: problems, then what counts, then doubts, then what is set aside."""
    stream.write(_BOM)
    rows = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    facts = {fact.id: fact.value for fact in origin(report, shown=64)}
    common: Row = {"version": report.version, **{name: facts.get(name) for name in _ORIGIN}}
    for row in _rows(report):
        said = row | common
        rows.writerow([field_of(said.get(name)) for name in COLUMNS])


def field_of(value: object) -> str:
    """A value as a spreadsheet shows it and computes nothing."""
    text = "" if value is None else str(value)
    return _FORMULA.sub("'", counted_cut(printable(text), _LONGEST))


def _rows(report: Report) -> Iterator[Row]:
    yield from (_problem(problem, report) for problem in report.serious_problems)
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
