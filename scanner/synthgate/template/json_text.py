"""JSON to plain data, and places in it.

orjson reads; `JsonLocator` goes back with the standard library's C scanner, which
skips a value at the price of reading it and says where it ended. Nothing is
indexed that no finding asks for.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import orjson

from synthgate.errors import TemplateError
from synthgate.model import Message, Position
from synthgate.template.data import count_keys, is_mapping, key_twice, too_deep
from synthgate.template.document import Route, position_at

_KEY_ENDS = re.compile(rb'"\s*:')
_STRINGS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"\s*(:?)', re.DOTALL)
_KEYS_AND_BRACES = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")\s*(:?)|[{}]', re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(strict=False)

Entry = tuple[int, int, int]
"""Offsets of one member: its key (or the value again, in an array), its value, its end."""


def parse(content: bytes) -> Any:
    """Plain data of a JSON text.

    Raises:
        TemplateError: not JSON, nested too deeply, or a key twice; with the place of it.
    """
    return checked(loads(content), content)


def loads(content: bytes) -> Any:
    """Plain data of a JSON text, in which the last of two equal keys has won.

    Raises:
        TemplateError: not JSON, with the place where it stops being so.
    """
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        reason = error.msg.split(":", 1)[0]
        raise TemplateError(
            Message(
                "not valid JSON: {reason}; is the file complete? If it was generated, do so again"
            ).format(reason=reason),
            Position(error.lineno, error.colno),
        ) from error


def checked(data: Any, content: bytes) -> Any:
    """The data that a JSON text gave, if nothing of the text is lost in it.

    As many keys as the text has ends of keys: then no two were equal. To count what looks
    like one (``":`` also stands in strings) is a third of the price of telling them apart, so
    that comes first.

    Raises:
        TemplateError: nested too deeply, or a key twice; with the place of the second.
    """
    keys = count_keys(data)
    if keys is None:
        raise too_deep()
    if len(_KEY_ENDS.findall(content)) != keys and _STRINGS.findall(content).count(b":") != keys:
        _refuse_second_key(content.decode())
    return data


def _refuse_second_key(text: str) -> None:
    """Raise for the first key of a JSON text that its object has already."""
    around: list[set[str]] = []
    for token in _KEYS_AND_BRACES.finditer(text):
        if token[0] == "{":
            around.append(set())
        elif token[0] == "}":
            around.pop()
        elif token[2]:
            key = _DECODER.decode(token[1])
            if key in around[-1]:
                raise key_twice(key, position_at(text, token.start()))
            around[-1].add(key)


def embedded(value: object) -> dict[str, Any] | None:
    """The JSON object that a string holds, as policy documents may be given.

    None where it holds none: it is no string, or one of something else than an object, of
    broken JSON, too deep, or with a key twice.
    """
    return _object_in(value) if isinstance(value, str) and value.lstrip()[:1] == "{" else None


@lru_cache(maxsize=1024)
def _object_in(text: str) -> dict[str, Any] | None:
    try:
        found = parse(text.encode())
    except (TemplateError, UnicodeEncodeError):  # the latter of half a surrogate pair
        return None
    return found if is_mapping(found) else None


class JsonLocator:
    """Finds routes in a JSON text, remembering the objects it has passed through."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._members: dict[int, dict[str | int, Entry]] = {}

    def span(self, route: Route) -> tuple[int, int]:
        """Start and end offset of the deepest part of the route that is there."""
        start = _SPACE.match(self._text).end()  # type: ignore[union-attr] # matches always
        entry: Entry = start, start, start + 1
        for step in route:
            found = self._entries(entry[1]).get(step)
            if found is None:
                break
            entry = found
        return self._extent(entry)

    def _extent(self, entry: Entry) -> tuple[int, int]:
        """A key with its value where that is short; the key alone where it is a block."""
        key, value, end = entry
        if self._text[value] not in "{[":
            return key, end
        return key, value + 1 if key == value else _DECODER.raw_decode(self._text, key)[1]

    def _entries(self, at: int) -> dict[str | int, Entry]:
        if at not in self._members:
            read = {"{": self._object, "[": self._array}.get(self._text[at])
            self._members[at] = read(at + 1) if read else {}
        return self._members[at]

    def _object(self, at: int) -> dict[str | int, Entry]:
        entries: dict[str | int, Entry] = {}
        at = self._skip(at)
        while self._text[at] == '"':
            key, after = _DECODER.raw_decode(self._text, at)
            value = self._skip(self._skip(after) + 1)  # over the colon
            _, end = _DECODER.raw_decode(self._text, value)
            entries[key] = at, value, end
            at = self._skip(self._skip(end) + 1)  # over the comma, or the closing brace
            if at >= len(self._text):
                break
        return entries

    def _array(self, at: int) -> dict[str | int, Entry]:
        entries: dict[str | int, Entry] = {}
        at = self._skip(at)
        while self._text[at] != "]":
            _, end = _DECODER.raw_decode(self._text, at)
            entries[len(entries)] = at, at, end
            at = self._skip(end)
            if self._text[at] == ",":
                at = self._skip(at + 1)
        return entries

    def _skip(self, at: int) -> int:
        return _SPACE.match(self._text, at).end()  # type: ignore[union-attr] # matches always
