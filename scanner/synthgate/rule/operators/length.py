"""How long a text, a list or a mapping is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.model import Message
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.operators.operator import Operator, Row
from synthgate.rule.operators.tally import Tally, limits_of, stays, tally
from synthgate.template.data import is_list, is_mapping


def has_length(value: Any, limits: Mapping[str, float]) -> Truth:
    """The letters of a string, the items of a list, the members of a mapping."""
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    parts = list(value.values()) if is_mapping(value) else value
    if is_list(parts):
        return tally([(True, stays(item)) for item in parts]).meets(limits)
    return isinstance(value, str) and Tally(len(value), len(value)).meets(limits)


WORDS = (
    Operator(
        "length",
        Message("how many letters, items or members it has"),
        has_length,
        limits_of,
        page=Row(
            "a number, or `{at-least: …, at-most: …, above: …, below: …, equals: …}`",
            "has so many characters, items, members",
        ),
    ),
)
