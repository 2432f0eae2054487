r"""What is shown on hover, as an editor takes it: Markdown, or plain text.

Names come from templates, which may be a stranger's. In Markdown they stand between backticks, in
prose each sign that means something there has a backslash before it (CommonMark 0.31, "Backslash
escapes"), so that no name makes a link, an image or a tag.
"""

from __future__ import annotations

import re
from typing import Protocol

from synthgate_reports.wording import printable, sentence

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&!$@]|(?<=:)//|(?<=www)\.|^(?:[-+]|\d+[.)])(?=\s)")
_TICKS = re.compile(r"`+")
MOST = 4_000
"""Characters of one thing that is said."""


class Paper(Protocol):
    """Writes parts of a text."""

    def prose(self, text: str) -> str:
        """A sentence in which any words may stand."""
        ...

    def strong(self, text: str) -> str:
        """The same, with weight."""
        ...

    def name(self, text: str) -> str:
        """A name, letter by letter."""
        ...

    def code(self, text: str, language: str) -> str:
        """Lines of a program."""
        ...

    def link(self, text: str, address: str) -> str:
        """A way to a page; the address is one that nobody strange has written."""
        ...


class Markdown:
    """As most editors show it."""

    def prose(self, text: str) -> str:
        """A sentence whose signs mean nothing."""
        return _SIGNS.sub(lambda found: "\\" + found[0], sentence(text)[:MOST])

    def strong(self, text: str) -> str:
        """The same between asterisks."""
        return f"**{self.prose(text)}**"

    def name(self, text: str) -> str:
        """Between more backticks than follow upon each other in it."""
        shown = sentence(text)[:MOST]
        fence = _fence(shown, 1)
        gap = " " if "`" in shown else ""
        return f"{fence}{gap}{shown}{gap}{fence}" if shown else ""

    def code(self, text: str, language: str) -> str:
        """Between fences that it does not hold."""
        lines = [printable(line) for line in text.strip("\n").splitlines()]
        fence = _fence("\n".join(lines), 3)
        return "\n".join((f"{fence}{language}", *lines, fence))

    def link(self, text: str, address: str) -> str:
        """Between angles, which it holds none of."""
        return f"[{self.prose(text)}](<{address}>)"


class Plain:
    """As it is."""

    def prose(self, text: str) -> str:
        """A sentence."""
        return sentence(text)[:MOST]

    strong = name = prose

    def code(self, text: str, language: str) -> str:
        """The lines, a little to the right."""
        _ = language
        return "\n".join(f"    {printable(line)}" for line in text.strip("\n").splitlines())

    def link(self, text: str, address: str) -> str:
        """The address."""
        return f"{text}: {address}"


def _fence(text: str, least: int) -> str:
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    return "`" * max(least, longest + 1)
