"""What a report in SARIF counts."""

from __future__ import annotations

import json
import re
from typing import Any


def counted(text: str) -> dict[str, int | None]:
    """Read back kinds, suppressions and notifications."""
    (run,) = json.loads(text)["runs"]
    found = [one for one in run["results"] if one.get("baselineState") != "absent"]
    aside = [one for one in found if one["suppressions"]]
    doubts = [one for one in found if one not in aside and one.get("kind") == "open"]
    return {
        "active": len(found) - len(aside) - len(doubts),
        "accepted": len(aside),
        "unknown": len(doubts),
        "problems": problems(run),
    }


def problems(run: dict[str, Any]) -> int:
    """How many notifications say that something kept the run from being whole."""
    (invocation,) = run["invocations"]
    notes = invocation["toolExecutionNotifications"]
    return sum(one["level"] == "error" for one in notes)


def left_out(run: dict[str, Any]) -> int:
    """How many results a warning says to be left out."""
    (invocation,) = run["invocations"]
    notes = (one["message"]["text"] for one in invocation["toolExecutionNotifications"])
    found = (re.search(r"(\d+) failures are left out", note) for note in notes)
    return sum(int(one[1]) for one in found if one)
