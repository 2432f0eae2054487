"""What the tables in CSV have in common: a byte order mark, quotes, CRLF, and no formula.

By RFC 4180: a line of names, commas, every field in quotes, CRLF. A byte order mark is before it:
without one Excel reads the file in the code page of the machine, and Korean is lost; LibreOffice,
pandas and Python's ``utf-8-sig`` take it. No field begins with a sign by which a spreadsheet takes
it for a formula (OWASP, "CSV Injection"): an apostrophe stands before that, and also behind a
semicolon or a tab within a field, at which some spreadsheets part fields.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from synthgate_reports.clipping import counted_cut
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TextIO

LONGEST = 16_000
"""Characters of a field: Excel takes 32,767 UTF-16 units, and parts longer ones."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SIGNS = (
    r"=+\-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_FORMULA = re.compile(rf"\A(?=[\s\"']*[{_SIGNS}])|(?<=[;\t])(?=[\s\"']*[{_SIGNS}])")


def write_table(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], stream: TextIO
) -> None:
    """Write a line of names, and a line of each row; what a row does not say is empty."""
    stream.write(_BOM)
    written = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    written.writerow(columns)
    for row in rows:
        written.writerow([field_of(row.get(name)) for name in columns])


def field_of(value: object) -> str:
    """A value as a spreadsheet shows it and computes nothing."""
    text = "" if value is None else str(value)
    return _short(text) if len(text) < _SHORT else _text(text)


def _text(text: str) -> str:
    return _FORMULA.sub("'", counted_cut(printable(text), LONGEST))


_SHORT = 200
_short = lru_cache(maxsize=1 << 14)(_text)  # most fields of a table stand in many of its rows
