"""One small function for each operator of the rule language (`docs/rule-language.md`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from reference import iam, network
from reference.data import LIMITS, Nothing, number, same, within, written

_FACTORS = {
    "time": {
        "milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400,
        "weeks": 604800, "years": 31536000,
    },
    "size": {"bytes": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30, "TB": 2**40},
    "cpu": {"cpu units": 1, "vCPU": 1024},
}  # fmt: skip
UNITS = {
    spelt.lower(): (dimension, factor)
    for dimension, units in _FACTORS.items()
    for unit, factor in units.items()
    for spelt in {unit, unit.removesuffix("s")}
}


def quantity(value: Any, unit: str | None = None) -> tuple[str, float] | None:
    """What is measured, and how much of it; of a plain number, how much alone."""
    plain = number(value)
    if plain is not None:
        dimension, factor = UNITS[unit.lower()] if unit else ("", 1)
        return dimension, plain * factor
    if not isinstance(value, str):
        return None
    if duration := re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", value):
        parts = zip(duration.groups("0"), (86400, 3600, 60, 1), strict=True)
        return "time", sum(int(part) * factor for part, factor in parts)
    amount = re.fullmatch(r"(?:rate\()?([0-9.]+) ?([a-zA-Z ]+?)\)?", value)
    if amount is None or amount[2].lower() not in UNITS:
        return None
    dimension, factor = UNITS[amount[2].lower()]
    return dimension, float(amount[1]) * factor


def _compared(holds: Callable[[float, float], bool]) -> Callable[..., bool]:
    def test(value: Any, limit: Any, unit: str | None = None) -> bool:
        left, right = quantity(value, unit), quantity(limit, unit)
        return bool(left and right and left[0] == right[0] and holds(left[1], right[1]))

    return test


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _dated(holds: Callable[[datetime, datetime], bool]) -> Callable[..., bool]:
    def test(value: Any, limit: Any) -> bool:
        left, right = _moment(value), _moment(limit)
        return bool(left and right and holds(left, right))

    return test


def _list(argument: Any) -> list[Any]:
    return argument if isinstance(argument, list) else [argument]


def _contains(value: Any, wanted: Any) -> bool:
    if isinstance(value, list):
        return any(same(item, wanted) for item in value)
    return isinstance(value, dict | str) and written(wanted) in value


def _matches(value: Any, pattern: str) -> bool:
    return isinstance(value, str | int | float) and bool(re.search(pattern, written(value)))


def _starts(value: Any, wanted: Any) -> bool:
    return isinstance(value, str) and any(value.startswith(one) for one in _list(wanted))


def _ends(value: Any, wanted: Any) -> bool:
    return isinstance(value, str) and any(value.endswith(one) for one in _list(wanted))


def _empty(value: Any, wanted: bool) -> bool:
    nothing = isinstance(value, Nothing) or (isinstance(value, str | list | dict) and not value)
    return nothing is wanted


def _length(value: Any, limits: Any) -> bool:
    return isinstance(value, str | list | dict) and within(len(value), limits)


OPERATORS: Mapping[str, Callable[..., bool]] = {
    "equals": same,
    "in": lambda value, choices: any(same(value, choice) for choice in choices),
    "matches": _matches,
    "contains": _contains,
    "contains-any": lambda value, wanted: any(_contains(value, one) for one in _list(wanted)),
    "contains-all": lambda value, wanted: all(_contains(value, one) for one in _list(wanted)),
    "starts-with": _starts,
    "ends-with": _ends,
    "empty": _empty,
    **{word: _compared(holds) for word, holds in LIMITS.items() if word != "equals"},
    "before": _dated(lambda found, limit: found < limit),
    "after": _dated(lambda found, limit: found > limit),
    "length": _length,
    **network.OPERATORS,
    **iam.OPERATORS,
}
"""What a value that is there has to be, by the word and its argument."""

NEGATED = {
    f"not-{word}": word
    for word in (
        "equals",
        "in",
        "matches",
        "contains",
        "contains-any",
        "starts-with",
        "ends-with",
    )
}
MEASURING = ("at-least", "at-most", "above", "below")

SUITS: Mapping[str, Callable[[Any], bool]] = {
    "equals": lambda _: True,
    "in": lambda argument: isinstance(argument, list),
    "contains": lambda argument: isinstance(argument, str | int | float),
    "starts-with": lambda argument: all(isinstance(one, str) for one in _list(argument)),
    **dict.fromkeys(
        MEASURING,
        lambda argument: not isinstance(argument, bool) and quantity(argument) is not None,
    ),
}
"""Which values of a property (`value-of`) a word can do something with; others are no argument."""
