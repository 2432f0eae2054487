"""Dates, and which is before which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.operators.operator import Operator, Row
from synthgate.rule.terms.mistakes import wrong_kind


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


WORDS = (
    Operator(
        "before",
        Message("it is a date before this one (2027-12-31)"),
        _dated(lambda found, limit: found < limit),
        moment,
        page=Row("a date (`2027-12-31`) or time (ISO 8601, UTC)", "is an earlier one"),
    ),
    Operator(
        "after",
        Message("it is a date after this one (2027-12-31)"),
        _dated(lambda found, limit: found > limit),
        moment,
        page=Row("a date (`2027-12-31`) or time (ISO 8601, UTC)", "is a later one"),
    ),
)
