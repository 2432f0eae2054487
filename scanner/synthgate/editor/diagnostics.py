"""A mark as an editor shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from lsprotocol import types

from synthgate.editor.marks import Mark
from synthgate.editor.texts import Span, Units, lines_at, range_of
from synthgate.model import Finding, Location, Message, Problem, Severity, Status
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate_reports.wording import sentence

SOURCE = "synthgate"
_MOST_RELATED = 5
_LONGEST = 1_000
_SEVERITIES = {
    Severity.CRITICAL: types.DiagnosticSeverity.Error,
    Severity.HIGH: types.DiagnosticSeverity.Error,
    Severity.MEDIUM: types.DiagnosticSeverity.Warning,
    Severity.LOW: types.DiagnosticSeverity.Information,
    Severity.INFO: types.DiagnosticSeverity.Hint,
}
_KINDS = {
    "configuration": types.DiagnosticSeverity.Error,
    "incomplete": types.DiagnosticSeverity.Error,
    "notice": types.DiagnosticSeverity.Information,
}
_UNNECESSARY = frozenset((ProblemCode.SUPPRESSION_UNUSED, ProblemCode.SUPPRESSION_EXPIRED))
"""Problems of what could as well not be there."""


@dataclass(frozen=True, slots=True, eq=False)
class Showing:
    """How things are shown to one editor: its units, and what it calls files."""

    units: Units
    uri_of: Callable[[Path], str]


def diagnostic(mark: Mark, lines: Sequence[str], showing: Showing) -> types.Diagnostic:
    """A finding, or a problem, at its place in the lines of its file."""
    place = range_of(mark.extent(lines), lines, showing.units)
    if mark.problem:
        return _of_problem(mark.problem, mark, place)
    assert mark.finding is not None  # noqa: S101 - a mark is of one or the other
    return _of_finding(mark.finding, mark, place, showing)


def link_of(finding: Finding) -> str | None:
    """The page of a rule, if that is one on the web: rules may be anybody's."""
    return web_page(finding.rule.link)


def web_page(link: str | None) -> str | None:
    """A link that leads to the web and nowhere else; None for any other one."""
    if not link or not link.isascii() or not link.isprintable() or " " in link:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return link if parts.scheme == "https" and parts.hostname else None


def _of_finding(
    finding: Finding, mark: Mark, place: types.Range, showing: Showing
) -> types.Diagnostic:
    link = link_of(finding)
    is_open = finding.status is Status.UNKNOWN
    severity = types.DiagnosticSeverity.Information if is_open else _SEVERITIES[finding.severity]
    return types.Diagnostic(
        place,
        said_of(finding, mark),
        severity=severity,
        code=finding.rule.id,
        code_description=types.CodeDescription(link) if link else None,
        source=SOURCE,
        related_information=[*_related(finding, mark, showing)],
        data={"rule": finding.rule.id, "fingerprint": finding.fingerprint},
    )


def said_of(finding: Finding, mark: Mark) -> str:
    """What the rule saw, of which resource; of what is undecided, also what decides it."""
    language = mark.language
    said = sentence(finding.message[language]) or sentence(finding.rule.title[language])
    if finding.status is Status.UNKNOWN:
        text = _UNDECIDED.format(said=said, why=sentence(finding.why[language]))
        said = text[language]
    return f"{said} ({sentence(finding.subject.name)})"[:_LONGEST]


def _of_problem(problem: Problem, mark: Mark, place: types.Range) -> types.Diagnostic:
    tags = [types.DiagnosticTag.Unnecessary] if problem.code in _UNNECESSARY else None
    return types.Diagnostic(
        place,
        sentence(problem.message[mark.language])[:_LONGEST],
        severity=_KINDS[problem.kind],
        code=problem.code.id,
        source=SOURCE,
        tags=tags,
    )


def _related(
    finding: Finding, mark: Mark, showing: Showing
) -> Iterator[types.DiagnosticRelatedInformation]:
    """Where it stands in the template, and what else it rests on."""
    if mark.is_of_program:
        about = finding.location.property_path or finding.subject.logical_id
        yield _place(finding.location, f"{finding.subject.type} {about}", mark, showing)
    for one in finding.related[:_MOST_RELATED]:
        yield _place(one.location, sentence(one.message[mark.language]), mark, showing)


def _place(
    location: Location, said: str, mark: Mark, showing: Showing
) -> types.DiagnosticRelatedInformation:
    path = (mark.folder / location.path).resolve()
    place = range_of(Span(location.start, location.end), lines_at(path), showing.units)
    return types.DiagnosticRelatedInformation(
        types.Location(showing.uri_of(path), place), sentence(said)[:_LONGEST]
    )


_UNDECIDED = Message("undecided: {said}; decided by: {why}")
