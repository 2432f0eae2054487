"""The ids of a standard, as a table beside a framework has them: each demand, claimed or not.

The table is CSV (RFC 4180) with a line of names: ``id`` and ``group``, and perhaps ``title`` and
``title_ko`` (where the standard's words may be printed), ``levels`` (the baselines that a demand
belongs to, with spaces between) and ``as`` (what the same demand is called in the framework that
this one extends). Lines before it that begin with ``#`` say where the ids are from.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path

from synthgate.model import NOTHING, Message, Position, Problem, Text, words_of
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass

MAX_BYTES = 1_000_000
MAX_ROWS = 10_000
_NEEDED = ("id", "group")
_KNOWN = (*_NEEDED, "title", "title_ko", "levels", "as")


@dataclass(frozen=True, slots=True)
class Item:
    """One demand of a standard; `same_as` is its id in the framework that this one extends."""

    id: str
    group: str
    title: Text = NOTHING
    levels: tuple[str, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """Every demand of a standard by its id, in the standard's order."""

    items: Mapping[str, Item] = field(default_factory=dict[str, Item])


def read_standard(path: Path, name: str) -> tuple[Standard, list[Problem]]:
    """Read a table of ids that messages know by a name, and tell all that is wrong with it."""
    problems: list[Problem] = []

    def tell(text: Text, line: int | None = None) -> None:
        at = Position(line, 1) if line else None
        problems.append(Problem(ProblemCode.SETTING, text, name, at))

    items: dict[str, Item] = {}
    try:
        for line, row in _rows(_content(path)):
            item = _item(row)
            if not item.id or not item.group:
                tell(_EMPTY, line)
            elif item.id in items:
                tell(_TWICE.format(id=item.id), line)
            items[item.id] = item
    except UnicodeDecodeError:
        tell(Message("not UTF-8 text"))
    except _TableError as error:
        tell(error.text, error.line)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        tell(Message("cannot be read: {reason}").format(reason=reason))
    return Standard(items), problems


class _TableError(Exception):
    """A table that has no such form; `line` counts from 1."""

    def __init__(self, text: Text, line: int) -> None:
        super().__init__(text.en)
        self.text, self.line = text, line


def _content(path: Path) -> str:
    if not path.is_file():
        raise OSError(None, "not a regular file", str(path))
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES:,} bytes")
    return content.decode("utf-8-sig")


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by the names of its columns, with its line."""
    lines = text.splitlines(keepends=True)
    before = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(io.StringIO("".join(lines[before:])), strict=True)
    rows = _read(reader, before)
    heads = next(rows, list[str]())
    if len({*heads}) < len(heads):
        raise _TableError(_SAME_HEADS, before + 1)
    if unlike := {*_NEEDED} - {*heads} or {*heads} - {*_KNOWN}:
        raise _TableError(
            _HEADS.format(names=", ".join(sorted(unlike)), known=", ".join(_KNOWN)), before + 1
        )
    for number, row in enumerate(rows):
        at = before + reader.line_num
        if number >= MAX_ROWS:
            raise _TableError(_ROWS.format(most=MAX_ROWS), at)
        if len(row) != len(heads):
            raise _TableError(_CELLS.format(cells=len(row), heads=len(heads)), at)
        if any(_CONTROL.search(cell) for cell in row):
            raise _TableError(_UNSEEN, at)
        yield at, dict(zip(heads, map(str.strip, row), strict=True))


def _read(reader: Iterator[list[str]], before: int) -> Iterator[list[str]]:
    """The rows of a reader; where it stops, the line is told."""
    number = before
    try:
        for row in reader:
            number = before + getattr(reader, "line_num", 0)
            yield row
    except csv.Error as error:
        raise _TableError(_BROKEN.format(reason=error), number + 1) from error


def _item(row: Mapping[str, str]) -> Item:
    said = {"en": row.get("title", ""), "ko": row.get("title_ko", "")}
    titles = {language: title for language, title in said.items() if title}
    return Item(
        row["id"],
        row["group"],
        words_of(titles) if titles else NOTHING,
        tuple(row.get("levels", "").split()),
        row.get("as") or None,
    )


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Characters that nobody sees (C0 and C1 of ECMA-48), but tabs and the ends of lines."""
_BROKEN = Message("no table: {reason}")
_SAME_HEADS = Message("the line of names has a name twice")
_UNSEEN = Message("control characters are not allowed")
_EMPTY = Message("a row needs an id and a group")
_TWICE = Message("control {id!r} is defined twice")
_HEADS = Message("the line of names lacks, or does not know, {names}; there are {known}")
_ROWS = Message("more than {most:,} rows")
_CELLS = Message("{cells} cells, and {heads} names")
