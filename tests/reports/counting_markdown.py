"""The numbers of a `markdown` in English: its table, which the sections have to bear out."""

from __future__ import annotations

import re

_ROW = re.compile(r"^\| ([A-Z][a-z ]*) \|.* (\d+) \|$", re.MULTILINE)
_HEAD = re.compile(r"^(?:### |<summary>)([A-Z][^<(]*?)(?::[^(]*)? \((\d+)\)", re.MULTILINE)
_RULE = re.compile(r"^<summary><b>.*\((\d+)\)</summary>$", re.MULTILINE)
_MORE = re.compile(r"^… and (\d+) more, for which", re.MULTILINE)


def counted(text: str) -> dict[str, int | None]:
    table, heads = _numbers(_ROW, text), _numbers(_HEAD, text)
    for name, title in (("Unknown", "Unknown"), ("Set aside", "Set aside"), ("Fixed", "Fixed")):
        assert table.get(name, 0) == heads.get(title, 0), title
    new = heads.get("New", heads.get("Findings that count", 0))
    active = table["Findings that count"]
    assert active == new + heads.get("Not new", 0)
    shown = sum(int(number) for number in _RULE.findall(text))
    assert shown <= new
    assert shown == new or _MORE.search(text)
    return {
        "active": active,
        "accepted": table["Set aside"],
        "unknown": table["Unknown"],
        "problems": heads.get("Problems", 0),
    }


def _numbers(pattern: re.Pattern[str], text: str) -> dict[str, int]:
    return {name: int(number) for name, number in pattern.findall(text)}
