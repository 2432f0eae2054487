"""What the text for people counts: its rows, and what it says to be left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

UNKNOWN = "Unknown: the template does not tell"
PROBLEMS = "PROBLEMS: these kept synthgate from doing all of its work"
BASELINE = "In the baseline: these do not count"
ASIDE = (
    "Suppressed: these do not count",
    "Accepted: these do not count",
    "Made by the CDK: these do not count",
    "Preview: rules that are being tried; these do not count",
)
OTHERS = ("Notices", "Other tools", "Summary of the failures", "Fixed")
TITLES = (UNKNOWN, PROBLEMS, BASELINE, *ASIDE, *OTHERS)
MORE = re.compile(r"^  \.\.\. and (\d+) more of ")
LABEL = re.compile(
    r"^  (template|why|fix|also found by|more|decided by): |^  made by |^  \.\.\. and "
)
RESOURCE = re.compile(r"^  (?! {2}).*\(.*\)$")
SUMMED = re.compile(r"^ *(\d+)  \w+ ")


def counted(text: str) -> dict[str, int | None]:
    """Read back the sections: faults stand before the first that has a title."""
    sections = _sections(text)
    faults = sections.pop("")
    resources = [line for line in faults if RESOURCE.match(line) and not LABEL.match(line)]
    summed = [SUMMED.match(line) for line in sections.get(BASELINE, ())]
    aside = sum(_rows(sections.get(title, ())) for title in ASIDE)
    return {
        "active": len(resources) + _more(faults),
        "accepted": aside + sum(int(one[1]) for one in summed if one),
        "unknown": _rows(sections.get(UNKNOWN, ())),
        "problems": len(sections.get(PROBLEMS, ())),
    }


def _sections(text: str) -> dict[str, list[str]]:
    """The lines of each section by its title; an empty line ends one."""
    sections: dict[str, list[str]] = {"": []}
    title: str | None = ""
    for line in text.splitlines():
        if line in TITLES:
            title = line
        elif not line and title:
            title = None
        elif title is not None:
            sections.setdefault(title, []).append(line)
    return sections


def _rows(lines: Iterable[str]) -> int:
    """The findings of a section: a line at the margin each, and those that are only counted."""
    lines = [*lines]
    return sum(not line.startswith(" ") for line in lines) + _more(lines)


def _more(lines: Iterable[str]) -> int:
    return sum(int(one[1]) for one in map(MORE.match, lines) if one)
