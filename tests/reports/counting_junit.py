"""What `junit` says of how much there is, read back out of its text."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

_MARK = re.compile(
    r"^\S.*\[(fail|unknown|suppressed|waived|baseline|cdk-made|preview), "
    r"(?:critical|high|medium|low|info)\]$",
    re.MULTILINE,
)


def counted(text: str) -> dict[str, int | None]:
    """By the words behind each finding, and by the cases of problems."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    marks: Counter[str] = Counter()
    for kind in ("failure", "error", "skipped", "system-out"):
        for said in root.iter(kind):
            marks.update(_MARK.findall(said.text or ""))
    problems = sum(
        case.get("classname") == "synthgate.problems" and case.find("error") is not None
        for case in root.iter("testcase")
    )
    return {
        "active": marks.pop("fail", 0),
        "unknown": marks.pop("unknown", 0),
        "accepted": marks.total(),
        "problems": problems,
    }
