"""A statement as it is written: text, Markdown, JSON, CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import TextIO

import orjson

from synthgate.model import Language
from synthgate.statements.data import as_data, rows_of
from synthgate.statements.merged import Whole
from synthgate.statements.outline import Lines, Table, outline
from synthgate.workbench.markdown import prose, row
from synthgate_reports.csv_table import field_of
from synthgate_reports.wording import inert

_WIDEST = 70


def write(whole: Whole, form: str, language: Language, stream: TextIO) -> None:
    """Write a statement in a form, one of `statements.arguments.FORMS`."""
    _WRITERS[form](whole, language, stream)


def _json(whole: Whole, language: Language, stream: TextIO) -> None:
    stream.write(orjson.dumps(as_data(whole, language), option=orjson.OPT_INDENT_2).decode() + "\n")


def _csv(whole: Whole, language: Language, stream: TextIO) -> None:
    """RFC 4180; as the format `csv` has it, so that a spreadsheet computes nothing."""
    rows = [*rows_of(whole, language)]
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    stream.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    heads = [*rows[0]] if rows else []
    writer.writerow(heads)
    for one in rows:
        writer.writerow([field_of(one[head]) for head in heads])


def _text(whole: Whole, language: Language, stream: TextIO) -> None:
    for part in outline(whole, language):
        stream.writelines(f"{inert(line)}\n" for line in _plain(part))


def _plain(part: Lines | Table) -> Iterator[str]:
    if isinstance(part, Lines):
        yield from ("", part.title) if part.title else ()
        yield from (f"  {line}" for line in part.lines)
        return
    widths = [min(max(map(len, column)), _WIDEST) for column in zip(*part.rows, strict=True)]
    for cells in part.rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        yield f"  {'  '.join(padded)}".rstrip()


def _markdown(whole: Whole, language: Language, stream: TextIO) -> None:
    for part in outline(whole, language):
        stream.writelines(f"{inert(line)}\n" for line in _marked(part))


def _marked(part: Lines | Table) -> Iterator[str]:
    if isinstance(part, Lines):
        if part.title:
            yield from ("", f"{'#' * part.level} {prose(part.title)}", "")
        yield from (f"- {prose(line)}" for line in part.lines)
        return
    heads, *rest = part.rows
    yield ""
    yield row(map(prose, heads))
    yield "|---" * len(heads) + "|"
    for cells in rest:
        yield row(map(prose, cells))


_WRITERS: Mapping[str, Callable[[Whole, Language, TextIO], None]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
    "csv": _csv,
}
