"""What a reader of `gitlab-sast` counts."""

from __future__ import annotations

import json
import re

_LEFT_OUT = re.compile(r"(\d+) findings? (?:is|are) (accepted|undecided) and not in this report")


def counted(text: str) -> dict[str, int | None]:
    """Vulnerabilities, and what the messages of the scan (in English) say is left out."""
    document = json.loads(text)
    found = [one["severity"] for one in document["vulnerabilities"]]
    messages = document["scan"]["messages"]
    left_out = {
        match[2]: int(match[1])
        for one in messages
        if one["level"] == "info" and (match := _LEFT_OUT.match(one["value"]))
    }
    doubts = found.count("Unknown")
    return {
        "active": len(found) - doubts,
        "accepted": left_out.get("accepted", 0),
        "unknown": doubts + left_out.get("undecided", 0),
        "problems": sum(one["level"] != "info" for one in messages),
    }
