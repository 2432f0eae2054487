"""Strings of which some pieces are known: joining, splitting, dynamic references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product
from typing import Any

from synthgate.resolve.budget import TOO_LONG, weight
from synthgate.resolve.causes import Decider
from synthgate.resolve.shapes import never_holds, pieces_of
from synthgate.resolve.values import (
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    causes_of,
    distinct,
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


def json_of(value: Any) -> Any:
    """A value written as JSON, as `Fn::ToJsonString` does.

    What an `Fn::If` may leave out has no key then, and what may be a list no quotes: such a value
    is one of several texts, or unknown where there are too many.
    """
    forms = _forms(value)
    if forms is None:
        own = unknown(Decider.FUNCTION, "Fn::ToJsonString").causes
        return Unknown(distinct((*own, *causes_of(value))))
    texts = [joined(list(_json(form))) for form in forms]
    return texts[0] if len(texts) == 1 else Unknown(causes_of(value), tuple(texts))


_MOST_FORMS = 16
"""How many texts one value may come to; of more, none is written."""


def _forms(value: Any) -> list[Any] | None:
    """What a value may be, without open pieces but those of texts; None of too much."""
    if isinstance(value, Unknown) and not all(isinstance(one, str) for one in value.choices):
        choices = [_forms(choice) for choice in value.choices]
        return _few(form for forms in choices if forms for form in forms) if all(choices) else None
    if is_mapping(value):
        items = [_forms(item) for item in value.values()]
    elif is_list(value):
        items = [_forms(item) for item in value]
    else:
        return [value]
    made = [forms for forms in items if forms]
    if len(made) < len(items):
        return None
    return _few(_with_items(value, items) for items in product(*made))


def _with_items(value: Any, items: tuple[Any, ...]) -> Any:
    """A mapping with the same keys, else a list, of those items that are there."""
    if is_mapping(value):
        pairs = zip(value, items, strict=True)
        return {key: item for key, item in pairs if item is not NO_VALUE}
    return [item for item in items if item is not NO_VALUE]


def _few(forms: Iterable[Any]) -> list[Any] | None:
    found = list(islice(forms, _MOST_FORMS + 1))
    return found if len(found) <= _MOST_FORMS else None


def _json(value: Any) -> Iterator[Any]:
    if is_mapping(value):
        yield "{"
        for index, (key, item) in enumerate(value.items()):
            yield f"{',' if index else ''}{json.dumps(key)}:"
            yield from _json(item)
        yield "}"
    elif is_list(value):
        yield "["
        for index, item in enumerate(value):
            if index:
                yield ","
            yield from _json(item)
        yield "]"
    elif isinstance(value, Unknown | Reference | Partial):
        yield from ('"', value, '"')
    elif isinstance(value, str):
        yield json.dumps(value)
    else:
        yield "null" if value is None or value is NO_VALUE else scalar_text(value)
