"""Strangers' words in Markdown as GitHub and GitLab read it, and links to lines of a repository.

`outline` keeps a word from being a tag, a link or emphasis. Both hosts look at the page again once
it is made, and see through entities and backslashes: a mention calls people, a number leads to an
issue, two dollars are a formula. So a space of no width stands behind such a sign, as renovate and
dependabot have it, and a dollar in a tag of its own, as GitHub's documentation says ("Writing
mathematical expressions"). In code none of that is looked for.
"""

from __future__ import annotations

import html
import re
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from synthgate_reports.clipping import counted_cut
from synthgate_reports.outline import escaped
from synthgate_reports.rooted import from_root, is_inside, last_line
from synthgate_reports.wording import inert, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Location, Report

NAME = 200
"""Characters of a name that are shown."""
PROSE = 600
"""Characters of a sentence that are shown."""

_APART = "&#8203;"
_ISSUE = re.compile(r"((?<!&)\\?#|\bGH-)(?=\d)", re.IGNORECASE)
_BLOCK = re.compile(r"\A(?=[-+=])|\A(\d+)(?=[.)])")
_QUOTED = re.compile(r"(?<!`)`([^`\s]|[^`\s][^`]*[^`\s])`(?!`)")
_TICKS = re.compile("`+")
_ADDRESS = re.compile(r"https://[\w.-]+(?::\d+)?(?:/[\w.~-]+)+")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_URL = re.compile(r"https?://[\w.~:/?#@!$&*+,;=%-]+")


def _shown(text: str, most: int) -> str:
    """Words that a log may show as well: no CI runner takes them for a command."""
    return inert(counted_cut(printable(text), most))


def prose(text: str, most: int = PROSE) -> str:
    """A sentence as it stands, whatever is in it; what it has between backticks is code."""
    pieces = _QUOTED.split(_shown(text.strip(), most))
    words, codes = map(_words, pieces[::2]), map(code, pieces[1::2])
    return _BLOCK.sub(r"\1\\", "".join(map("".join, zip_longest(words, codes, fillvalue=""))))


def _words(text: str) -> str:
    return _unlinked(escaped((text,)))


def in_html(text: str, most: int = PROSE) -> str:
    """A sentence within tags, where Markdown means nothing."""
    said = html.escape(_shown(text, most), quote=False).replace("@", "&#64;")
    return _unlinked(said.replace("://", "&#58;//").replace("www.", "www&#46;"))


def _unlinked(text: str) -> str:
    text = _ISSUE.sub(rf"\1{_APART}", text.replace("&#64;", f"&#64;{_APART}"))
    return text.replace("$", "<span>$</span>")


def code(text: str, most: int = NAME) -> str:
    """A name in a span of code, in as many backticks as it has none of."""
    said = _shown(text, most)
    around = fence(said, 1)
    pad = " " if said[:1] in {"`", " "} or said[-1:] in {"`", " "} else ""
    return f"{around}{pad}{said}{pad}{around}" if said.strip() else '`""`'


def block(text: str, language: str) -> list[str]:
    """Lines of code, none of which ends the block."""
    lines = [_shown(line, PROSE) for line in text.strip("\n").splitlines()]
    around = fence("\n".join(lines), 3)
    return [f"{around}{language}", *lines, around]


def fence(text: str, least: int) -> str:
    """Backticks, more than stand in a row in the text."""
    return "`" * max(least, *(len(run) + 1 for run in _TICKS.findall(text)), 1)


def linked(label: str, address: str | None) -> str:
    """The label, as a link if there is somewhere to go."""
    return f"[{label}]({address})" if address else label


def page_of(link: str | None) -> str | None:
    """The address of a rule's page, if it is one of the web that closes no parenthesis."""
    return link if link and _URL.fullmatch(link) else None


def place(location: Location, report: Report) -> str:
    """A file with its line, by its path in the repository."""
    at, path = location.start, counted_cut(printable(from_root(location.path, report)), NAME)
    return code(f"{path}:{at.line}:{at.column}", most=2 * NAME)


def line_links(report: Report) -> Callable[[Location], str | None]:
    """What gives the address of a place in the repository, at the commit of the stamp.

    Templates of an assembly are not in it. How lines are addressed is known of GitHub and GitLab
    only, by their names in the host.
    """
    stamp = report.run.origin.stamp
    if stamp is None or not _ADDRESS.fullmatch(stamp.repository):
        return lambda _: None
    host = (urlsplit(stamp.repository).hostname or "").lower()
    way = next((way for name, way in _WAYS.items() if name in host), None)
    if way is None or not _COMMIT.fullmatch(stamp.commit):
        return lambda _: None
    files, between = way
    base = f"{stamp.repository}/{files}/{stamp.commit}"
    made = {template.path for template in report.templates if template.stack}

    def link(location: Location) -> str | None:
        if location.path in made or not is_inside(location.path, report):
            return None
        path = quote(from_root(location.path, report), errors="replace")
        first, last = location.start.line, last_line(location)
        return f"{base}/{path}#L{first}" + (f"-{between}{last}" if last > first else "")

    return link


_WAYS = {"github": ("blob", "L"), "gitlab": ("-/blob", "")}
"""By a word of the host: the way to a file, and what stands before the last line."""
