"""Whether nothing is in a value."""

from __future__ import annotations

from typing import Any

from synthgate.model import Message
from synthgate.resolve.kleene import Truth, negation
from synthgate.resolve.values import ABSENT
from synthgate.rule.operators.length import has_length
from synthgate.rule.operators.operator import Operator, Row, truth


def _is_empty(value: Any, wanted: bool) -> Truth:
    """A string, list or mapping with nothing in it; what is absent has nothing either."""
    if value is ABSENT:
        return wanted
    empty = has_length(value, {"at-most": 0})
    return empty if wanted else negation(empty)


WORDS = (
    Operator(
        "empty",
        Message("whether nothing is in it"),
        _is_empty,
        truth,
        of_absent=True,
        of_shape=True,
        page=Row("true, false", "is a string, list or mapping with nothing in it, or absent"),
    ),
)
