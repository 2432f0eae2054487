"""Findings as JUnit's consumers show them: lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Status
from synthgate_reports.excerpt import numbered
from synthgate_reports.fixes import fix_lines
from synthgate_reports.wording import (
    FIX,
    SOURCE,
    TEMPLATE,
    message,
    passed_over,
    primary,
    sentence,
    source_spot,
    spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Finding, Report


def marked(finding: Finding, report: Report) -> str:
    """Where and what, with the words by which programs tell what becomes of it; then the rest."""
    return "\n".join((f"{_first(finding, report)} {_mark(finding)}", *_rest(finding, report)))


def plain(finding: Finding, report: Report) -> str:
    """The same without those words: what is told here is counted elsewhere."""
    return "\n".join((_first(finding, report), *_rest(finding, report)))


def _first(finding: Finding, report: Report) -> str:
    return f"{spot(primary(finding))}: {message(finding, report)}"


def _mark(finding: Finding) -> str:
    """``[fail, high]``: the status of what counts, else why it does not count."""
    state = finding.status if finding.is_active else finding.disposition
    return f"[{state}, {finding.severity}]"


def _rest(finding: Finding, report: Report) -> Iterator[str]:
    """Why it does not count, or what is to be done, in lines that are set in."""
    why_not = passed_over(finding, report)
    if why_not:
        yield f"    {why_not}"
    if not finding.is_active:
        return
    if finding.status is Status.UNKNOWN:
        yield f"    {sentence(finding.why[report.language])}"
        return
    yield from _mending(finding, report)


def _mending(finding: Finding, report: Report) -> Iterator[str]:
    """What stands there, in the template as well, what else it rests on, and how it is mended."""
    language = report.language
    place = primary(finding)
    for text, _ in numbered(place, caret=True, around=False):
        yield f"  {text}"
    if place is not finding.location:
        yield f"  {TEMPLATE[language]}: {spot(finding.location)}"
    elif finding.source:
        yield f"  {SOURCE[language]}: {source_spot(finding.source, report)}"
    for one in finding.related:
        yield f"  {spot(one.location)}: {sentence(one.message[language])}"
    yield f"  {FIX[language]}: {sentence(finding.fix[language])}"
    yield from (f"    {line}" for line in fix_lines(finding))
