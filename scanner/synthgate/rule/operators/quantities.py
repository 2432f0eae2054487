"""Numbers with units, dates, and how many of something there are.

A property often counts in a unit of its own (``MessageRetentionPeriod`` in seconds) while a
policy speaks in another (``4 days``): the card says which, and both are compared in the
smallest unit of their dimension. Some properties carry their unit themselves: schedule
expressions (``rate(5 minutes)``; EventBridge Scheduler User Guide, "Schedule types"),
ISO 8601 durations (``PT5M``), task sizes (``2 GB``, ``1 vCPU``; ECS Developer Guide, "Task
size").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import inf
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.resolve.compare import as_number, is_set, may_be_left_out
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.values import (
    Cause,
    Decider,
    Partial,
    Reference,
    Unknown,
    causes_of,
    unknown,
)
from synthgate.rule.operators.operator import Operator
from synthgate.rule.terms.mistakes import meant, wrong_kind
from synthgate.template.data import is_list, is_mapping

_TIME = {
    "millisecond": 0.001,
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
    "year": 31_536_000,
}
_SIZE = {
    "byte": 1,
    "b": 1,
    **{f"{p}{i}b": 1024**n for n, p in enumerate("kmgt", 1) for i in ("", "i")},
}
_CPU = {"cpu unit": 1, "vcpu": 1024}
UNITS: Mapping[str, tuple[str, float]] = {
    name: (dimension, factor)
    for dimension, units in (("time", _TIME), ("size", _SIZE), ("cpu", _CPU))
    for name, factor in units.items()
}
"""What a unit measures, and in how many of the smallest it counts.

GB is GiB: AWS writes the one and means the other (ECS Developer Guide, "Task size").
"""

_RATE = re.compile(r"rate\((.*)\)\Z", re.IGNORECASE)
_AMOUNT = re.compile(r"([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))\s*([A-Za-z][A-Za-z ]*)\Z")
_DURATION = re.compile(
    r"P(?:(?P<week>[0-9]{1,18})W)?(?:(?P<day>[0-9]{1,18})D)?"
    r"(?:T(?:(?P<hour>[0-9]{1,18})H)?(?:(?P<minute>[0-9]{1,18})M)?(?:(?P<second>[0-9]{1,18})S)?)?\Z"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in the smallest unit of its dimension; of no dimension, a plain number."""

    amount: float
    dimension: str = ""


def quantity_of(value: object, unit: str | None = None) -> Quantity | None:
    """The quantity that a value is; a plain number counts in `unit`. None where it is none."""
    if isinstance(value, Quantity):
        return value if value.dimension else quantity_of(value.amount, unit)
    number = as_number(value)
    if number is not None:
        dimension, factor = _unit(unit) if unit else ("", 1)
        return Quantity(number * factor, dimension)
    if not isinstance(value, str):
        return None
    words = value.strip()
    rate = _RATE.match(words)
    return _duration(words) or _amount(rate[1].strip() if rate else words)


def _amount(words: str) -> Quantity | None:
    match = _AMOUNT.match(words)
    known = UNITS.get(_singular(match[2])) if match else None
    return Quantity(float(match[1]) * known[1], known[0]) if match and known else None


def _duration(words: str) -> Quantity | None:
    match = _DURATION.match(words)
    if not match or not any(match.groups()):
        return None
    seconds = sum(int(number) * _TIME[unit] for unit, number in match.groupdict("0").items())
    return Quantity(seconds, "time")


def _singular(unit: str) -> str:
    lower = unit.strip().lower()
    return lower if lower in UNITS else lower.removesuffix("s")


def _unit(name: str) -> tuple[str, float]:
    return UNITS[_singular(name)]


def unit(written: Any) -> str:
    """Takes the name of a unit.

    Raises:
        CardError: there is no such unit.
    """
    if isinstance(written, str) and _singular(written) in UNITS:
        return written
    raise CardError(
        Message("no unit {unit!r} (one of {known}){meant}").format(
            unit=written, known=", ".join(UNITS), meant=meant(str(written), UNITS)
        )
    )


def quantity(written: Any) -> Quantity:
    """Takes a number, or a text such as ``90 days``.

    Raises:
        CardError: it is neither.
    """
    found = None if isinstance(written, bool) else quantity_of(written)
    if found is None:
        kind = Message("a number, or one with its unit (90 days)")
        raise CardError(wrong_kind(kind, written))
    return found


Compare = Callable[[float, float], bool]

COMPARISONS: Mapping[str, Compare] = {
    "at-least": lambda number, limit: number >= limit,
    "at-most": lambda number, limit: number <= limit,
    "above": lambda number, limit: number > limit,
    "below": lambda number, limit: number < limit,
}


def _compared(compare: Compare) -> Callable[[Any, Quantity], Truth]:
    """A test of a value that `measured` has put into the unit that its card names."""

    def test(value: Any, limit: Quantity) -> Truth:
        if isinstance(value, Partial | Reference):
            return Unknown(causes_of(value))
        if isinstance(value, str) and value.startswith("cron("):
            return unknown(Decider.FUNCTION, value[:100])
        found = quantity_of(value)
        same = found is not None and found.dimension == limit.dimension
        return found is not None and same and compare(found.amount, limit.amount)

    return test


def measured(value: Any, unit: str | None) -> Any:
    """A known value, or a limit, as a quantity, where its card says in which unit it counts."""
    return (quantity_of(value, unit) or value) if unit and not _is_open(value) else value


def _is_open(value: Any) -> bool:
    return isinstance(value, Unknown | Partial | Reference)


def moment(written: Any) -> datetime:
    """Takes a date or a time of ISO 8601; without an offset it is UTC.

    Raises:
        CardError: it is neither.
    """
    found = _moment_of(written)
    if found is None:
        raise CardError(wrong_kind(Message("a date (2027-12-31)"), written))
    return found


def _moment_of(value: object) -> datetime | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(), UTC)
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _dated(compare: Callable[[datetime, datetime], bool]) -> Callable[[Any, datetime], Truth]:
    def test(value: Any, limit: datetime) -> Truth:
        if isinstance(value, Partial | Reference):
            return Unknown(causes_of(value))
        found = _moment_of(value)
        return found is not None and compare(found, limit)

    return test


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

    A value that is not known as a whole may stand for any number of them.
    """
    low, high = 0, 0.0
    causes: dict[Cause, None] = {}
    for value, belongs in values:
        there = conjunction((is_set(value), belongs))
        low += there is True
        high += there is not False
        if isinstance(there, Unknown):
            causes.update(dict.fromkeys(there.causes))
            high = inf if isinstance(value, Unknown) else high
    return Tally(low, high, tuple(causes))


NUMBER_WORDS = ("equals", *COMPARISONS)


def limits_of(written: Any) -> Mapping[str, float]:
    """Takes how many there may be: a number, or a mapping as ``{at-least: 2}``.

    Raises:
        CardError: it is neither.
    """
    limits = written if is_mapping(written) else {"equals": written}
    for word, number in limits.items():
        if word not in NUMBER_WORDS:
            known = ", ".join(NUMBER_WORDS)
            raise CardError(
                Message("unknown word {word!r} (one of {known}){meant}").format(
                    word=word, known=known, meant=meant(str(word), NUMBER_WORDS)
                )
            )
        if not isinstance(number, int) or isinstance(number, bool):
            raise CardError(wrong_kind(Message("a whole number"), number))
    if not limits:
        raise CardError(wrong_kind(Message("a number"), written))
    return limits


def _has_length(value: Any, limits: Mapping[str, float]) -> Truth:
    """The letters of a string, the items of a list, the members of a mapping."""
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    parts = list(value.values()) if is_mapping(value) else value
    if is_list(parts):
        return tally([(True, stays(item)) for item in parts]).meets(limits)
    return isinstance(value, str) and Tally(len(value), len(value)).meets(limits)


def stays(item: Any) -> Truth:
    """Whether an item, or a member, is there whatever `Fn::If` makes of it."""
    return Unknown(causes_of(item)) if may_be_left_out(item) else True


QUANTITY_OPERATORS: dict[str, Operator] = {
    **{word: Operator(_compared(compare), quantity) for word, compare in COMPARISONS.items()},
    "before": Operator(_dated(lambda found, limit: found < limit), moment),
    "after": Operator(_dated(lambda found, limit: found > limit), moment),
    "length": Operator(_has_length, limits_of),
}
