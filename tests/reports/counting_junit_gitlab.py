"""What `junit-gitlab` says of how much there is, read back out of its text."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

_MARK = re.compile(r"^\S.*\[([a-z-]+), (?:critical|high|medium|low|info)\]$", re.MULTILINE)


def counted(text: str) -> dict[str, int | None]:
    """By what GitLab reads: the bodies and the `system-out` of each case."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    said = [one.text or "" for case in root.iter("testcase") for one in case]
    marks = Counter(mark for one in said for mark in _MARK.findall(one))
    cases = root.findall("testcase[@classname='synthgate.problems']")
    return {
        "active": marks["fail"],
        "unknown": marks["unknown"],
        "accepted": marks.total() - marks["fail"] - marks["unknown"],
        "problems": sum(case.find("error") is not None for case in cases),
    }
