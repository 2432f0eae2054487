"""Paths from their text.

jsonpath-ng reads it. A plain path, as most are, is split here: importing jsonpath-ng costs as
much as scanning a template.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from synthgate.patterns import pattern
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, decided
from synthgate.resolve.values import ABSENT
from synthgate.rule.paths.descent import descendants
from synthgate.rule.paths.path import Path
from synthgate.rule.paths.steps import At, Each, Field, Keep, Step, Test, members
from synthgate.template.data import is_mapping

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_QUOTED = r"""(?:"[^"'\\]+"|'[^"'\\]+')"""
_PLAIN_STEP = pattern(
    rf"\.({_NAME})|\[(\*)\]|\[([0-9]+)\]|\.(\*)|\[({_QUOTED})\]"
    rf"|\[\?\(@\.({_NAME})\s*==\s*({_QUOTED})\)\]"
    rf"|\.\.({_NAME})(?!\.[^.])"
)
_PLAIN = pattern(rf"\$(?:{_PLAIN_STEP.pattern})*\Z")
"""Paths that are split here, as jsonpath-ng would: names, items, members, one equality, a name at
any depth. Behind that, jsonpath-ng takes ``..A.B`` for ``..(A.B)``, and shall say what it finds."""


@lru_cache(maxsize=4096)
def compile_path(text: str) -> Path:
    """Read a path.

    Raises:
        CardError: it is no JSONPath, or of a kind that makes no sense in a rule.
    """
    if _PLAIN.match(text):
        steps = (_plain_step(match) for match in _PLAIN_STEP.finditer(text))
        return Path(text, tuple(steps))
    from synthgate.rule.paths import parsed  # noqa: PLC0415 - see the module docstring

    return Path(text, parsed.steps_of(text))


def _plain_step(match: re.Match[str]) -> Step:
    key, star, index, every, quoted, name, text, deep = match.groups()
    if deep:
        return descendants((Field(deep),))
    if star:
        return Each()
    if every:
        return members
    if name:
        return Keep((_equals(name, text[1:-1]),))
    return At(int(index)) if index else Field(key or quoted[1:-1])


def _equals(name: str, text: str) -> Test:
    """The filter ``[?(@.name == "text")]``; what is absent is equal to nothing."""
    target = Path(f"@.{name}", (Field(name),))

    def test(value: Any) -> Truth:
        written = value.get(name) if is_mapping(value) else None
        if isinstance(written, str):
            return written == text
        found = (match.value for match in target.find(value))
        return conjunction(
            item is not ABSENT and decided(lambda known: equal(known, text), item) for item in found
        )

    return test
