"""What stored results count: as they were found, and what was set aside by then."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from synthgate.problem_code import ProblemCode

KINDS = {code.id: code.kind for code in ProblemCode}


def counted(text: str) -> dict[str, int | None]:
    """Read back the findings of all units, and the problems."""
    results = json.loads(text)
    findings = [
        finding
        for unit in results["units"]
        for observed in unit.get("observed", ())
        for finding in observed.get("findings", ())
    ]
    outcomes = Counter("accepted" if "accepted" in it else it["status"] for it in findings)
    problems = [*results["problems"], *_problems(results["units"])]
    return {
        "active": outcomes["fail"],
        "accepted": outcomes["accepted"],
        "unknown": outcomes["unknown"],
        "problems": sum(KINDS[one["code"]] != "notice" for one in problems),
    }


def _problems(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [problem for unit in units for problem in unit.get("problems", ())]
