"""What `sarif-github` says of how much there is, read back out of its text."""

from __future__ import annotations

import json


def counted(text: str) -> dict[str, int | None]:
    """GitHub has no place for what does not count; what is left out is told with its number."""
    (run,) = json.loads(text)["runs"]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    left_out = sum(note.get("properties", {}).get("leftOut", 0) for note in notes)
    return {
        "active": len(run["results"]) + left_out,
        "unknown": None,
        "accepted": None,
        "problems": sum(note["level"] == "error" for note in notes),
    }
