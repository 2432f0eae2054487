"""How many of something there are, and how many there may be."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import is_set, may_be_left_out
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.values import Unknown, causes_of
from synthgate.rule.terms.mistakes import meant, wrong_kind
from synthgate.template.data import is_mapping


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are: at least `low` and at most `high`, which `causes` decide."""

    low: int = 0
    high: float = 0
    causes: tuple[Cause, ...] = ()

    def meets(self, limits: Mapping[str, float]) -> Truth:
        """Whether the number keeps to limits, as `limits_of` takes them."""
        return conjunction(_within(self, word, limit) for word, limit in limits.items())


def _within(tally: Tally, word: str, limit: float) -> Truth:
    low, high = tally.low, tally.high
    match word:
        case "at-least" | "above":
            least = limit if word == "at-least" else limit + 1
            sure, never = low >= least, high < least
        case "at-most" | "below":
            most = limit if word == "at-most" else limit - 1
            sure, never = high <= most, low > most
        case _:
            sure, never = low == high == limit, not low <= limit <= high
    return sure or (False if never else Unknown(tally.causes))


def tally(values: list[tuple[Any, Truth]]) -> Tally:
    """Count values, each with whether it belongs to them.

    A value that is not known as a whole may stand for any number of them, but for a parameter that
    may be given nothing: it is one text.
    """
    low, high = 0, 0.0
    causes: dict[Cause, None] = {}
    for value, belongs in values:
        there = conjunction((is_set(value), belongs))
        low += there is True
        high += there is not False
        if isinstance(there, Unknown):
            causes.update(dict.fromkeys(there.causes))
            high = inf if isinstance(value, Unknown) and not _is_one(value) else high
    return Tally(low, high, tuple(causes))


def _is_one(value: Unknown) -> bool:
    """Whether what is not known is surely a single text, or none: a parameter that is no list."""
    is_list = value.limits is not None and value.limits.of_items
    deciders = {cause.decider for cause in value.causes}
    return value.exact and not value.choices and not is_list and deciders == {Decider.PARAMETER}


LIMITS = ("equals", "at-least", "at-most", "above", "below")
"""How a number is limited."""


def limits_of(written: Any) -> Mapping[str, float]:
    """Takes how many there may be: a number, or a mapping as ``{at-least: 2}``.

    Raises:
        CardError: it is neither.
    """
    limits = written if is_mapping(written) else {"equals": written}
    for word, number in limits.items():
        if word not in LIMITS:
            known = ", ".join(LIMITS)
            raise CardError(
                Message("unknown word {word!r} (one of {known}){meant}").format(
                    word=word, known=known, meant=meant(str(word), LIMITS)
                )
            )
        if not isinstance(number, int) or isinstance(number, bool):
            raise CardError(wrong_kind(Message("a whole number"), number))
    if not limits:
        raise CardError(wrong_kind(Message("a number"), written))
    return limits


def stays(item: Any) -> Truth:
    """Whether an item, or a member, is there whatever `Fn::If` makes of it."""
    return Unknown(causes_of(item)) if may_be_left_out(item) else True
