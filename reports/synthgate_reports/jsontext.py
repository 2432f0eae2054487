"""Data as JSON text: indented, in the order given, and always valid UTF-8."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")
"""What a terminal obeys, or what turns the order of a line around; JSON writes it out as well."""
_WHOLE = frozenset({str, int, float, bool, type(None), list, dict, tuple})
"""Most values of a document are of these types, and no iterators."""


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

    What an iterator gives is a list, of which one item at a time is in memory. Iterators may be the
    values of a document, and of the items of others.
    """
    if isinstance(value, Iterator):
        items = cast("Iterator[Any]", value)
        yield from _enclosed("[]", (("", item) for item in items), line)
        return
    held = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    known = _WHOLE.issuperset(map(type, held.values()))
    if not known and any(hasattr(item, "__next__") for item in held.values()):
        colon = ": " if line else ":"
        named = ((encoded(key) + colon, item) for key, item in held.items())
        yield from _enclosed("{}", named, line)
        return
    text = encoded(cast("object", value), indented=bool(line))
    yield text.replace("\n", line) if line else text  # within a string there is none


def _enclosed(ends: str, items: Iterable[tuple[str, Any]], line: str) -> Iterator[str]:
    """Items, each with what stands before it, in their brackets."""
    inner, before = line and line + "  ", ends[0]
    for label, item in items:
        yield before + inner + label
        yield from pieces(item, inner)
        before = ","
    yield ends if before == ends[0] else line + ends[1]


def encoded(document: object, *, indented: bool = False) -> str:
    """The document as text, on one line unless it is to be indented."""
    try:
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2 if indented else None).decode()
    except TypeError:
        # A file name that is no UTF-8, or "\ud800" in a YAML string: half a
        # character, which neither UTF-8 nor any reader of JSON takes.
        text = json.dumps(document, ensure_ascii=False, indent=2 if indented else None)
        text = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    # The same string to every reader of JSON, and to none who is shown it a command.
    text = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.replace("##", r"#\u0023")
