"""What the text counts: its last lines but one, and the problems that it lists."""

from __future__ import annotations

import re

_COUNTS = re.compile(r"; (\d+) failed, (\d+) unknown, \d+ passed(.*)$")
_ASIDE = re.compile(r", (\d+) (?:suppressed|accepted|in the baseline|made by the CDK|in preview)")
_TITLE = "PROBLEMS: "
_MORE = re.compile(r"  \.\.\. and (\d+) more of ")


def counted(text: str) -> dict[str, int | None]:
    """Faults that count, the accepted, the unknown, and problems without notices."""
    lines = text.splitlines()
    told = next(found for line in reversed(lines) if (found := _COUNTS.search(line)))
    active, unknown, aside = told.groups()
    return {
        "active": int(active),
        "accepted": sum(map(int, _ASIDE.findall(aside))),
        "unknown": int(unknown),
        "problems": _problems(lines),
    }


def _problems(lines: list[str]) -> int:
    """How many stand below their title, and how many more there are said to be."""
    start = next((at for at, line in enumerate(lines) if line.startswith(_TITLE)), len(lines))
    number = 0
    for line in lines[start + 1 :]:
        if not line:
            break
        more = _MORE.match(line)
        number += int(more[1]) if more else 1
    return number
