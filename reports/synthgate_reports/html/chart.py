"""Severity by stack: a row for each stack with its numbers, and bars beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from synthgate.model import Severity
from synthgate_reports.html.tables import name

if TYPE_CHECKING:
    from synthgate.model import Report

MOST_STACKS = 100
_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a row's bar: from `x` on, `width` of a thousand parts."""

    severity: Severity
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A stack, how many faults of each severity and in all count there, and where to see them."""

    name: str
    link: str
    counts: tuple[int, ...]
    total: int
    bars: tuple[Bar, ...]


def link(**state: str) -> str:
    """The address of findings within the page, as its script reads it."""
    return f"#{urlencode(state, errors='replace')}"


def rows(report: Report) -> list[Row]:
    """Every stack, the worst first: the first hundred, for the page cannot show thousands."""
    tallies = _tallies(report)
    ranked = sorted(tallies.items(), key=lambda one: (_worst_first(one[1]), one[0]))
    most = max((tally.total() for tally in tallies.values()), default=0)
    return [_row(stack, tally, most) for stack, tally in ranked[:MOST_STACKS]]


def left_out(report: Report) -> int:
    """How many stacks have no row."""
    return max(0, len(_tallies(report)) - MOST_STACKS)


def _tallies(report: Report) -> dict[str, Counter[Severity]]:
    stacks = {template.path: template.stack for template in report.templates}
    tallies: dict[str, Counter[Severity]] = {
        template.stack or template.path: Counter()
        for template in report.templates
        if template.status == "scanned"
    }
    for finding in report.failures:
        path = finding.location.path
        stack = finding.subject.stack or stacks.get(path) or path
        tallies.setdefault(stack, Counter())[finding.severity] += 1
    return tallies


def _row(stack: str, tally: Counter[Severity], most: int) -> Row:
    shown = name(stack)
    counts = tuple(tally[severity] for severity in Severity)
    return Row(
        shown,
        link(stack=shown, status="fail", disposition="active"),
        counts,
        tally.total(),
        tuple(_bars(counts, most)),
    )


def _bars(counts: tuple[int, ...], most: int) -> list[Bar]:
    """Bars end to end, the longest row filling the width; what is there can be seen."""
    bars: list[Bar] = []
    x = 0
    for severity, count in zip(Severity, counts, strict=True):
        if count:
            width = max(4, count * _WIDTH // most)
            bars.append(Bar(severity, x, width))
            x += width
    return bars


def _worst_first(tally: Counter[Severity]) -> tuple[int, ...]:
    return tuple(-tally[severity] for severity in Severity)
