"""When what somebody has accepted ends, and from when on that is told."""

from __future__ import annotations

from datetime import date, timedelta

SOON = timedelta(days=14)
"""How long before its end it is told of."""


def is_over(end: date | None, today: date) -> bool:
    """Whether the last day is past; without one, it never is."""
    return end is not None and end < today


def is_ending(end: date | None, today: date) -> bool:
    """Whether the last day is near, and not past: the day itself still counts."""
    return end is not None and today <= end <= today + SOON
