"""JSON in a text of which some pieces are not known: ``{"Resource": "${Arn}"}``.

A piece inside quotes is a piece of that text: what a deployment puts there is taken to need no
quotes of its own. A piece outside of them is a value of which nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from synthgate.resolve.values import Partial, Reference, Unknown, text_of
from synthgate.template.data import is_list, is_mapping
from synthgate.template.json_text import embedded

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Around the number of a piece; letters that no text has a use for."""
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_QUOTED = re.compile(r'\\.|"', re.DOTALL)


def embedded_in_part(value: Partial) -> dict[str, Any] | None:
    """The JSON object that a text holds, as far as it is known; None where it holds none.

    None, too, where a key is not known: which others there are would not be, either.
    """
    try:
        return _object_in(value)
    except TypeError:  # among the choices of a piece is a list
        return _read(value)


@lru_cache(maxsize=256)
def _object_in(value: Partial) -> dict[str, Any] | None:
    return _read(value)


def _read(value: Partial) -> dict[str, Any] | None:
    if not value.prefix.lstrip().startswith("{"):
        return None
    if any(_OPEN in part for part in value.parts if isinstance(part, str)):
        return None
    found = embedded("".join(_marked(value)))
    return None if found is None or _has_open_key(found) else _filled(found, value)


def _marked(value: Partial) -> Iterator[str]:
    """The text with marks for its pieces, in quotes where they stand outside of any."""
    inside = False
    for number, part in enumerate(value.parts):
        if isinstance(part, str):
            yield part
            inside ^= sum(one == '"' for one in _QUOTED.findall(part)) % 2 == 1
        else:
            mark = f"{_OPEN}{number}{_CLOSE}"
            yield mark if inside else f'"{mark}"'


def _has_open_key(node: Any) -> bool:
    if is_mapping(node):
        return any(_OPEN in key for key in node) or any(map(_has_open_key, node.values()))
    return is_list(node) and any(map(_has_open_key, node))


def _filled(node: Any, value: Partial) -> Any:
    """What was read, with the pieces where their marks are."""
    if is_mapping(node):
        return {key: _filled(item, value) for key, item in node.items()}
    if is_list(node):
        return [_filled(item, value) for item in node]
    if not isinstance(node, str) or _OPEN not in node:
        return node
    pieces: list[str | Unknown | Reference] = [
        value.parts[int(piece)] if index % 2 else piece
        for index, piece in enumerate(_MARK.split(node))
    ]
    whole = [piece for piece in pieces if piece != ""]
    return whole[0] if len(whole) == 1 else text_of(whole)
