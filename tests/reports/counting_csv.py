"""The numbers of a `csv`, as a program reads it."""

from __future__ import annotations

import csv
import io
from collections import Counter


def rows(text: str) -> list[dict[str, str]]:
    """The rows by the names of their columns."""
    return [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)]


def counted(text: str) -> dict[str, int | None]:
    tally = Counter(
        "accepted" if row["disposition"] not in {"active", ""} else row["status"]
        for row in rows(text)
    )
    return {
        "active": tally["fail"],
        "accepted": tally["accepted"],
        "unknown": tally["unknown"],
        "problems": tally["problem"],
    }
