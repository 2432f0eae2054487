"""The last lines: what came of it in short, and what a reader can do next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synthgate.model import Message, Status
from synthgate_reports import FORMATS
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
_DEFAULT_PATH = "cdk.out"
_SHORTEST = 8
"""Digits of a fingerprint that `synthgate waive` takes for it."""
_WHOLE = 65
_ANY = "RULE:RESOURCE"
_DECIDING = frozenset(
    (
        *("profile", "select", "include", "rules", "rule-parameters", "guard", "rego", "cel"),
        *("parameters", "all-scenarios", "environment", "environments", "with", "import"),
    )
)
"""Settings that decide what is found."""
# What any shell takes for one word and nothing else, and no program for an option.
_ONE_WORD = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./:@+,=-]*")


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
    if _HTML in FORMATS:
        yield from view.prose(_step(_PAGE, "--format html=report.html", view))
    yield []


def _step(what: Message, command: str, view: View) -> Line:
    return [(f"{view.say(what)}: ", "dim"), (command, "")]


def _waive(report: Report) -> str:
    """The command that accepts the worst of the findings that count, if there are any.

    Names of a template come into a command line only where they are one plain word.
    """
    counting = tuple(f for f in (*report.failures, *report.doubts) if not report.is_known(f))
    if not counting:
        return ""
    worst = worst_first(tuple(f for f in counting if f.status is Status.FAIL))
    finding = next(iter(worst), counting[0])
    around = _around(finding, report)
    beside = [f for f in counting if _around(f, report) == around]
    words = ["synthgate waive", _meant(finding, beside)]
    if around != _DEFAULT_PATH:
        words.append(around if _ONE_WORD.fullmatch(around) else "PATH")
    words.extend(_options(report))
    return f"{' '.join(words)} --reason TEXT --owner WHO --expires YYYY-MM-DD"


def _options(report: Report) -> Iterator[str]:
    """The options of the run without which the command would not find what this one found.

    Of most a report knows that they were given, and not what they said.
    """
    for key, said_by in report.run.origin.settings:
        if said_by != f"--{key}" or key not in _DECIDING:
            continue
        profile = report.run.profile if key == "profile" else ""
        value = profile if _ONE_WORD.fullmatch(profile) else "..."
        yield said_by if key == "all-scenarios" else f"{said_by} {value}"


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
    if len(homonyms) == 1 and _ONE_WORD.fullmatch(name):
        return name
    prints = {one.fingerprint for one in beside} - {finding.fingerprint}
    shortest = (finding.fingerprint[:length] for length in range(_SHORTEST, _WHOLE))
    short = next((it for it in shortest if not any(other.startswith(it) for other in prints)), "")
    return short if _ONE_WORD.fullmatch(short) else _ANY


def _around(finding: Finding, report: Report) -> str:
    """What is scanned for a command to find it: the assembly, or the template by itself."""
    template = finding.subject.template
    read = (one.path for one in report.run.origin.assemblies)
    return next((path for path in read if template.startswith(f"{path}/")), template)
