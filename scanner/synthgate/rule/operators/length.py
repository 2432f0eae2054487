"""How long a text, a list or a mapping is."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from synthgate.model import Message
from synthgate.resolve.kleene import Truth
from synthgate.resolve.shapes import lengths_of, limits_on
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, scalar_text
from synthgate.rule.operators.operator import Operator, Row
from synthgate.rule.operators.tally import Tally, limits_of, stays, tally
from synthgate.template.data import is_list, is_mapping


def has_length(value: Any, limits: Mapping[str, float]) -> Truth:
    """The letters of a string, the items of a list, the members of a mapping."""
    if isinstance(value, Partial | Reference | Unknown):
        return _length_of(value).meets(limits)
    parts = list(value.values()) if is_mapping(value) else value
    if is_list(parts):
        return tally([(True, stays(item)) for item in parts]).meets(limits)
    return isinstance(value, str) and Tally(len(value), len(value)).meets(limits)


def _length_of(value: Partial | Reference | Unknown) -> Tally:
    """How long a text is at least and at most; what need be no text may be of any length."""
    low, high = 0, 0.0
    for piece in value.parts if isinstance(value, Partial) else (value,):
        least, most = _widths(piece)
        low, high = low + least, high + most
    return Tally(low, high, causes_of(value))


def _widths(piece: str | Reference | Unknown) -> tuple[int, float]:
    if isinstance(piece, str):
        return len(piece), len(piece)
    if isinstance(piece, Reference):  # `Ref` gives a name, `Fn::GetAtt` anything
        return int(piece.attribute is None), inf
    if limits_on(piece).of_items:
        return 0, inf
    if piece.choices:
        scalars = [one for one in piece.choices if isinstance(one, str | int | float)]
        every = [len(scalar_text(one)) for one in scalars]
        return (min(every), max(every)) if len(every) == len(piece.choices) else (0, inf)
    return lengths_of(piece)


WORDS = (
    Operator(
        "length",
        Message("how many letters, items or members it has"),
        has_length,
        limits_of,
        of_shape=True,
        page=Row(
            "a number, or `{at-least: …, at-most: …, above: …, below: …, equals: …}`",
            "has so many characters, items, members",
        ),
    ),
)
