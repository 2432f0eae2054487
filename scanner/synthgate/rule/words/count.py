"""``count``: how many there are."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate.rule.operators.tally import Tally, limits_of
from synthgate.rule.terms.arguments import ref, taken
from synthgate.rule.terms.word import Word

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Scene

COUNT = Word(
    "count",
    Message("how many there are: a number, or limits as {{at-least: 2}}"),
    taken(limits_of, {"type": "integer"}, ref("limits")),
)


def found(number: Tally, scene: Scene) -> str:
    """How many were found, or how many there may be."""
    high = "∞" if number.high == inf else str(int(number.high))
    shown = high if number.high == number.low else f"{number.low}–{high}"
    return scene.say(_FOUND, number=shown)


_FOUND = Message("found: {number}")
