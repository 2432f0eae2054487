"""What the concise report counts: a line for each fault, and what its last lines sum up."""

from __future__ import annotations

import re

FAULT = re.compile(r"^.*?:\d+:\d+: (critical|high|medium|low|info) \S+ ", re.MULTILINE)
PROBLEM = re.compile(r"^(.*: )?error [a-z-]+ ", re.MULTILINE)
SUM = re.compile(r"^scanned \d+ of \d+ templates, .*; \d+ failed, (\d+) unknown, \d+ passed(.*)$")
ASIDE = re.compile(r"(\d+) (suppressed|accepted|in the baseline|made by the CDK|in preview)")


def counted(text: str) -> dict[str, int | None]:
    """Read back the lines; without a sum nothing is accepted, and doubts are not told."""
    found = next(filter(None, map(SUM.match, text.splitlines())), None)
    return {
        "active": len(FAULT.findall(text)),
        "accepted": sum(int(one[0]) for one in ASIDE.findall(found[2])) if found else 0,
        "unknown": int(found[1]) if found else None,
        "problems": len(PROBLEM.findall(text)),
    }
