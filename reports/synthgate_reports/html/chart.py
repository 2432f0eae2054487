"""Severity by stack: a row for each stack with its numbers, and bars beside them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from synthgate.model import Severity
from synthgate.records import dataclass
from synthgate_reports.html.tables import name
from synthgate_reports.tallies import by_stack, ranked

if TYPE_CHECKING:
    from synthgate.model import Report

MOST_STACKS = 100
"""So many have a row in the page, which cannot show thousands."""
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
    """Every stack that was scanned, the worst first."""
    stacks = ranked({**_faultless(report), **by_stack(report)})
    most = max((tally.total() for _, tally in stacks), default=0)
    return [_row(stack, tally, most) for stack, tally in stacks]


def _faultless(report: Report) -> dict[str, Counter[Severity]]:
    """The stacks that were scanned, as if nothing had been found in any."""
    scanned = (one for one in report.templates if one.status == "scanned")
    return {one.stack or one.path: Counter() for one in scanned}


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
