"""The words of another tool as they stand in a report: one line, short, without credentials."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from synthgate.adapters.sarif.shapes import Json, items, mapping, text
from synthgate.secrets.mask import Mask

LONGEST = 500
"""How many letters of a message are kept."""
NAME = 200
"""How many letters of a name are."""
READ = 20_000
"""How many letters of a text are looked at; the rest says nothing that is shown."""
CUT = "…"
"""What ends a text of which not all was looked at."""
_LINK = 2000
_MASK = Mask()
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d{1,3})\}")
_EMBEDDED = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.){0,500})\]\([^()\s]{0,2000}\)")
_ESCAPED = re.compile(r"\\([\\\[\]])")
_BRACES = {"{{": "{", "}}": "}"}
_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)


def one_line(words: str, most: int = LONGEST) -> str:
    """Words without line breaks, control characters and credentials, cut where they go on."""
    return _clean(words[: 4 * most], most)


@lru_cache(maxsize=4096)
def _clean(words: str, most: int) -> str:
    seen = words if words.isprintable() else "".join(map(_seen, words))
    shown = _MASK.hide(" ".join(seen.split()))
    return shown if len(shown) <= most else f"{shown[: most - 1]}{CUT}"


def _seen(letter: str) -> str:
    return letter if letter.isprintable() else " "


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


def link(written: object) -> str:
    """An address of the Web that is safe to offer, or nothing."""
    address = text(written)
    if not 0 < len(address) <= _LINK or not address.isprintable() or " " in address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_plain = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc
    return address if is_plain and _MASK.hide(address) == address else ""
