"""Whether a value is the one that a card names, or one of several."""

from __future__ import annotations

from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, disjunction
from synthgate.rule.operators.operator import Operator, anything, items


def _one_of(value: Any, choices: Any) -> Truth:
    return disjunction(equal(value, choice) for choice in choices)


IN = Operator(
    "in",
    Message("it is one of these values; elsewhere: where to look (stack, environment, app)"),
    _one_of,
    items,
    Message("it is none of these values"),
)

WORDS = (
    Operator(
        "equals",
        Message("it is this value"),
        equal,
        anything,
        Message("it is not this value"),
        of_itself=True,
    ),
    IN,
)
