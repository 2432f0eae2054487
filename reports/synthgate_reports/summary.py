"""Many findings at a glance: how many of each severity in which stack, and by which rules."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import Message, Severity
from synthgate_reports.excerpt import cells
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synthgate.model import Report

MANY = 25
"""Failures that a reader still takes in without a table."""
_STACKS = 20
_RULES = 10
_LONGEST_NAME = 60

_STACK = Message("stack")
_RULE = Message("rule")
_ALL = Message("all")
_OTHERS = Message("{number} more")

Row = tuple[str, tuple[str, ...]]


def summary(report: Report) -> Iterator[str]:
    """The lines of two tables, the worst first; none where failures are few."""
    failures = report.failures
    if len(failures) <= MANY:
        return
    language = report.language
    heads = tuple(str(severity) for severity in Severity)
    yield from _aligned([(_STACK[language], heads), *_stacks(report)])
    yield ""
    often = Counter(finding.rule.id for finding in failures).most_common()
    ranked = sorted(often, key=lambda one: (-one[1], one[0]))
    rows = [(printable(rule), (str(number),)) for rule, number in ranked[:_RULES]]
    rest = ranked[_RULES:]
    if rest:
        more = _OTHERS.format(number=len(rest))[language]
        rows.append((more, (str(sum(number for _, number in rest)),)))
    yield from _aligned([(_RULE[language], (_ALL[language],)), *rows])


def _stacks(report: Report) -> Iterator[Row]:
    """A row for each stack, the rest of them in one, and the sum of all."""
    stacks = {template.path: template.stack for template in report.templates}
    tallies: dict[str, Counter[Severity]] = {}
    for finding in report.failures:
        name = finding.subject.stack or stacks.get(finding.location.path) or finding.location.path
        tallies.setdefault(name, Counter())[finding.severity] += 1
    ranked = sorted(tallies.items(), key=lambda one: (_worst_first(one[1]), one[0]))
    for name, tally in ranked[:_STACKS]:
        yield printable(name)[:_LONGEST_NAME], _cells(tally)
    rest = [tally for _, tally in ranked[_STACKS:]]
    if rest:
        more = _OTHERS.format(number=len(rest))
        yield more[report.language], _cells(_sum(rest))
    if len(ranked) > 1:
        yield _ALL[report.language], _cells(_sum(tallies.values()))


def _sum(tallies: Iterable[Counter[Severity]]) -> Counter[Severity]:
    total: Counter[Severity] = Counter()
    for tally in tallies:
        total.update(tally)
    return total


def _worst_first(tally: Counter[Severity]) -> tuple[int, ...]:
    return tuple(-tally[severity] for severity in Severity)


def _cells(tally: Counter[Severity]) -> tuple[str, ...]:
    return tuple(str(tally[severity]) for severity in Severity)


def _aligned(rows: list[Row]) -> Iterator[str]:
    """The rows, names to the left and numbers to the right of their columns."""
    name = max(cells(first) for first, _ in rows)
    widths = [max(map(cells, column)) for column in zip(*(rest for _, rest in rows), strict=True)]
    for first, rest in rows:
        line = first + " " * (name - cells(first))
        for text, width in zip(rest, widths, strict=True):
            line += "  " + " " * (width - cells(text)) + text
        yield f"  {line}"
