r"""Globs over construct paths, names and types, matched in time linear in the text.

``*`` stands for any letters of one step of a path, ``**`` for any letters at all (``**/`` also for
none), ``?`` for one letter. All else is itself: construct paths hold brackets and braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from synthgate.rule.regex import regex

Fits = Callable[[str], bool]

_PIECE = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_MEANS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_WILD = frozenset("*?")


def is_glob(written: str) -> bool:
    """Whether a text stands for others."""
    return not _WILD.isdisjoint(written)


@lru_cache(maxsize=4096)
def glob(written: str) -> Fits:
    """Whether a text fits a glob, as a whole."""
    if not is_glob(written):
        return written.__eq__
    pieces = (_MEANS.get(piece) or _quoted(piece) for piece in _PIECE.findall(written))
    return regex(rf"(?s)\A{''.join(pieces)}\Z").found_in


def _quoted(text: str) -> str:
    r"""A text as RE2 takes it letter by letter (RE2, "Syntax", \Q…\E)."""
    return rf"\Q{text}\E".replace("\\E", r"\E\\E\Q", text.count("\\E"))
