"""Strings of which some pieces are known: joining, splitting, dynamic references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from synthgate.resolve.budget import TOO_LONG, weight
from synthgate.resolve.shapes import never_holds, pieces_of
from synthgate.resolve.values import (
    NO_VALUE,
    Decider,
    Partial,
    Reference,
    Unknown,
    scalar_text,
    text_of,
    unknown,
)
from synthgate.template.data import is_container, is_list, is_mapping

PLACEHOLDER = re.compile(r"\$\{([^!{}][^{}]*)\}")
"""A name in the text of `Fn::Sub`; splitting by it puts names at the odd places."""

_LITERAL = re.compile(r"\$\{!([^{}]*)\}")
_DYNAMIC = re.compile(r"(\{\{resolve:[^{}]*\}\})")
DYNAMIC_START = "{{resolve:"


def literal(text: str) -> str:
    """Text between placeholders: ``${!Name}`` stands for ``${Name}``."""
    return _LITERAL.sub(r"${\1}", text)


def joined(pieces: list[Any]) -> Any:
    """A string of pieces; a piece alone stays what it is, so a reference stays one.

    `TOO_LONG` where the pieces come to more than any string may hold.
    """
    flat = [
        unknown(Decider.FUNCTION, "Fn::Sub") if piece is None or is_container(piece) else piece
        for piece in pieces
        if piece != "" and piece is not NO_VALUE
    ]
    if len(flat) == 1 and isinstance(flat[0], Unknown | Reference | Partial):
        return flat[0]
    return TOO_LONG if weight(flat) is None else text_of(flat)


def split(delimiter: str, text: object) -> list[Any] | Unknown | None:
    """The pieces of a string; None of what is no string.

    One that is known in part is split where no other part can hold the delimiter.
    """
    match text:
        case str():
            return text.split(delimiter) if delimiter else None
        case Unknown():
            return Unknown(text.causes, limits=pieces_of(text), of=text.of)
        case Partial(parts):
            return _split(delimiter, parts) or Unknown(text.causes)
        case Reference():
            return Unknown((text.cause,), of=(text,))
        case _:
            return None


def _split(delimiter: str, parts: Iterable[Any]) -> list[Any] | None:
    """The pieces of a string of parts; None where one of them may hold the delimiter."""
    items, unsure = _until_unsure(delimiter, parts)
    return items if unsure is None else None


def _until_unsure(delimiter: str, parts: Iterable[Any]) -> tuple[list[Any], Any]:
    """The pieces before a part that may hold the delimiter, and that part; None if there is none.

    Of a delimiter of several letters, any piece may begin in one part and end in another.
    """
    items: list[list[Any]] = [[]]
    for part in parts:
        if isinstance(part, str) and len(delimiter) == 1:
            first, *others = part.split(delimiter)
            items[-1].append(first)
            items.extend([other] for other in others)
        elif never_holds(part, delimiter):
            items[-1].append(part)
        else:
            return [joined(item) or "" for item in items[:-1]], part
    return [joined(item) or "" for item in items], None


def first_items(delimiter: str, text: object) -> list[Any]:
    """The first pieces of a string of which more is not known, as far as they are sure.

    A reference may hold the delimiter or not: the piece in which it begins is made of it alone.
    """
    if not isinstance(text, Partial) or len(delimiter) != 1:
        prefix = text.prefix if isinstance(text, Partial) and delimiter else ""
        return prefix.split(delimiter)[:-1] if prefix else []
    sure, part = _until_unsure(delimiter, text.parts)
    if isinstance(part, Reference):
        sure.append(Unknown((part.cause,), of=(part,)))
    return sure


def dynamic(value: Any, look_up: Callable[[str], Any]) -> Any:
    """A string with its dynamic references as the values that deployment will read.

    ``{{resolve:service:name}}`` may itself hold pieces that are not known; what stands in
    its braces then only names it. (CloudFormation User Guide, "Get values stored in
    other services using dynamic references".)
    """
    if isinstance(value, str):
        pieces = _DYNAMIC.split(value)
        if len(pieces) == 1:
            return value
        return joined(
            [look_up(piece) if index % 2 else piece for index, piece in enumerate(pieces)]
        )
    if isinstance(value, Partial) and any(
        isinstance(part, str) and DYNAMIC_START in part for part in value.parts
    ):
        text = "".join(part if isinstance(part, str) else "*" for part in value.parts)
        whole = _DYNAMIC.search(text)
        return look_up(whole[0] if whole else text)
    return value


def json_text(value: Any) -> Iterator[Any]:
    """The pieces of a value written as JSON, as `Fn::ToJsonString` does."""
    if is_mapping(value):
        yield "{"
        for index, (key, item) in enumerate(value.items()):
            yield f"{',' if index else ''}{json.dumps(key)}:"
            yield from json_text(item)
        yield "}"
    elif is_list(value):
        yield "["
        for index, item in enumerate(value):
            if index:
                yield ","
            yield from json_text(item)
        yield "]"
    elif isinstance(value, Unknown | Reference | Partial):
        yield from ('"', value, '"')
    elif isinstance(value, str):
        yield json.dumps(value)
    else:
        yield "null" if value is None or value is NO_VALUE else scalar_text(value)
