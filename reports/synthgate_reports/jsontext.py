"""Data as JSON text: indented, in the order given, and always valid UTF-8."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")
"""What a terminal obeys, or what turns the order of a line around; JSON writes it out as well."""


def dump(document: object, stream: TextIO) -> None:
    """Write the document, and a line end."""
    stream.writelines(pieces(document, "\n"))
    stream.write("\n")


def dump_each(documents: Iterable[object], stream: TextIO) -> None:
    """Write an array, each of its documents on a line of its own; all need not be in memory."""
    between = "[\n"
    for document in documents:
        stream.write(between + encoded(document))
        between = ",\n"
    stream.write("[]" if between.startswith("[") else "\n]")


def pieces(value: object, line: str = "") -> Iterator[str]:
    """A value as text, each of its lines beginning with `line`, if there is to be more than one.

    What an iterator gives is a list, of which one large item at a time is in memory, or a few small
    ones. Iterators may be the values of a document, and of the items of others; a list that is
    `Aside` may be that of the whole.
    """
    if isinstance(value, Aside):
        yield from value.pieces(line)
    elif _gives_items(type(value)):
        yield from _listed(cast("Iterator[Any]", value), line)
    elif _holds_items(value):
        colon = ": " if line else ":"
        held = cast("dict[str, Any]", value)
        inner, before = line and line + "  ", "{"
        for key, item in held.items():
            yield before + inner + encoded(key) + colon
            yield from pieces(item, inner)
            before = ","
        yield line + "}"
    else:
        text = encoded(value, indented=bool(line))
        yield text.replace("\n", line) if line else text  # within a string there is none


class Aside:
    """A list of a document whose items are met while one that stands before it is written.

    They wait as text: in memory, or in a file if there are many.
    """

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._text: list[str] = []
        self._size = 0
        self._file: TextIO | None = None

    def add(self, item: object) -> None:
        """One more item."""
        self._items.append(item)
        if len(self._items) == _MOST_AT_ONCE:
            self._write()

    def pieces(self, line: str) -> Iterator[str]:
        """The list as text; there are no more items."""
        if self._items:
            self._write()
        for text in self._written():
            yield text.replace("\n", line)
        yield line + "]" if self._size else "[]"

    def close(self) -> None:
        """Let the file go, if there is one."""
        if self._file:
            self._file.close()

    def _write(self) -> None:
        inner = "\n  "
        for text in _together(self._items, inner) or _one_by_one(self._items, inner):
            self._text.append(text if self._size else "[" + text[1:])
            self._size += len(text)
        self._items.clear()
        if sum(map(len, self._text)) > _MOST_IN_MEMORY:
            self._file = self._file or _temporary()
            self._file.writelines(self._text)
            self._text.clear()

    def _written(self) -> Iterator[str]:
        if self._file:
            self._file.seek(0)
            while text := self._file.read(_SMALL):
                yield text
        yield from self._text


def _temporary() -> TextIO:
    from tempfile import TemporaryFile  # noqa: PLC0415 - few reports are so large

    return TemporaryFile("w+", encoding="utf-8", newline="")


def _holds_items(value: object) -> bool:
    """Whether a value is a document with iterators among its values."""
    if not isinstance(value, dict):
        return False
    return any(map(_gives_items, {*map(type, cast("dict[str, Any]", value).values())}))


def _listed(items: Iterator[Any], line: str) -> Iterator[str]:
    """What an iterator gives as a list: small items some at a time, for each call has its price."""
    inner, number, is_empty = line and line + "  ", 1, True
    while some := [*islice(items, number)]:
        size = 0
        for text in _together(some, inner) or _one_by_one(some, inner):
            yield "[" + text[1:] if is_empty else text
            is_empty, size = False, size + len(text)
        number = min(2 * number, _MOST_AT_ONCE) if size < _SMALL else 1
    yield "[]" if is_empty else line + "]"


_MOST_AT_ONCE = 64
_SMALL = 64 * 1024
"""Characters of which one call writes no more, about."""
_MOST_IN_MEMORY = 1024 * 1024


def _together(items: list[Any], line: str) -> tuple[str] | None:
    """Items as one text, like `_one_by_one`; None where they have to be written by that."""
    if any(map(_gives_items, {*map(type, items)})) or any(map(_holds_items, items)):
        return None
    try:
        text = orjson.dumps(items, option=orjson.OPT_INDENT_2 if line else None).decode()
    except TypeError:
        return None
    # Between the brackets, where items stand two columns further in already.
    return ("," + _for_all(text[1:-2].replace("\n", line[:-2]) if line else text[1:-1]),)


def _one_by_one(items: list[Any], line: str) -> Iterator[str]:
    """Items of a list in pieces; a comma stands before each."""
    for item in items:
        yield "," + line
        yield from pieces(item, line)


@cache
def _gives_items(kind: type) -> bool:
    """Whether values of a type are iterators, or stand for what they gave."""
    return hasattr(kind, "__next__") or kind is Aside


def encoded(document: object, *, indented: bool = False) -> str:
    """The document as text, on one line unless it is to be indented."""
    try:
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2 if indented else None).decode()
    except TypeError:
        # A file name that is no UTF-8, or "\ud800" in a YAML string: half a
        # character, which neither UTF-8 nor any reader of JSON takes.
        text = json.dumps(document, ensure_ascii=False, indent=2 if indented else None)
        text = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return _for_all(text)


def _for_all(text: str) -> str:
    """The same string to every reader of JSON, and to none who is shown it a command."""
    if not text.isascii() or "\x7f" in text:
        text = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.replace("##", r"#\u0023")
