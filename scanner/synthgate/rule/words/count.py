"""``count``: how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.values import ABSENT
from synthgate.rule.operators.tally import Tally, limits_of, tally
from synthgate.rule.paths.quick import OPEN
from synthgate.rule.paths.steps import Match
from synthgate.rule.terms.arguments import ref, taken
from synthgate.rule.terms.outcome import Outcome, outcome_of
from synthgate.rule.terms.quick import decided
from synthgate.rule.terms.word import Word
from synthgate.rule.words.together import Together

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Scene

COUNT = Word(
    "count",
    Message("how many there are: a number, or limits as {{at-least: 2}}"),
    taken(limits_of, {"type": "integer"}, ref("limits")),
)


def _number(matches: Sequence[Match]) -> Tally:
    return tally([(match.value, match.doubt or True) for match in matches])


def _says(matches: Sequence[Match], limits: Mapping[str, float]) -> Outcome:
    route = matches[0].route if matches else ()
    saw = matches[0].value if matches else ABSENT
    return outcome_of(_number(matches).meets(limits), route, saw)


def _noted(matches: Sequence[Match], scene: Scene) -> str:
    """How many were found, or how many there may be."""
    number = _number(matches)
    high = "∞" if number.high == inf else str(int(number.high))
    shown = high if number.high == number.low else f"{number.low}–{high}"
    return scene.say(_FOUND, number=shown)


def _quick(values: Sequence[Any], limits: Mapping[str, float]) -> bool | None:
    if any(value is OPEN for value in values):
        return None
    return decided(tally([(value, True) for value in values]).meets(limits))


OF_MATCHES = Together(COUNT, limits_of, _says, _noted, quick=_quick)

_FOUND = Message("found: {number}")
