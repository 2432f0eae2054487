"""What consumers demand: addresses that may be opened, times."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthgate.model import Report

EPOCH = "1970-01-01T00:00:00Z"
"""The time of a report that is not stamped, for those who demand one: the same in every run."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_WEB = re.compile(r"https?://[!-~]+")


def web_address(link: str | None) -> str | None:
    """A link that may be opened: of the web, and nothing else that a browser would run."""
    return link if link and _WEB.fullmatch(link) else None


def made_at(report: Report) -> str:
    """When the report was made (UTC, in seconds, with `Z`), as its stamp says; else `EPOCH`."""
    stamp = report.run.origin.stamp
    return stamp.time if stamp and _TIME.fullmatch(stamp.time) else EPOCH


def milliseconds(report: Report) -> int:
    """The same, from the start of 1970; a day that no calendar has is none."""
    try:
        moment = datetime.strptime(made_at(report), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return 0
    return int(moment.timestamp()) * 1000
