"""What a report in JUnit counts: a case for each rule and resource."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

CLOSES_NOTHING = "does not close the gate ("


def counted(text: str) -> dict[str, int | None]:
    """Read back the cases of the first suite; others are of frameworks."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    suite = root if root.tag == "testsuite" else root[0]
    outcomes = Counter(_outcome(case) for case in suite.iter("testcase"))
    return {
        "active": outcomes["active"],
        "accepted": outcomes["accepted"],
        "unknown": outcomes["unknown"],
        "problems": outcomes["problem"],
    }


def _outcome(case: ElementTree.Element) -> str:
    """What became of a case, by its one child and the words of that."""
    for child in case:
        said = f"{child.get('message') or ''}\n{child.text or ''}"
        if child.tag == "failure" or CLOSES_NOTHING in said:
            return "active" if case.get("classname") != "synthgate.gate" else "gate"
        if child.tag == "error":
            return "problem"
        if child.tag in {"skipped", "system-out"}:
            return "accepted" if "\n    " in (child.text or "") else "unknown"
    return "passed"
