"""The words of another tool as they stand in SARIF."""

from __future__ import annotations

import re

from synthgate.adapters.sarif.shapes import Json, items, mapping, text
from synthgate.secrets.hearsay import CUT, READ

NAME = 200
"""How many letters of a name are."""
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d{1,3})\}")
_EMBEDDED = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.){0,500})\]\([^()\s]{0,2000}\)")
_ESCAPED = re.compile(r"\\([\\\[\]])")
_BRACES = {"{{": "{", "}}": "}"}
_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)


def said(message: object, strings: Json, common: Json) -> str:
    """What a `message` says, as plain text (SARIF 2.1.0, 3.11).

    By its text, or by the id of one of the `strings` of its rule, or of those `common` to all
    rules; its arguments stand in place of `{0}`, links are their words.
    """
    given = mapping(message)
    key = text(given.get("id"))
    chosen = next(
        (found for found in map(_plain, (given, strings.get(key), common.get(key))) if found), ""
    )
    return without_links(
        _filled(_read(chosen), [text(one) for one in items(given.get("arguments"))])
    )


def _read(words: str) -> str:
    return words if len(words) <= READ else f"{words[:READ]}{CUT}"


def _plain(string: object) -> str:
    """What a message string says: its text, else its Markdown without blocks of code."""
    one = mapping(string)
    return text(one.get("text")) or _FENCED.sub(" ", text(one.get("markdown"))[:READ])


def _filled(words: str, arguments: list[str]) -> str:
    """Words with their arguments. Without any, braces are braces: many tools escape none."""

    def put(found: re.Match[str]) -> str:
        number = found[1]
        if number is None:
            return _BRACES[found[0]]
        return arguments[int(number)][:READ] if int(number) < len(arguments) else found[0]

    return _read(_PLACEHOLDER.sub(put, words)) if arguments else words


def without_links(words: str) -> str:
    """Words with embedded links as what they are called."""
    return _ESCAPED.sub(r"\1", _EMBEDDED.sub(r"\1", words)) if "[" in words else words
