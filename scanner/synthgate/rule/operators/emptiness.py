"""Whether nothing is in a value."""

from __future__ import annotations

from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import may_be_left_out
from synthgate.resolve.kleene import Truth, negation
from synthgate.resolve.values import ABSENT
from synthgate.rule.operators.length import has_length
from synthgate.rule.operators.operator import Operator, Row, truth
from synthgate.template.data import is_list, is_mapping


def _is_empty(value: Any, wanted: bool) -> Truth:
    """A string, list or mapping with nothing in it; what is absent has nothing either."""
    if value is ABSENT:
        return wanted
    empty = not value if _is_told(value) else has_length(value, {"at-most": 0})
    return empty if wanted else negation(empty)


def _is_told(value: Any) -> bool:
    """Whether a look tells: a part that stays is enough not to be empty."""
    if is_mapping(value) or is_list(value):
        parts = value.values() if is_mapping(value) else value
        return not may_be_left_out(next(iter(parts), None))
    return isinstance(value, str)


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
