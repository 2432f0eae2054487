"""A workbook whose rows are written as they come, with the same bytes for the same rows.

openpyxl writes it (the extra ``xlsx``): each sheet into a temporary file, so that memory does not
grow with the rows. Nothing that is given is ever a formula: texts are strings by their type, and
marked as such, so that a program in which somebody edits a cell takes it for text again.

Limits of Excel ("Excel specifications and limits"): 1,048,576 rows and 65,530 links a sheet, 32,767
characters a cell, 31 a sheet's name.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib import import_module
from math import ceil
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from synthgate.records import dataclass
from synthgate_reports.clipping import counted_cut
from synthgate_reports.csv_text import LONGEST
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_ROWS = 1_048_576
MOST_LINKS = 65_000
"""Links of a sheet: cells behind these have the same text without one."""
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive, the earliest that one may have."""
_FILLS = {
    "good": "D5EBD8",
    "bad": "F6D0CD",
    "open": "FBE8BF",
    "grey": "E4E6EA",
}
"""Backgrounds, each light enough for black letters; the word in the cell says the same."""
_HEAD = "26364D"
_FONTS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "color": "FFFFFF"},
    "strong": {"bold": True},
    "number": {"bold": True},
    "title": {"bold": True, "sz": 14},
    "link": {"color": "0B57D0", "underline": "single"},
}
_FONT: dict[str, Any] = {"name": "Calibri", "sz": 11}
_PAGE = 170
"""Letters that a page of A4 has across, in a size that can be read."""
_LINE, _TALLEST = 15, 405
"""Points of a line, and of a row: Excel takes 409."""
_HANGUL = "\u1100"
"""From here on, letters are mostly twice as wide."""
_DOUBTFUL = re.compile(r"[\s'\"]*[=+\-@#\uff1d\uff0b\uff0d\uff20]")
"""How texts begin that a program would take for something else when somebody edits the cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in letters, and whether its texts are folded.

    A row is as high as its texts need; of one in this column, for no more lines than `most`.
    """

    heading: str
    width: float = 16
    folds: bool = False
    most: int = 27


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with more to it: a page (`link`) or a place of the book that it leads to, a look.

    `look` is one of ``good``, ``bad``, ``open``, ``grey``, ``strong``, ``number`` (the heading of
    numbers), ``title``, or empty.
    """

    text: str | int
    link: str = ""
    place: str = ""
    look: str = ""


Value = str | int | Cell | None


class Book:
    """A workbook that is written into a stream at the end."""

    def __init__(self, title: str, creator: str, made: int) -> None:
        """`made` is when it was made, in milliseconds from the start of 1970."""
        self._book: Any = import_module("openpyxl").Workbook(write_only=True)
        properties = self._book.properties
        moment = datetime.fromtimestamp(made / 1000, UTC).replace(tzinfo=None)
        properties.created = properties.modified = moment
        properties.title, properties.creator = plain(title), plain(creator)
        self._names: set[str] = {"history"}  # Excel keeps that one for itself

    def name(self, wanted: str) -> str:
        """A name that no other sheet has, whatever the case of its letters, and that is legal."""
        whole = _NOT_IN_NAMES.sub("-", printable(wanted)).strip(" '") or "-"
        number, name = 1, _cut(whole, _LONGEST_NAME)
        while name.casefold() in self._names:
            number += 1
            end = f" ({number})"
            name = _cut(whole, _LONGEST_NAME - len(end)) + end
        self._names.add(name.casefold())
        return name

    def sheet(self, name: str, columns: Sequence[Column], *, has_head: bool = True) -> Sheet:
        """A new sheet of a name that `name` has given."""
        return Sheet(self._book, name, columns, has_head=has_head)

    def write(self, stream: BinaryIO) -> None:
        """Write it all, as an archive whose files have one date."""
        writer: Any = import_module("openpyxl.writer.excel")
        with TemporaryFile() as whole:
            archive = _Archive(whole, "w", ZIP_DEFLATED)
            writer.ExcelWriter(self._book, archive).save()
            whole.seek(0)
            while block := whole.read(1 << 20):
                stream.write(block)


class _Archive(ZipFile):
    """An archive that does not tell when its files were written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(_entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with Path(filename).open("rb") as read, self.open(_entry(arcname), "w") as written:
            while block := read.read(1 << 20):
                written.write(block)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _NO_DAY)
    entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, 0o600 << 16, 3
    return entry


def _cut(text: str, most: int) -> str:
    """So much of a text as has that many UTF-16 units."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.rstrip(" '") or "-"


def plain(text: str) -> str:
    r"""A text as a cell may have it.

    What no cell may have, control characters and halves of pairs, is written out by `printable`; a
    line end between two texts of ours stays. ``_x0041_`` is the format's own escape, which a
    program would show as ``A`` (ECMA-376, ST_Xstring).
    """
    lines = (printable(line) for line in text.split("\n"))
    return _ESCAPE.sub("_x005F_", counted_cut("\n".join(lines), LONGEST))


def _lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column."""
    room = max(1.0, width * 0.92)  # a word that has no room any more leaves some empty
    return sum(max(1, ceil(_width(line) / room)) for line in text[:LONGEST].split("\n"))


def _width(line: str) -> int:
    return len(line) if line.isascii() else sum(1 + (char >= _HANGUL) for char in line)


def to(sheet: str, row: int) -> str:
    """The place of a row in another sheet, its first cell."""
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!A{row}"


class Sheet:
    """A sheet: one row of headings that stays in sight, and rows that may be filtered."""

    def __init__(
        self, book: Any, name: str, columns: Sequence[Column], *, has_head: bool = True
    ) -> None:
        self._sheet: Any = book.create_sheet(name)
        self._styles: Any = import_module("openpyxl.styles")
        self._cell: Any = import_module("openpyxl.cell").WriteOnlyCell
        self._link: Any = import_module("openpyxl.worksheet.hyperlink").Hyperlink
        self._letter: Any = import_module("openpyxl.utils").get_column_letter
        self._columns = columns
        self._made: dict[tuple[object, ...], Any] = {}
        self._links, self._has_head = 0, has_head
        self._is_high = any(column.folds for column in columns)
        self.name, self.rows = name, 0
        for number, column in enumerate(columns, 1):
            self._sheet.column_dimensions[self._letter(number)].width = column.width
        self._printed()
        if has_head:
            self._sheet.freeze_panes = "B2"
            self._sheet.print_title_rows, self._sheet.print_title_cols = "1:1", "A:A"
            self.add([Cell(column.heading, look="head") for column in columns])

    def _printed(self) -> None:
        """On paper: A4 across, as many pages beside each other as it takes to be read."""
        sheet = self._sheet
        across = sum(column.width for column in self._columns) / _PAGE
        sheet.page_setup.fitToWidth = max(1, ceil(across)) if self._has_head else 1
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = import_module(
            "openpyxl.worksheet.properties"
        ).PageSetupProperties(fitToPage=True)

    @property
    def is_full(self) -> bool:
        """Whether there is room for one row only, which is to say how many more there are."""
        return self.rows >= MOST_ROWS - 1

    def add(self, row: Iterable[Value]) -> None:
        """Add a row, a value for each column from the first on."""
        cells: list[Any] = []
        lines = 1
        for index, value in enumerate(row):
            cells.append(None if value is None else self._of(index, value))
            if value is not None:
                lines = max(lines, self._high(self._columns[index], value))
        self.rows += 1
        if lines > 1:  # not every program finds out by itself how high a folded row is
            self._sheet.row_dimensions[self.rows].height = min(_LINE * lines, _TALLEST)
        self._sheet.append(cells)
        self._sheet.row_dimensions.pop(self.rows, None)

    def _high(self, column: Column, value: str | int | Cell) -> int:
        """How many lines a cell takes."""
        said = value if isinstance(value, Cell) else Cell(value)
        if not (column.folds or said.look == "head"):
            return 1
        return min(column.most, _lines(str(said.text), column.width))

    def close(self) -> None:
        """No more rows come: those that there are may be filtered."""
        if self._has_head and self.rows > 1:
            last = self._letter(len(self._columns))
            self._sheet.auto_filter.ref = f"A1:{last}{self.rows}"
        self._sheet.close()

    def _of(self, index: int, value: str | int | Cell) -> Any:
        said = value if isinstance(value, Cell) else Cell(value)
        folds, text = self._columns[index].folds, said.text
        if isinstance(text, int) and not (said.look or self._is_high):
            return text
        leads = bool(said.link or said.place) and self._links < MOST_LINKS
        look = said.look or ("link" if leads else "")
        text = plain(text) if isinstance(text, str) else text
        if isinstance(text, str) and not (look or self._is_high or _DOUBTFUL.match(text)):
            return text or None
        # A row is written before the next one is made: a cell serves its column in all of them.
        key = index, folds, look, leads, isinstance(text, str)
        cell = self._made.get(key)
        if cell is None:
            cell = self._made[key] = self._new(look, folds=folds, is_text=isinstance(text, str))
        cell.value = text
        if isinstance(text, str):
            cell.data_type = "s"  # "=1" would be a formula, "#N/A" an error
        if leads:
            self._links += 1
            way = {"target": said.link} if said.link else {"location": said.place}
            cell.hyperlink = self._link(ref="", **way)
        return cell

    def _new(self, look: str, *, folds: bool, is_text: bool) -> Any:
        styles = self._styles
        cell = self._cell(self._sheet)
        cell.quotePrefix = is_text
        is_head = look == "head"
        cell.alignment = styles.Alignment(
            vertical="top",
            wrap_text=folds or is_head,
            horizontal="right" if look == "number" else None,
        )
        if look in _FILLS or is_head:
            cell.fill = styles.PatternFill("solid", fgColor=_HEAD if is_head else _FILLS[look])
        if look in _FONTS:
            cell.font = styles.Font(**(_FONT | _FONTS[look]))
        return cell
