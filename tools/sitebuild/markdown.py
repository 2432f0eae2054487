"""Markdown as the repository has it, and as the site does: headings, their anchors, and links.

GitHub names a heading by its words, and so do the links of the repository. The site gives each
heading that name in writing; a Korean page has those of the English one beside it, so that a link
to a heading leads there in either language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

_FENCE = re.compile(
    r"^ *(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^ *(?P=fence) *$", re.MULTILINE | re.DOTALL
)
_CODE = re.compile(r"(?P<ticks>(?<!`)`+(?!`))(?:(?!\n\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_INFORMED = re.compile(r"^(?P<fence> *`{3,}\w+)[ \t]+(?!title=)\S.*$", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^(?P<marks>#{1,6}) +(?P<words>.+?) *$", re.MULTILINE)
_LANGUAGE_LINE = re.compile(r"^\[(?:English|한국어)\]\([^)\s]+\)\n+", re.MULTILINE)
_CELLS = re.compile(r"^\|.*\|$", re.MULTILINE)


def parts(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and of each whether it is what the pattern is about."""
    end = 0
    for found in pattern.finditer(text):
        yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield text[end:], False


def outside(text: str, pattern: re.Pattern[str], change: Callable[[str], str]) -> str:
    """The text with everything changed that the pattern is not about."""
    return "".join(part if is_it else change(part) for part, is_it in parts(text, pattern))


def with_links(text: str, lead: Callable[[str], str]) -> str:
    """The text with each link led elsewhere; what stands in code is none."""

    def changed(prose: str) -> str:
        return _LINK.sub(lambda it: f"]({lead(it['target'])})", prose)

    return outside(text, _FENCE, lambda prose: outside(prose, _CODE, changed))


def links(text: str) -> list[str]:
    """Where the links of a text lead."""
    found: list[str] = []
    with_links(text, lambda target: found.append(target) or target)
    return found


def headings(text: str) -> list[tuple[int, str]]:
    """The headings of a text: how deep, and its words."""
    prose = "".join(part for part, is_code in parts(text, _FENCE) if not is_code)
    return [(len(it["marks"]), it["words"]) for it in _HEADING.finditer(prose)]


def anchors(text: str) -> list[str]:
    """The names of the headings of a text, as GitHub gives them: two alike are counted."""
    counted: Counter[str] = Counter()
    found: list[str] = []
    for _, words in headings(text):
        name = slug(words)
        found.append(f"{name}-{counted[name]}" if counted[name] else name)
        counted[name] += 1
    return found


def slug(words: str) -> str:
    """The name of a heading with these words."""
    shown = re.sub(r"\[(?P<words>[^\]]*)\]\([^)]*\)", r"\g<words>", words)
    return re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")


def with_anchors(text: str, names: list[str], quiet: frozenset[str] = frozenset()) -> str:
    """The text with a name on each heading; search leaves out what stands under the quiet ones."""
    given = iter(names)

    def named(found: re.Match[str]) -> str:
        name = next(given)
        mark = " data-search-exclude" if name in quiet else ""
        return f"{found[0].rstrip()} {{ #{name}{mark} }}"

    return outside(text, _FENCE, lambda prose: _HEADING.sub(named, prose))


def without_language_line(text: str) -> str:
    """The text without the line that leads to its other language, for the site has a switch."""
    return _LANGUAGE_LINE.sub("", text, count=1)


def for_python(text: str) -> str:
    """The text as Python-Markdown reads it.

    A bar in code in a table has no backslash; beside the language of code stands at most a title.
    """
    text = "".join(
        _INFORMED.sub(r"\g<fence>", part, count=1) if is_code else part
        for part, is_code in parts(text, _FENCE)
    )

    def row(found: re.Match[str]) -> str:
        return _CODE.sub(lambda it: it[0].replace(r"\|", "|"), found[0])

    return outside(text, _FENCE, lambda prose: _CELLS.sub(row, prose))
