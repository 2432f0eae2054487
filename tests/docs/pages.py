"""What a page of Markdown is made of, apart from its language."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]
PARSER = MarkdownIt("commonmark").enable("table")
KOREAN = ".ko.md"
MADE = {"build", "dist", "node_modules", "out", "site", "sitebuild"}
"""Folders of what is made, and of what pages of the site are made of."""
COMMENT = re.compile(r"(?:^|(?<=\s))#(?!\s*(?:finding|unknown)\s*$| stack: )\s.*$", re.MULTILINE)
"""What may be said otherwise in another language: not the marks of examples."""
SPOKEN = "$ export SYNTHGATE_LANG=ko"
"""How a reader of Korean has the program speak."""
QUOTED = re.compile(r"""(["'])[^"']* [^"']*\1""")
"""A sentence that is typed, such as a reason."""
SWITCHES = ("English", "한국어")
"""How a page calls the link to itself in the other language."""


@dataclass
class Section:
    """A heading, and all that stands below it before the next one."""

    level: int = 0
    title: str = ""
    code: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    tables: list[list[int]] = field(default_factory=list[list[int]])
    items: int = 0
    links: Counter[str] = field(default_factory=Counter[str])
    spans: set[str] = field(default_factory=set[str])
    prose: list[str] = field(default_factory=list[str])


def pairs() -> Iterator[tuple[Path, Path]]:
    """Every page that there is in Korean, behind the same in English."""
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(name for name in below if name[0] != "." and name not in MADE)
        for name in sorted(names):
            if name.endswith(KOREAN):
                yield Path(folder, name.removesuffix(KOREAN) + ".md"), Path(folder, name)


def sections(text: str) -> list[Section]:
    """A page in order."""
    found = [Section()]
    tokens = PARSER.parse(text)
    for place, token in enumerate(tokens):
        now = found[-1]
        match token.type:
            case "heading_open":
                found.append(Section(int(token.tag[1]), tokens[place + 1].content))
            case "fence" | "code_block":
                now.code.append((token.info.strip(), _typed(token)))
            case "table_open":
                now.tables.append([])
            case "tr_open":
                now.tables[-1].append(0)
            case "th_open" | "td_open":
                now.tables[-1][-1] += 1
            case "list_item_open":
                now.items += 1
            case "inline":
                _inline(now, token.children or [])
            case _:
                pass
    return found


def _typed(token: Token) -> str:
    """Code without comments; of a terminal what is typed, for it answers in a language."""
    if token.info.strip() != "console":
        return without_comments(token.content)
    typed = [line for line in token.content.splitlines() if line.startswith(("$ ", "> "))]
    told = without_comments("\n".join(line for line in typed if line != SPOKEN))
    return QUOTED.sub('"…"', told)


def without_comments(code: str) -> str:
    """What runs of it, and its marks."""
    return "\n".join(line.rstrip() for line in COMMENT.sub("", code).splitlines())


def _inline(section: Section, tokens: list[Token]) -> None:
    words, link = "", ""
    for token in tokens:
        if token.type == "link_open":
            link = str(token.attrs["href"])
        elif token.type == "link_close":
            link = ""
        elif token.type == "code_inline":
            section.spans.add(" ".join(token.content.split()))
            words += "`"
        elif token.type in {"softbreak", "hardbreak"}:
            words += " "
        elif token.type == "text":
            words += "" if link.startswith("http") else token.content
        if token.type == "link_open" and label(tokens, token) not in SWITCHES:
            section.links[link] += 1
    section.prose.append(words.strip())


def label(tokens: list[Token], opening: Token) -> str:
    """What stands in a link."""
    after = tokens[tokens.index(opening) + 1 :]
    end = next(place for place, token in enumerate(after) if token.type == "link_close")
    return "".join(token.content for token in after[:end])


def slugs(page: list[Section]) -> list[str]:
    """The anchors of a page's headings, as GitHub makes them.

    Letters and digits of any script stay, in lower case, with hyphens for spaces; of two alike the
    second gets a number (GitHub Docs, "Basic writing and formatting syntax", "Section links").
    """
    seen: Counter[str] = Counter()
    made: list[str] = []
    for section in page[1:]:
        plain = PARSER.renderInline(section.title)
        plain = re.sub(r"<[^>]+>", "", plain).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        made.append(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return made
