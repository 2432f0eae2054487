"""Texts of other tools, as they may be shown: one line, bounded, without secrets."""

from __future__ import annotations

import re
from functools import lru_cache

from synthgate.secrets.mask import Mask

LONGEST = 500
"""How many letters of a text are shown; what a tool says of a rule takes a fifth of it."""
_MOST_READ = 20_000
"""How many letters of a text are looked at: the longest description of cdk-nag has 1,500."""
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_KERNEL = re.compile(r"[^\s'\"(]{0,200}jsii-kernel-[^\s'\")]{0,400}")
_CONTROLS = re.compile(r"(?:\s*-)?\s*\(Control IDs?: ")
_MASK = Mask()


@lru_cache(maxsize=4096)
def said(text: str) -> str:
    """A text in one line, with neither control characters nor credentials nor random paths.

    jsii unpacks libraries into folders with random names, which errors of rules may show.
    """
    plain = _SPACES.sub(" ", _KERNEL.sub("…", text[:_MOST_READ])).strip()
    shown = _MASK.hide(plain.encode("utf-8", "replace").decode())
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1].rstrip()}…"


@lru_cache(maxsize=4096)
def said_with_controls(text: str) -> tuple[str, tuple[str, ...]]:
    """What a rule of cdk-nag says, without the controls that it names; and those.

    They stand in parentheses that hold others: ``… - (Control IDs: AC-2(4), AU-2b).`` (cdk-nag,
    the packs of HIPAA, NIST and PCI).
    """
    text = text[:_MOST_READ]
    start = _CONTROLS.search(text)
    end = _closing(text, start.end()) if start else -1
    if start is None or end < 0:
        return said(text), ()
    names = (said(one) for one in text[start.end() : end].split(","))
    controls = tuple(dict.fromkeys(filter(None, names)))
    return said(f"{text[: start.start()]}{text[end + 1 :]}"), controls


def _closing(text: str, start: int) -> int:
    """Where the parenthesis closes that is open at an offset; -1 where it never does."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return at
    return -1
