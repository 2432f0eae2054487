"""The numbers of a `gitlab-codequality` in English, which has no place for what was accepted."""

from __future__ import annotations

import json


def counted(text: str) -> dict[str, int | None]:
    items = json.loads(text)
    problems = sum(item["check_name"].startswith("synthgate-") for item in items)
    unknown = sum(item["description"].startswith("unknown: ") for item in items)
    return {
        "active": len(items) - problems - unknown,
        "accepted": None,
        "unknown": unknown,
        "problems": problems,
    }
