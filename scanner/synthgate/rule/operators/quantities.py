"""Numbers with units.

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
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth, agreed
from synthgate.resolve.numbers import as_number
from synthgate.resolve.shapes import ends_of_number
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, unknown
from synthgate.rule.operators.operator import Operator, Row
from synthgate.rule.terms.mistakes import meant, wrong_kind

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
_SMALLEST = {"": "", "time": "seconds", "size": "bytes", "cpu": "cpu units"}
UNITS: Mapping[str, tuple[str, float]] = {
    name: (dimension, factor)
    for dimension, units in (("time", _TIME), ("size", _SIZE), ("cpu", _CPU))
    for name, factor in units.items()
}
"""What a unit measures, and in how many of the smallest it counts.

GB is GiB: AWS writes the one and means the other (ECS Developer Guide, "Task size").
"""

_RATE = r"(?i)rate\((.*)\)\Z"
_AMOUNT = r"([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))\s*([A-Za-z][A-Za-z ]*)\Z"
_DURATION = (
    r"P(?:(?P<week>[0-9]{1,18})W)?(?:(?P<day>[0-9]{1,18})D)?"
    r"(?:T(?:(?P<hour>[0-9]{1,18})H)?(?:(?P<minute>[0-9]{1,18})M)?(?:(?P<second>[0-9]{1,18})S)?)?\Z"
)
"""Patterns that `re` compiles when the first quantity with a unit is read."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in the smallest unit of its dimension; of no dimension, a plain number."""

    amount: float
    dimension: str = ""

    def __str__(self) -> str:
        return f"{self.amount:.15g} {_SMALLEST[self.dimension]}".rstrip()


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
    rate = re.match(_RATE, words)
    return _duration(words) or _amount(rate[1].strip() if rate else words)


def _amount(words: str) -> Quantity | None:
    match = re.match(_AMOUNT, words)
    known = UNITS.get(_singular(match[2])) if match else None
    return Quantity(float(match[1]) * known[1], known[0]) if match and known else None


def _duration(words: str) -> Quantity | None:
    match = re.match(_DURATION, words)
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


def _compared(compare: Compare) -> Callable[[Any, Quantity], Truth]:
    """A test of a value that `measured` has put into the unit that its card names."""

    def test(value: Any, limit: Quantity) -> Truth:
        if isinstance(value, Partial | Reference):
            ends = ends_of_number(value) if isinstance(value, Partial) else ()
            return agreed(lambda end: test(end, limit), Unknown(causes_of(value), ends))
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


def _limit(name: str, means: Text, compare: Compare, holds: str) -> Operator:
    row = Row("a number, or one with a unit", holds)
    return Operator(name, means, _compared(compare), quantity, page=row, in_units=True)


WORDS = (
    _limit(
        "at-least",
        Message("a number, or a quantity such as 90 days, that it reaches"),
        lambda number, limit: number >= limit,
        "is this number, or a greater one",
    ),
    _limit(
        "at-most",
        Message("a number or a quantity that it does not pass"),
        lambda number, limit: number <= limit,
        "is this number, or a smaller one",
    ),
    _limit(
        "above",
        Message("a number or a quantity that it passes"),
        lambda number, limit: number > limit,
        "is a greater number",
    ),
    _limit(
        "below",
        Message("a number or a quantity that it does not reach"),
        lambda number, limit: number < limit,
        "is a smaller number",
    ),
)
