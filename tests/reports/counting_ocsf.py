"""What a consumer of OCSF counts of `ocsf`."""

from __future__ import annotations

import json
from collections import Counter


def counted(text: str) -> dict[str, int | None]:
    """Events by their status and that of their check; those of controls are no findings."""
    found = [one for one in json.loads(text) if one["finding_info"]["types"] != ["control"]]
    states = Counter((one["status"], one["compliance"]["status"]) for one in found)
    return {
        "active": states["New", "Fail"],
        "accepted": states["Suppressed", "Fail"] + states["Suppressed", "Warning"],
        "unknown": states["New", "Warning"],
        "problems": states["New", "Unknown"],
    }
