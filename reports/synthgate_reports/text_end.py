"""The last lines: what came of it in short, and what a reader can do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message, Status
from synthgate_reports import FORMATS
from synthgate_reports.accepting import around, command, is_one_word
from synthgate_reports.origin import in_one_line
from synthgate_reports.painting import folded
from synthgate_reports.summary import in_short
from synthgate_reports.view import STYLE, View
from synthgate_reports.wording import counts, sentence, worst_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Finding, Report
    from synthgate_reports.painting import Line

_ACCEPT = Message("accept a finding")
_REST = Message("see all of it, links, and what passed")
_PAGE = Message("open it in a browser")
_HTML = "html"
_SHORTEST = 8
"""Digits of a fingerprint that `synthgate waive` takes for it."""
_WHOLE = 65
_ANY = "RULE:RESOURCE"


def ending(view: View) -> Iterator[Line]:
    """What to do next, and what decided, which is last: who sees one line sees why it is red.

    A run that found nothing has nothing to do next, and says little.
    """
    report = view.report
    yield from in_short(view)
    if report.findings:
        yield from _next_steps(view)
    if not view.is_verbose:
        yield from folded([(in_one_line(report), "dim")], view.columns, 2)
    yield from folded([(counts(report), "bold")], view.columns, 2)
    yield from decision(view)


def decision(view: View) -> Iterator[Line]:
    """What decided, in its colour."""
    gate = view.report.gate
    said = sentence(view.say(gate.reason))
    yield from folded([(said, STYLE[gate.verdict])], view.columns, 2)


def _next_steps(view: View) -> Iterator[Line]:
    if waive := _waive(view.report):
        yield _step(_ACCEPT, waive, view)  # in one line, whatever the columns: to be copied
    if not view.is_verbose:
        yield from view.prose(_step(_REST, "--verbose", view))
    if _HTML in FORMATS and not view.report.has_page:
        yield from view.prose(_step(_PAGE, "--format html=report.html", view))
    yield []


def _step(what: Message, command: str, view: View) -> Line:
    return [(f"{view.say(what)}: ", "dim"), (command, "")]


def _waive(report: Report) -> str:
    """The command that accepts the worst of the findings that count, if there are any."""
    counting = tuple(f for f in (*report.failures, *report.doubts) if not report.is_known(f))
    if not counting:
        return ""
    worst = worst_first(tuple(f for f in counting if f.status is Status.FAIL))
    finding = next(iter(worst), counting[0])
    path = around(finding, report)
    beside = [f for f in counting if around(f, report) == path]
    return command(_meant(finding, beside), finding, report)


def _meant(finding: Finding, beside: list[Finding]) -> str:
    """The finding by its rule and resource if that means no other, else by its fingerprint."""
    subject = finding.subject
    name = f"{finding.rule.id}:{subject.construct_path or subject.logical_id}"
    homonyms = {
        one.subject
        for one in beside
        if one.rule.id == finding.rule.id
        and subject.logical_id in {one.subject.logical_id, one.subject.construct_path}
    }
    if len(homonyms) == 1 and is_one_word(name):
        return name
    prints = {one.fingerprint for one in beside} - {finding.fingerprint}
    shortest = (finding.fingerprint[:length] for length in range(_SHORTEST, _WHOLE))
    short = next((it for it in shortest if not any(other.startswith(it) for other in prints)), "")
    return short if is_one_word(short) else _ANY
