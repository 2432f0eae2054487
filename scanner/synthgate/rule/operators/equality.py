"""Whether there is a value, and whether it is the one that a card names, or one of several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import as_boolean, is_set
from synthgate.resolve.kleene import Truth, disjunction, negation
from synthgate.rule.operators.operator import Operator, Row, anything, items, truth
from synthgate.rule.texts.sameness import equal_texts


def _exists(value: Any, wanted: bool) -> Truth:
    there = is_set(value)
    return there if wanted else negation(there)


def _one_of(value: Any, choices: Any) -> Truth:
    return disjunction(equal_texts(value, choice) for choice in choices)


def _equality_with(wanted: Any) -> Callable[[Any], Truth]:
    """Equality of plain values: texts are equal letter by letter."""
    if isinstance(wanted, bool):
        return lambda value: as_boolean(value) is wanted
    if isinstance(wanted, str):
        return lambda value: value == wanted if type(value) is str else equal_texts(value, wanted)
    return lambda value: equal_texts(value, wanted)


def _one_of_these(choices: Any) -> Callable[[Any], Truth]:
    if not all(isinstance(choice, str) for choice in choices):
        return lambda value: _one_of(value, choices)
    texts = frozenset(choices)
    return lambda value: value in texts if type(value) is str else _one_of(value, choices)


def _presence(wanted: bool) -> Callable[[Any], Truth]:
    return lambda value: (value is not None and value != "") is wanted


IN = Operator(
    "in",
    Message("it is one of these values; elsewhere: where to look (stack, environment, app)"),
    _one_of,
    items,
    Message("it is none of these values"),
    of_shape=True,
    ready=_one_of_these,
    page=Row("a list", "is one of these"),
)

WORDS = (
    Operator(
        "exists",
        Message("true: it is there and not empty; false: it is not"),
        _exists,
        truth,
        of_open=True,
        ready=_presence,
        page=Row("true, false", "is there: not absent, not `AWS::NoValue`, not an empty string"),
    ),
    Operator(
        "equals",
        Message("it is this value"),
        equal_texts,
        anything,
        Message("it is not this value"),
        of_itself=True,
        of_shape=True,
        ready=_equality_with,
        page=Row("anything", 'is the same; `true` and `"true"`, `1` and `"1"` are the same'),
    ),
    IN,
)
