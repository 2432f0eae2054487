"""What `sarif` says of how much there is, read back out of its text."""

from __future__ import annotations

import json


def counted(text: str) -> dict[str, int | None]:
    """By kind and suppressions of the results that the run itself has; by notifications."""
    (run,) = json.loads(text)["runs"]
    results = [one for one in run["results"] if one.get("baselineState") != "absent"]
    counting = [one for one in results if not one["suppressions"]]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    return {
        "active": sum(one.get("kind", "fail") == "fail" for one in counting),
        "unknown": sum(one.get("kind") == "open" for one in counting),
        "accepted": len(results) - len(counting),
        "problems": sum(note["level"] == "error" for note in notes),
    }
