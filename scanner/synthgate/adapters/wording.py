"""The words of another tool, fit to be shown: a line each, short, and without credentials."""

from __future__ import annotations

import re
from functools import lru_cache

from synthgate.secrets.mask import Mask

LONGEST = 500
"""How many letters of a text are kept."""
_LINK = re.compile(r"https?://[^\s<>\"'`\\]{1,2000}")


def one_line(words: object, most: int = LONGEST) -> str:
    """A text without line breaks, control characters and credentials; nothing of anything else."""
    return _shown(words[: 4 * most], most) if isinstance(words, str) else ""


@lru_cache(maxsize=4096)
def _shown(words: str, most: int) -> str:
    seen = "".join(letter if letter.isprintable() else " " for letter in words)
    shown = Mask().hide(" ".join(seen.split()))
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def web_address(written: object) -> str:
    """An address of the web that holds no credential; nothing of anything else."""
    if not isinstance(written, str) or not _LINK.fullmatch(written):
        return ""
    return written if written.isprintable() and Mask().hide(written) == written else ""
