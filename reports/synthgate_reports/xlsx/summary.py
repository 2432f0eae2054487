"""The first sheet: what came of it, what it rests on, and the totals of each framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.checklist import beside
from synthgate_reports.control_groups import group_title
from synthgate_reports.html.words import VERDICTS
from synthgate_reports.limits import web_address
from synthgate_reports.origin import WHOLE, origin
from synthgate_reports.serving import environments_of
from synthgate_reports.standing import (
    NOT_TOLD,
    STATES,
    results_in,
    stack_name,
    tally,
    told_by,
)
from synthgate_reports.wording import counts, printable, sentence, tool_counts
from synthgate_reports.xlsx.book import Cell, Column, to
from synthgate_reports.xlsx.words import HEADS, SUMMARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synthgate.model import AssessedControl, AssessedFramework
    from synthgate_reports.xlsx.book import Value
    from synthgate_reports.xlsx.plan import Plan

_COLUMNS = [Column("", 50, folds=True), Column("", 74, folds=True), *[Column("", 14)] * 9]
_INDENT = "    "


def write(plan: Plan) -> None:
    """Write the sheet."""
    sheet = plan.book.sheet(plan.sheets["summary"], _COLUMNS, has_head=False)
    for row in _rows(plan):
        sheet.add(row)
    sheet.close()


def _rows(plan: Plan) -> Iterator[Sequence[Value]]:
    yield [Cell(plan.say(SUMMARY["title"]), look="title")]
    yield from _result(plan)
    yield from _origin(plan)
    yield from _frameworks(plan)
    yield from _stacks(plan)


def _title(plan: Plan, name: str) -> Iterator[Sequence[Value]]:
    yield []
    yield [Cell(plan.say(SUMMARY[name]), look="strong")]


def _result(plan: Plan) -> Iterator[Sequence[Value]]:
    report, gate = plan.report, plan.report.gate
    look = {"open": "good", "closed": "bad", "incomplete": "open"}[gate.verdict]
    yield from _title(plan, "result")
    yield [Cell(plan.say(VERDICTS[gate.verdict]), look=look), plan.say(gate.reason)]
    if gate.decided_by:
        by = gate.decided_by
        place = f"{by.path}:{by.line}" if by.line else by.path
        said = printable(place) or plan.say(SUMMARY["default"])
        yield [plan.say(SUMMARY["decided"]), f"{printable(by.key)} ({said})"]
    yield from _title(plan, "counts")
    yield [None, counts(report)]
    sheets = plan.sheets
    for name, number, sheet in (
        ("active", len(report.failures), "findings"),
        ("unknown", len(report.doubts), "findings"),
        ("aside", len(report.accepted_findings), "accepted"),
        ("problems", len(report.serious_problems), "problems"),
        ("passed", report.checks.passed, "passes"),
    ):
        yield [Cell(plan.say(SUMMARY[name]), place=to(sheets[sheet], 1)), number]
    yield from ([None, line] for line in tool_counts(report))
    yield from ([None, line.text] for line in beside(report))


def _origin(plan: Plan) -> Iterator[Sequence[Value]]:
    report = plan.report
    yield from _title(plan, "origin")
    yield [plan.say(SUMMARY["version"]), printable(report.version)]
    for fact in origin(report, WHOLE):
        yield [plan.say(fact.label), fact.value]
    if report.run.as_of:
        yield [plan.say(SUMMARY["as_of"]), printable(report.run.as_of)]
    if not report.run.origin.stamp and not any(it.run.origin.stamp for it in report.scans):
        yield [None, plan.say(SUMMARY["unstamped"])]


def _frameworks(plan: Plan) -> Iterator[Sequence[Value]]:
    report = plan.report
    yield from _title(plan, "frameworks")
    if not report.frameworks:
        yield [plan.say(SUMMARY["none"])]
        return
    yield [None, plan.say(SUMMARY["reading"])]
    for framework, sheet in zip(report.frameworks, plan.of_framework, strict=True):
        yield from _framework(plan, framework, sheet)


def _framework(plan: Plan, framework: AssessedFramework, sheet: str) -> Iterator[Sequence[Value]]:
    heads = ["", *(said[plan.report.language] for said in STATES.values())]
    heads += [plan.say(HEADS[name]) for name in ("waiting", "elsewhere", "total")]
    name = f"{plan.say(framework.title)} ({framework.id} {framework.version})"
    yield []
    yield [Cell(name, place=to(sheet, 1)), *(Cell(head, look="number") for head in heads)]
    yield [plan.say(SUMMARY["source"]), plan.say(framework.source)]
    for source in framework.sources.values():
        about = "; ".join(filter(None, (source.commit, source.licence)))
        said = f"{plan.say(source.title)}{f' ({printable(about)})' if about else ''}"
        link = Cell(printable(source.link or ""), link=web_address(source.link) or "")
        yield [f"{_INDENT}{plan.say(SUMMARY['source'])}", said, link]
    yield [plan.say(SUMMARY["overall"]), None, *_totals(framework.controls)]
    names = environments_of(framework)
    for environment in names if len(names) > 1 else ():
        states = [result.state for result in results_in(framework, environment)]
        yield [f"{_INDENT}{plan.environment(environment)}", None, *tally(states).values()]
    for group in framework.groups:
        below = framework.below(group)
        if below:
            indent = _INDENT * (1 + framework.depth(group))
            title = group_title(group, framework, plan.report.language)
            yield [f"{indent}{title}", None, *_totals(below)]


def _totals(controls: Iterable[AssessedControl]) -> list[int]:
    """How many there are in each state, how many wait or are met elsewhere, and all."""
    every = [*controls]
    elsewhere = sum(one.is_elsewhere for one in every)
    waiting = sum(one.waits for one in every)
    return [*tally(one.state for one in every).values(), waiting, elsewhere, len(every)]


def _stacks(plan: Plan) -> Iterator[Sequence[Value]]:
    """What was scanned, and which environment each stack was taken for, by whose word."""
    report = plan.report
    yield from _title(plan, "stacks")
    heads = ("stack", "template", "status", "environment", "said_by", "digest")
    yield [Cell(plan.say(HEADS[head]), look="strong") for head in heads]
    for one in report.templates:
        yield [
            stack_name(one),
            printable(one.path),
            plan.say(SUMMARY["scanned" if one.status == "scanned" else "failed"]),
            plan.environment(one.environment),
            told_by(one, report),
            one.digest,
        ]
    if any(one.status == "scanned" and one.environment is None for one in report.templates):
        yield [sentence(NOT_TOLD[report.language])]
