"""Read CHANGELOG.md: its sections, and what a release says of itself (docs/releasing.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

UNRELEASED = "Unreleased"
MOST_CHARACTERS = 120_000
"""How long the notes of a release may be: GitHub takes 125,000 characters, and says so of longer
ones only when everything else is published ("body is too long")."""
_HEADING = re.compile(r"^## (?P<name>\S+)(?: - (?P<day>\d{4}-\d{2}-\d{2}))?[ \t]*$", re.MULTILINE)


class ReleaseError(Exception):
    """Why something cannot be released, in lines for whoever wants to."""


@dataclass(frozen=True)
class Section:
    """What the file says of a release."""

    name: str
    """Its version, or `UNRELEASED`."""
    day: str
    """The day of the release; empty before."""
    text: str

    @property
    def is_empty(self) -> bool:
        """Whether it names no change: headings alone are none."""
        return not [line for line in self.text.splitlines() if line and not line.startswith("#")]


def sections(changelog: str) -> Iterator[Section]:
    """Yield the sections, the newest first."""
    found = [*_HEADING.finditer(changelog)]
    ends = [*(one.start() for one in found[1:]), len(changelog)]
    for heading, end in zip(found, ends, strict=True):
        text = changelog[heading.end() : end].strip("\n")
        yield Section(heading["name"], heading["day"] or "", text)


def section_of(changelog: str, name: str) -> Section:
    """Return what the file says of a version.

    Raises:
        ReleaseError: nothing; or it says so twice.
    """
    every = [*sections(changelog)]
    match [one for one in every if one.name == name]:
        case [section] if not section.is_empty:
            return section
        case [section]:
            raise ReleaseError(f"CHANGELOG.md: the section `## {name}` names no change")
        case []:
            there = ", ".join(one.name for one in every) or "none"
            raise ReleaseError(f"CHANGELOG.md: there is no section `## {name}` (there is {there})")
        case several:
            raise ReleaseError(f"CHANGELOG.md: `## {name}` stands there {len(several)} times")


def with_release(changelog: str, version: str, day: str) -> str:
    """The file where what was unreleased is of a version, and a new section waits above.

    Raises:
        ReleaseError: nothing is unreleased, or the version is there already.
    """
    section_of(changelog, UNRELEASED)
    if version in [one.name for one in sections(changelog)]:
        raise ReleaseError(f"CHANGELOG.md: there is a section `## {version}` already")
    released = f"## {UNRELEASED}\n\n## {version} - {day}"
    return re.sub(rf"(?m)^## {UNRELEASED}[ \t]*$", released, changelog, count=1)


def bounded(notes: str, whole: str, most: int = MOST_CHARACTERS) -> str:
    """Notes that are no longer than may be: whole lines, and where the others are."""
    if len(notes) <= most:
        return notes
    kept: list[str] = []
    lines = notes.split("\n")
    left = most - len(_more(len(lines), whole))
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    kept = _to_an_item(kept, lines)
    return "\n".join(kept).rstrip() + _more(_items(lines[len(kept) :]), whole)


def _to_an_item(kept: Sequence[str], lines: Sequence[str]) -> list[str]:
    """As many lines as end before an item or a heading: none is cut in the middle."""
    end = len(kept)
    while end and not lines[end].startswith(("- ", "#")):
        end -= 1
    return [*kept[:end]]


def _items(lines: Sequence[str]) -> int:
    return len([line for line in lines if line.startswith("- ")])


def _more(items: int, whole: str) -> str:
    return f"\n\nAnd {items} more: {whole}\n"
