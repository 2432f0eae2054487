"""What stands on the page besides the findings one by one: what is accepted, in doubt, or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message, first_of
from synthgate.records import dataclass
from synthgate_reports.html.chart import link
from synthgate_reports.html.tables import name, prose
from synthgate_reports.html.words import DISPOSITIONS
from synthgate_reports.wording import problem_spot, problem_text, worst_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from synthgate.model import Finding, Problem, Report

MOST_ROWS = 300
MOST_RULES = 10
_NAMES = 5
_PLACES = 20
_NOBODY = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """Findings of which the same is to be said: a rule, how many, of which resources."""

    severity: str
    rule: str
    title: str
    number: int
    names: str
    link: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A problem, with each place that it was found at."""

    code: str
    text: str
    places: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that there is room for, and how many more there are."""

    shown: Sequence[Row]
    more: int


def accepted(report: Report) -> Rows:
    """What does not count: what became of it, why, who answers for it, until when, where told."""
    language = report.language

    def cells(finding: Finding) -> tuple[str, ...]:
        why = finding.accepted
        if why is None:
            return (DISPOSITIONS[finding.disposition][language], *[_NOBODY] * 5)
        return (
            DISPOSITIONS[finding.disposition][language],
            prose(why.reason[language]),
            name(why.by),
            name(why.owner or _NOBODY),
            name(why.expires or _NOBODY),
            name(why.ticket or _NOBODY),
        )

    return _rows(report.accepted_findings, cells, report)


def doubts(report: Report) -> Rows:
    """What only the deployment can tell, and what decides it."""
    return _rows(report.doubts, lambda it: (prose(it.why[report.language]),), report)


def fixed(report: Report) -> Rows:
    """What is no more."""
    return _rows(report.fixed, lambda it: (prose(it.message[report.language]),), report)


def rules(report: Report) -> Rows:
    """The rules that found most faults that count."""
    return _rows(report.failures, lambda _: (), report, lambda group: -len(group), MOST_RULES)


def _rows(
    findings: Iterable[Finding],
    cells: Callable[[Finding], tuple[str, ...]],
    report: Report,
    order: Callable[[list[Finding]], int] = lambda _: 0,
    most: int = MOST_ROWS,
) -> Rows:
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in worst_first(tuple(findings)):
        key = finding.rule.id, finding.severity, finding.disposition, cells(finding)
        groups.setdefault(key, []).append(finding)
    ranked = sorted(groups.values(), key=order)
    shown = [_row(group, cells(group[0]), report) for group in ranked[:most]]
    return Rows(shown, max(0, len(ranked) - most))


def _row(group: list[Finding], cells: tuple[str, ...], report: Report) -> Row:
    first, language = group[0], report.language
    names = [*dict.fromkeys(name(finding.subject.name) for finding in group)]
    rule = name(first.rule.id)
    return Row(
        first.severity,
        rule,
        prose(first.rule.title[language]),
        len(group),
        first_of(names, _NAMES)[language],
        link(rule=rule, status=first.status, disposition=first.disposition),
        cells,
    )


def problems(report: Report, *, serious: bool) -> list[Told]:
    """What kept the run from being whole, or what is worth telling: each text once."""
    notices = (one for one in report.problems if one.kind == "notice")
    return list(_told(report.serious_problems if serious else notices, report))


def _told(problems_: Iterable[Problem], report: Report) -> Iterator[Told]:
    groups: dict[tuple[str, str, str | None], list[Problem]] = {}
    for problem in problems_:
        key = problem.code.id, problem_text(problem, report), problem.rule_id
        groups.setdefault(key, []).append(problem)
    for (code, text, rule), group in groups.items():
        spots = (problem_spot(problem) for problem in group)
        places = [*dict.fromkeys(spot for spot in spots if spot)]
        where = first_of(places, _PLACES)[report.language]
        times = "" if len(group) <= 1 else _TIMES.format(number=len(group))[report.language]
        about = filter(None, (name(rule or ""), where, times))
        yield Told(code, prose(text), "; ".join(about))


_TIMES = Message("{number} times")
