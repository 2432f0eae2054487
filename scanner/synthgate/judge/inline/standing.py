"""Whether what a template suppresses still holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from synthgate.judge.evidence import as_date
from synthgate.model import Disposition, Finding, Suppression

SOON = timedelta(days=14)
"""How long before its end a suppression is told of."""


def in_force(finding: Finding, today: date) -> Finding:
    """The finding, which counts again after the last day of what suppressed it."""
    accepted = finding.accepted
    if finding.disposition is not Disposition.SUPPRESSED or accepted is None:
        return finding
    return finding.taken_back() if is_over(accepted.expires, today) else finding


def is_over(expires: str | None, today: date) -> bool:
    """Whether the last day is past."""
    end = as_date(expires)
    return end is not None and end < today


def is_ending(expires: str | None, today: date) -> bool:
    """Whether the last day is near, and not past."""
    end = as_date(expires)
    return end is not None and today <= end <= today + SOON


def is_dated(suppressions: Iterable[Suppression]) -> bool:
    """Whether what a report says depends on the day."""
    return any(one.expires for one in suppressions)
