"""What somebody else says, fit to be shown: one line, short, without credentials."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from synthgate.secrets.mask import Mask

LONGEST = 500
"""How many letters of a text are kept."""
READ = 20_000
"""How many letters of a text are looked at; the rest says nothing that is shown."""
CUT = "…"
"""What ends a text of which not all is shown."""
_LINK = 2000
_TOKENS = Mask()
"""The mask that covers credentials of known kinds."""


def one_line(words: object, most: int = LONGEST, mask: Mask | None = None) -> str:
    """A text without line breaks, control characters and secrets; nothing of anything else.

    `mask` knows the secrets of a template that it may speak of.
    """
    if not isinstance(words, str):
        return ""
    return _masked(words, most, mask) if mask and mask.texts else _plain(words, most)


@lru_cache(maxsize=4096)
def _plain(words: str, most: int) -> str:
    """The same words come again and again: names of rules, levels, messages."""
    return _masked(words, most, _TOKENS)


def _masked(words: str, most: int, mask: Mask) -> str:
    words = words[:READ]
    seen = words if words.isprintable() else "".join(map(_seen, words))
    shown = mask.hide(" ".join(seen.split()))
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}{CUT}"


def _seen(letter: str) -> str:
    return letter if letter.isprintable() else " "


def link(written: object) -> str:
    """An address of the Web that is safe to offer, or nothing."""
    if not isinstance(written, str) or not 0 < len(written) <= _LINK:
        return ""
    if not written.isprintable() or set(written) & set(" <>\"'`\\"):
        return ""
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    is_plain = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc
    return written if is_plain and _TOKENS.hide(written) == written else ""
