"""What Security Hub counts of `asff`."""

from __future__ import annotations

import json
from collections import Counter


def counted(text: str) -> dict[str, int | None]:
    """Findings by their state; what is fixed is archived, too, and passed; controls are none."""
    every = [one for batch in json.loads(text) for one in batch["Findings"]]
    found = [one for one in every if not one["Id"].startswith("synthgate/control/")]
    states = Counter((one["RecordState"], one["Compliance"]["Status"]) for one in found)
    return {
        "active": states["ACTIVE", "FAILED"],
        "accepted": states["ARCHIVED", "FAILED"] + states["ARCHIVED", "WARNING"],
        "unknown": states["ACTIVE", "WARNING"],
        "problems": states["ACTIVE", "NOT_AVAILABLE"],
    }
