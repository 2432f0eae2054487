"""What a change does, on the page: what it comes to, then the destructive one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate_reports.changing import (
    HEADS,
    TITLE,
    WORDS,
    destructive,
    in_one_line,
    names_of,
    proviso,
    stage_title,
)
from synthgate_reports.html.tables import name, prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from synthgate.model import Change, Report

MOST_ROWS = 300
"""Resources that are told one by one; the rest is in the JSON."""
_MORE = Message("... and {more} more")


@dataclass(frozen=True, slots=True)
class Row:
    """A resource, and what becomes of it."""

    action: str
    word: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What stands on the page of a change."""

    title: str
    in_one_line: str
    proviso: str
    table: str
    heads: tuple[str, ...]
    rows: Sequence[Row]
    more: str


def change(report: Report) -> Told | None:
    """What the change does; None where nothing is known of one."""
    said, language = in_one_line(report), report.language
    if said is None or report.comparison is None:
        return None
    found, more = destructive(report), proviso(report)
    left = len(found) - MOST_ROWS
    return Told(
        TITLE[language],
        prose(said[language]),
        prose(more[language]) if more else "",
        stage_title("")[language],
        tuple(one[language] for one in HEADS),
        [_row(one, report) for one in found[:MOST_ROWS]],
        _MORE.format(more=left)[language] if left > 0 else "",
    )


def _row(one: Change, report: Report) -> Row:
    language = report.language
    names = " → ".join(map(name, names_of(one)))
    told = prose(one.told[language]) if one.told else ""
    properties = ", ".join(name(it.removeprefix("Properties.")) for it in one.properties)
    stage = name(one.subject.stage or "")
    cells = (f"{stage}: {names}" if stage else names, name(one.subject.type), properties, told)
    return Row(one.action.value, WORDS[one.action][language], cells)
