"""Whether there is a value, and whether it is the one that a card names, or one of several."""

from __future__ import annotations

from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import equal, is_set
from synthgate.resolve.kleene import Truth, disjunction, negation
from synthgate.rule.operators.operator import Operator, anything, items, truth


def _exists(value: Any, wanted: bool) -> Truth:
    there = is_set(value)
    return there if wanted else negation(there)


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
        "exists",
        Message("true: it is there and not empty; false: it is not"),
        _exists,
        truth,
        of_open=True,
    ),
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
