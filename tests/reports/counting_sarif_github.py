"""What a report for code scanning counts: faults alone."""

from __future__ import annotations

import json

from counting_sarif import left_out, problems


def counted(text: str) -> dict[str, int | None]:
    """Read back the alerts, and those that are left out."""
    (run,) = json.loads(text)["runs"]
    return {
        "active": len(run["results"]) + left_out(run),
        "accepted": None,
        "unknown": None,
        "problems": problems(run),
    }
