"""What a walk through a folder did not look at, told in one notice: how many, which, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field

from synthgate.model import Message, Problem, Text, first_of, joined, plural, verbatim
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.template.read import MAX_BYTES

MOST_NAMES = 30
"""Names of one kind that a notice gives; of the rest it gives the number."""
_MOST_SUFFIXES = 12


@dataclass(slots=True)
class Overlooked:
    """What was left out, by the reason for it: names as reports show them."""

    likely: list[str] = field(default_factory=list[str])
    """Not read for their suffix, though they seem to be templates."""
    other_resources: list[str] = field(default_factory=list[str])
    """Read, and left alone: their `Resources` are none of CloudFormation's."""
    large: list[str] = field(default_factory=list[str])
    folders: list[str] = field(default_factory=list[str])
    """Of tools and of other people's files."""
    links: list[str] = field(default_factory=list[str])
    """To folders outside."""
    unknown: list[str] = field(default_factory=list[str])
    """Of a suffix that says nothing, or without one."""
    known: Counter[str] = field(default_factory=Counter[str])
    """By their suffixes, which say that they are something else."""

    def notice(self, folder: str) -> Problem | None:
        """The notice about a folder; None where nothing was left out."""
        parts = [
            reason.format(number=len(names), names=_listed(names), size=MAX_BYTES // 2**20)
            for reason, names in (
                (_LIKELY, self.likely),
                (_OTHER_RESOURCES, self.other_resources),
                (_LARGE, self.large),
                (_FOLDERS, self.folders),
                (_LINKS, self.links),
                (_UNKNOWN, self.unknown),
            )
            if names
        ]
        if self.known:
            count = sum(self.known.values())
            parts.append(_KNOWN.format(number=count, names=_counted(self.known)))
        if not parts:
            return None
        told = _NOTICE.format(reasons=joined("; ", parts))
        return Problem(ProblemCode.NOT_LOOKED_AT, told, folder)


def _listed(names: Sequence[str]) -> Text:
    return first_of([*map(_plain, names)], MOST_NAMES)


def _plain(name: str) -> str:
    """A name as it is, or in quotes where it holds what does not print."""
    return name if name.isprintable() else ascii(name)


def _counted(suffixes: Counter[str]) -> Text:
    """Suffixes with their numbers, the most frequent first."""
    ranked = sorted(suffixes.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{count} {suffix}" for suffix, count in ranked[:_MOST_SUFFIXES])
    more = sum(count for _, count in ranked[_MOST_SUFFIXES:])
    return (
        Message("{shown}, {more} others").format(shown=shown, more=more)
        if more
        else verbatim(shown)
    )


_NOTICE = Message("not looked at: {reasons}. To scan one of them, name the file or folder itself")
_LIKELY = plural(
    "{number} of a suffix that is not read, which seems to be a template ({names})",
    "{number} of a suffix that is not read, which seem to be templates ({names})",
)
_OTHER_RESOURCES = Message(
    "{number} with 'Resources' of which none has a type, so no template ({names})"
)
_LARGE = Message("{number} larger than {size} MiB ({names})")
_FOLDERS = plural(
    "{number} folder of tools or of installed packages ({names})",
    "{number} folders of tools or of installed packages ({names})",
)
_LINKS = plural(
    "{number} link to folders outside ({names})", "{number} links to folders outside ({names})"
)
_UNKNOWN = plural(
    "{number} file of unknown suffix or none ({names})",
    "{number} files of unknown suffix or none ({names})",
)
_KNOWN = plural("{number} file of other kinds ({names})", "{number} files of other kinds ({names})")
