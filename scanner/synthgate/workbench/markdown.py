"""Words of cards as Markdown has them: shown, and never taken for a link, a tag or a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from synthgate_reports.markdown_text import fence
from synthgate_reports.outline import Code, escaped
from synthgate_reports.wording import printable, sentence

_LISTED = re.compile(r"([-+=]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"https://[\w.-]+(?:[/?#][\w./?#=&%~+,;-]*)?", re.ASCII)


def prose(text: str) -> str:
    """Words on one line, which mean nothing but themselves at its beginning, either."""
    said = escaped((sentence(text),))
    listed = _LISTED.match(said)
    if not listed:
        return said
    marker, rest = listed[1], said[listed.end() :]
    return f"{marker}\\{rest}" if marker.isdigit() else f"\\{said}"


def code(word: str) -> str:
    """A word as it is written in a program."""
    return escaped((Code(sentence(word)),))


def codes(words: Iterable[str]) -> str:
    """Such words, with commas."""
    return ", ".join(map(code, words))


def address(link: str) -> str:
    """A link to follow where it is an address of the web and nothing else, else its words."""
    return f"<{link}>" if _ADDRESS.fullmatch(link) else prose(link)


def row(cells: Iterable[str]) -> str:
    """A row of a table, of cells that are Markdown already."""
    return f"| {' | '.join(cells)} |"


def fenced(text: str, language: str = "") -> Iterator[str]:
    """Lines of code, within more backticks than they have anywhere."""
    around = fence(text, 3)
    yield f"{around}{language}"
    yield from map(printable, text.rstrip().splitlines())
    yield around
