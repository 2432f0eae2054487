"""Texts of other tools, as they may be shown: one line, bounded, without secrets."""

from __future__ import annotations

import re
from functools import lru_cache

from synthgate.secrets.hearsay import CUT, READ, one_line

_KERNEL = re.compile(r"[^\s'\"(]{0,200}jsii-kernel-[^\s'\")]{0,400}")
_CONTROLS = re.compile(r"(?:\s*-)?\s*\(Control IDs?: ")


@lru_cache(maxsize=4096)
def said(text: str) -> str:
    """A text in one line, with neither control characters nor credentials nor random paths.

    jsii unpacks libraries into folders with random names, which errors of rules may show.
    """
    return one_line(_KERNEL.sub(CUT, text[:READ]))


@lru_cache(maxsize=4096)
def said_with_controls(text: str) -> tuple[str, tuple[str, ...]]:
    """What a rule of cdk-nag says, without the controls that it names; and those.

    They stand in parentheses that hold others: ``… - (Control IDs: AC-2(4), AU-2b).`` (cdk-nag,
    the packs of HIPAA, NIST and PCI).
    """
    text = text[:READ]
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
