"""A few lines of a file for a person: numbered, the line in question marked."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from synthgate.records import dataclass
from synthgate_reports.wording import line_of, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Excerpt, Location

# Characters of a line that are shown: a minified template is one line of megabytes.
WIDTH = 100
# How much of it comes before the place in question, when it does not begin the line.
_BEFORE = 40
_CUT = "..."
_TAB = "    "


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of an excerpt as they are shown, and the marked part of one of them.

    `index` is that of the marked line; `start` and `end` are characters of it, from 0.
    """

    lines: tuple[str, ...]
    index: int
    start: int
    end: int


def shown(location: Location) -> Shown | None:
    """The lines around a place, without numbers; None where none are known."""
    excerpt = location.excerpt
    marked = line_of(excerpt, location.start.line)
    if excerpt is None or marked is None:
        return None
    first = _first_shown(marked, location.start.column)
    start, end = _span(location)
    before = (len(_CUT) if first else 0) + len(_visible(marked[first:start]))
    length = len(_visible(marked[start : min(end, first + WIDTH)]))
    lines = tuple(_shown(line, first) for line in excerpt.lines)
    return Shown(lines, location.start.line - excerpt.first, before, before + length)


def numbered(location: Location, *, caret: bool, around: bool = True) -> list[tuple[str, bool]]:
    """The lines to show, and of each whether it belongs to the mark.

    `around` shows the neighbours too, `caret` points at the column below the line.
    """
    excerpt = location.excerpt
    marked = line_of(excerpt, location.start.line)
    if excerpt is None or marked is None:
        return []
    first = _first_shown(marked, location.start.column)
    gutter = len(str(excerpt.first + len(excerpt.lines) - 1))
    return list(_rows(excerpt, location, first, gutter, caret=caret, around=around))


def _rows(
    excerpt: Excerpt, location: Location, first: int, gutter: int, *, caret: bool, around: bool
) -> Iterator[tuple[str, bool]]:
    for number, line in enumerate(excerpt.lines, excerpt.first):
        marked = number == location.start.line
        if marked or around:
            sign = ">" if marked else " "
            yield f"{sign} {number:>{gutter}} | {_shown(line, first)}".rstrip(), marked
        if marked and caret:
            yield f"  {'':>{gutter}} | {_caret(line, location, first)}", True


def _first_shown(line: str, column: int) -> int:
    """The index of the first character shown, the same for each line of the excerpt."""
    return 0 if len(line) <= WIDTH or column <= WIDTH // 2 else column - 1 - _BEFORE


def _shown(line: str, first: int) -> str:
    before = _CUT if first else ""
    after = _CUT if len(line) > first + WIDTH else ""
    return before + _visible(line[first : first + WIDTH]) + after


def _caret(line: str, location: Location, first: int) -> str:
    """Carets below the span, or below its first character if it ends on another line."""
    start, end = _span(location)
    before = (len(_CUT) if first else 0) + cells(_visible(line[first:start]))
    return " " * before + "^" * max(1, cells(_visible(line[start : min(end, first + WIDTH)])))


def _span(location: Location) -> tuple[int, int]:
    """The marked characters of the line, from 0: the first alone where the end is on another."""
    start = location.start.column - 1
    same = location.end.line == location.start.line
    return start, location.end.column - 1 if same else start + 1


def _visible(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def cells(text: str) -> int:
    """How many columns of a terminal the text takes: Korean letters take two each."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, columns: int) -> str:
    """As much of the text as has room in so many columns, with a sign that it goes on."""
    if cells(text) <= columns:
        return text
    return text[: _fitting(text, columns - len(_CUT))] + _CUT


def cut_before(text: str, columns: int) -> str:
    """The end of the text: that of a path, or of a stack's name, tells it from its neighbours."""
    if cells(text) <= columns:
        return text
    room = _fitting(text[::-1], columns - len(_CUT))
    return _CUT + text[len(text) - room :]


def _fitting(text: str, columns: int) -> int:
    """How many characters of the text have room."""
    for number, character in enumerate(text):
        columns -= _cells(character)
        if columns < 0:
            return number
    return len(text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
