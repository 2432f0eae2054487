"""Schedule expressions of AWS: which of them certainly never come due.

A cron expression has six fields: minutes, hours, day of month, month, day of week and year (Amazon
EventBridge User Guide, "Cron expressions reference"; the EventBridge Scheduler User Guide and the
AWS Backup API Reference have the same). What is not decided here may be any day: ``L`` and ``W``,
ranges that go backward, and whatever is outside of a field's values, which AWS refuses by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from synthgate.rule.api import Message

FIRST_YEAR, LAST_YEAR = 2026, 2199
"""The years in which a schedule can still come due: that in which this was written, whatever the
day of a run is, so that the same template has the same verdict; and the last that AWS takes."""

_CRON = re.compile(r"cron\(\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*\)")
_RATE_OF_ZERO = re.compile(r"rate\(\s*0+\s+\w+\s*\)")
_PART = re.compile(r"(?:(\*)|(\w{1,4})(?:-(\w{1,4}))?)(?:/([1-9][0-9]{0,3}))?")
_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTHS: Mapping[str, int] = {name: number for number, name in enumerate(_NAMES, start=1)}

_FEBRUARY, _SHORT = 2, frozenset({4, 6, 9, 11})

_NO_RATE = Message("a rate is a positive number")
_OVER = Message("all its years are over")
_NO_SUCH_DAY = Message("none of its months has such a day")


def never_due(expression: str) -> Message | None:
    """Say why a schedule never comes due; None where it does, and where that is not certain."""
    if _RATE_OF_ZERO.fullmatch(expression):
        return _NO_RATE
    found = _CRON.fullmatch(expression)
    if found is None:
        return None
    day, month, year = found[3], found[4], found[6]
    years = [one for one in _listed(year, 1970, LAST_YEAR) if one >= FIRST_YEAR]
    if not years:
        return _OVER
    first = min(_listed(day, 1, 31))
    months = _listed(month, 1, 12, _MONTHS)
    there = any(first <= _days(each, one) for each in years for one in months)
    return None if there else _NO_SUCH_DAY


def _days(year: int, month: int) -> int:
    """How many days a month has; `calendar` would bring the clock along, which no rule may ask."""
    if month == _FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in _SHORT else 31


def _listed(field: str, least: int, most: int, names: Mapping[str, int] | None = None) -> set[int]:
    """All that a field lists: each value it may have where it says so, or in another way."""
    found: set[int] = set()
    for part in field.split(","):
        values = _part(part, least, most, names or {})
        if not values:
            return {*range(least, most + 1)}
        found |= values
    return found


def _part(text: str, least: int, most: int, names: Mapping[str, int]) -> set[int]:
    """What one of the values stands for that commas part; nothing where it is not decided."""
    found = _PART.fullmatch(text)
    if found is None:
        return set()
    everything, start, end, step = found.groups()
    if everything:
        first, last = least, most
    else:
        first = _number(start, names)
        last = _number(end, names) if end else most if step else first
    inside = least <= first <= last <= most
    return {*range(first, last + 1, int(step or 1))} if inside else set()


def _number(text: str, names: Mapping[str, int]) -> int:
    """A value of a field; what is neither a number nor a name is outside of all of them."""
    return int(text) if text.isascii() and text.isdigit() else names.get(text.upper(), -1)
