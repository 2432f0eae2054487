"""Where the links of a page lead that is read without the repository around it.

On a package index, in the notes of a release, or in the `share/` of an installation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from hatch_build import RAW, REPOSITORY, absolute

_FENCED = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`|^ {4,}.*$", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<path>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(?P<text>.+?) *#*$", re.MULTILINE)


class _Targets(HTMLParser):
    """What a page of HTML leads to, or shows, and what in it can be led to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the addresses of an element, and its own."""
        _ = tag
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.places |= {f"#{value}" for name, value in attrs if name == "id"}


def targets(html: str) -> list[str]:
    """Return what a page of HTML leads to, or shows, its own places left out."""
    reader = _Targets()
    reader.feed(html)
    return [link for link in reader.found if link not in reader.places]


def broken(links: Iterable[str], root: Path, release: str) -> Iterator[str]:
    """Yield what is wrong with links: those to the repository are looked up in it."""
    for link in links:
        reason = _reason(link, root, release)
        if reason:
            yield f"{link}: {reason}"


def _reason(link: str, root: Path, release: str) -> str:
    if not link.startswith(("https://", "mailto:")):
        return "leads nowhere outside of the repository"
    for kind in (f"{REPOSITORY}/blob", f"{REPOSITORY}/tree", RAW):
        if link.startswith(f"{kind}/"):
            at, _, path = link.removeprefix(f"{kind}/").partition("/")
            return _missing(root, unquote(path)) if at == release else f"is not of {release}"
    return ""


def _missing(root: Path, path: str) -> str:
    """What a path of the repository, with an anchor or without, lacks."""
    name, _, anchor = path.partition("#")
    file = root / name
    if not file.exists():
        return "there is no such file"
    if anchor and anchor not in anchors(file.read_text("utf-8")):
        return "there is no such heading"
    return ""


def anchors(page: str) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    found: dict[str, int] = {}
    every: set[str] = set()
    for heading in _HEADING.finditer(_FENCED.sub("", page)):
        text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading["text"]).lower()
        name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        times = found.get(name, 0)
        found[name] = times + 1
        every.add(f"{name}-{times}" if times else name)
    return every


def linked(page: str) -> list[str]:
    """Return the links of a page of Markdown, those in its code left out."""
    return [found["path"] for found in _LINK.finditer(_CODE.sub("", _FENCED.sub("", page)))]


def rehomed(page: str, path: PurePosixPath, kept: frozenset[str], release: str) -> str:
    """A page of the repository whose links lead on where only some files are beside it."""

    def led(found: re.Match[str]) -> str:
        link = found["path"]
        if re.match(r"[a-z][a-z+.-]*:|#|/", link):
            return found[0]
        name, mark, anchor = link.partition("#")
        target = _resolved(path.parent / name) + ("/" if name.endswith("/") else "")
        is_here = target in kept
        return found[0] if is_here else absolute(f"]({target}{mark}{anchor})", release)

    return _LINK.sub(led, page)


def _resolved(path: PurePosixPath) -> str:
    """A path without `..`."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
