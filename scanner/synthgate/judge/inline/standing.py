"""Whether what a template suppresses still holds on a day."""

from __future__ import annotations

from datetime import date

from synthgate.judge import expiry
from synthgate.judge.days import as_date
from synthgate.model import Disposition, Finding


def in_force(finding: Finding, today: date) -> Finding:
    """The finding, which counts again after the last day of what suppressed it."""
    accepted = finding.accepted
    if finding.disposition is not Disposition.SUPPRESSED or accepted is None:
        return finding
    return finding.taken_back() if is_over(accepted.expires, today) else finding


def is_over(expires: str | None, today: date) -> bool:
    """Whether the last day, if there is one, is past."""
    return expiry.is_over(as_date(expires), today)


def is_ending(expires: str | None, today: date) -> bool:
    """Whether the last day is near, and not past."""
    return expiry.is_ending(as_date(expires), today)
