"""Whether there is something at all."""

from __future__ import annotations

from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import is_set
from synthgate.resolve.kleene import Truth, negation
from synthgate.rule.operators.operator import Operator, truth


def _exists(value: Any, wanted: bool) -> Truth:
    there = is_set(value)
    return there if wanted else negation(there)


WORDS = (
    Operator(
        "exists",
        Message("true: it is there and not empty; false: it is not"),
        _exists,
        truth,
        of_open=True,
    ),
)
