"""Regular expressions."""

from __future__ import annotations

from typing import Any

from synthgate.model import Message
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, scalar_text
from synthgate.rule.operators.operator import Operator, text
from synthgate.rule.regex import Regex, regex


def _pattern(written: Any) -> Regex:
    return regex(text(written))


def _matches(value: Any, pattern: Regex) -> Truth:
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    return isinstance(value, str | int | float) and pattern.found_in(scalar_text(value))


WORDS = (
    Operator(
        "matches",
        Message("this regular expression (RE2) is found in it"),
        _matches,
        _pattern,
        Message("this regular expression (RE2) is not found in it"),
    ),
)
