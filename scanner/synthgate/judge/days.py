"""Days as people write them."""

from __future__ import annotations

import re
from datetime import date

from synthgate.model import Message
from synthgate.rule.cards.shapes import kind

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def as_date(written: object) -> date | None:
    """A date as people write it (2027-12-31); None for anything else."""
    if not isinstance(written, str) or not _DATE.match(written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


day = kind(lambda value: as_date(value) is not None, Message("a date (2027-12-31)"))
"""The shape of a date."""
