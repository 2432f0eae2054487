"""Lines of a text, and their columns as editors count them.

An editor counts UTF-16 code units from nought, unless it agrees to something else (LSP 3.17,
"Position"); here columns count code points from one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from lsprotocol import types

from synthgate.model import Position
from synthgate.records import dataclass
from synthgate.sources.places import read_bounded

MOST_BYTES = 4 * 1024 * 1024
"""Of a program; what is larger is not looked at."""
_LINE_END = re.compile(r"\r\n|\n|\r")

Units = Callable[[str], int]
"""How many units of the editor's a text has."""


@dataclass(frozen=True, slots=True)
class Span:
    """From one place to another, which is not part of it any more."""

    start: Position
    end: Position


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends, as the protocol parts them."""
    return _LINE_END.split(text)


def digest_of(text: str) -> str:
    """What stands for a text, whatever its lines end with: an editor may have its own way."""
    plain = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def text_at(path: Path) -> str | None:
    """The text of a file; None where there is none, or one that is no program."""
    try:
        content = read_bounded(path, MOST_BYTES)
    except OSError:
        return None
    return None if len(content) > MOST_BYTES else content.decode("utf-8", "replace")


def lines_at(path: Path) -> Sequence[str]:
    """The lines of a file; none where there is no file."""
    return _lines(path, stamp_of(path))


@lru_cache(maxsize=16)
def _lines(path: Path, _: object) -> Sequence[str]:
    """The lines, which are read again when the file was written again."""
    return lines_of(text_at(path) or "")


def stamp_of(path: Path) -> tuple[int, int] | None:
    """When a file was written and how long it is; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def whole_line(lines: Sequence[str], number: int) -> Span:
    """A line from its first sign to its last."""
    line = lines[number - 1] if number <= len(lines) else ""
    start = len(line) - len(line.lstrip()) + 1
    return Span(Position(number, start), Position(number, max(start, len(line.rstrip()) + 1)))


def range_of(span: Span, lines: Sequence[str], units: Units) -> types.Range:
    """A span as the editor counts."""
    start, end = (_position(one, lines, units) for one in (span.start, span.end))
    return types.Range(start, end)


def _position(at: Position, lines: Sequence[str], units: Units) -> types.Position:
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    return types.Position(at.line - 1, units(line[: at.column - 1]))


def meets(one: types.Range, other: types.Range) -> bool:
    """Whether two ranges have a place in common, their ends included."""
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(at: types.Position) -> tuple[int, int]:
    return at.line, at.character
