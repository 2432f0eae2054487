"""What a report in JSON counts."""

from __future__ import annotations

import json
from collections import Counter


def counted(text: str) -> dict[str, int | None]:
    """Read back how many faults count, are accepted, are unknown; and the problems."""
    report = json.loads(text)
    status = Counter(one["status"] for one in report["findings"])
    return {
        "active": status["fail"],
        "accepted": len(report["accepted_findings"]),
        "unknown": status["unknown"],
        "problems": sum(one["kind"] != "notice" for one in report["problems"]),
    }
