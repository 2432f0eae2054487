"""What is wrong with the site as built: links that lead nowhere, and what a page would fetch."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from sitebuild import finding, layout
from synthgate.records import dataclass

_FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src"}
_LINK_OF = {"stylesheet", "icon", "preload", "preconnect", "modulepreload", "manifest"}
_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s+[^\s=>]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_BASE = re.compile(r'<script id="__config"[^>]*>[^<]*?"base": "(?P<base>[^"]*)')
_IN_CSS = re.compile(r"@import\s+[^;]*https?:|url\(\s*[\"']?https?:", re.IGNORECASE)
WITHOUT_PAGE = ("demo/",)
"""Reports, which are pages of their own: their script makes what their addresses lead to."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one page names: its headings, where it leads, and what a browser fetches for it."""

    names: frozenset[str]
    links: tuple[str, ...]
    fetched: tuple[str, ...]
    base: str
    """The folder below which its script looks for the index of search."""


def read(file: Path) -> Page:
    """Read a page. Its tags are found by their signs: code that shows tags has them escaped."""
    names: set[str] = set()
    links: list[str] = []
    fetched: list[str] = []
    text = file.read_text("utf-8")
    for tag, written in _TAG.findall(text):
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}
        names |= {given[it] for it in ("id", "name") if it in given and tag != "meta"}
        if tag == "a" and "href" in given:
            links.append(given["href"])
        if _FETCHED.get(tag, "") in given:
            fetched.append(given[_FETCHED[tag]])
        if tag == "link" and _LINK_OF & set(given.get("rel", "").split()):
            fetched.append(given.get("href", ""))
    base = _BASE.search(text)
    return Page(frozenset(names), tuple(links), tuple(fetched), base["base"] if base else "")


def mistakes(site: Path) -> list[str]:
    """Everything that is wrong, a line each."""
    pages = {it.relative_to(site).as_posix(): read(it) for it in sorted(site.rglob("*.html"))}
    found = [line for name, page in pages.items() for line in _of_page(site, name, page, pages)]
    sheets = (it for it in sorted(site.rglob("*.css")) if _IN_CSS.search(it.read_text("utf-8")))
    return [*found, *(f"{it.relative_to(site)}: fetches from a network" for it in sheets)]


def _of_page(site: Path, name: str, page: Page, pages: dict[str, Page]) -> Iterator[str]:
    """What is wrong with one page; one for what is not there knows no address below it."""
    yield from (f"{name}: fetches {it}" for it in page.fetched if _is_elsewhere(it))
    if name.startswith(WITHOUT_PAGE) or name == "404.html":
        return
    if page.base:
        yield from _of_search(site, name, page.base)
    for said in dict.fromkeys((*page.links, *page.fetched)):
        link = _within(name, said)
        if link and not _is_elsewhere(link) and not _leads(site, name, link, pages):
            yield f"{name}: {link} leads to nothing"


def _of_search(site: Path, name: str, base: str) -> Iterator[str]:
    """Where a page looks for the index of search, as its script comes to that."""
    asked = urljoin(urljoin(f"/{name}", base), finding.INDEX.as_posix())
    wanted = f"/{'ko/' if name.startswith('ko/') else ''}{finding.INDEX.as_posix()}"
    if asked != wanted or not (site / asked[1:]).is_file():
        yield f"{name}: searches {asked} in place of {wanted}"


def _within(name: str, link: str) -> str:
    """A link to an address of the site as one from this page."""
    if not link.startswith(layout.SITE_URL):
        return link
    return posixpath.relpath(
        link.removeprefix(layout.SITE_URL) or ".", posixpath.dirname(name) or "."
    )


def _is_elsewhere(link: str) -> bool:
    return bool(urlsplit(link).scheme or urlsplit(link).netloc) and not link.startswith("data:")


def _leads(site: Path, name: str, link: str, pages: dict[str, Page]) -> bool:
    """Whether a link leads to a file of the site, and to a heading that it has."""
    parts = urlsplit(link)
    folder = posixpath.dirname(name)
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else name
    if path.startswith(".."):
        return False
    if (site / path).is_dir():
        path = posixpath.normpath(posixpath.join(path, "index.html"))
    is_named = not parts.fragment or path.startswith(WITHOUT_PAGE)
    there = pages.get(path)
    if there is None or is_named:
        return (site / path).is_file()
    return unquote(parts.fragment) in there.names or parts.fragment == "__tabbed"


def summary(site: Path) -> str:
    """How large the site is."""
    files = [it for it in site.rglob("*") if it.is_file()]
    pages = sum(it.suffix == ".html" for it in files)
    whole = sum(it.stat().st_size for it in files) / 1e6
    english, korean = (
        (site / folder / finding.INDEX).stat().st_size / 1e6 for folder in ("", "ko")
    )
    return (
        f"{site}: {pages} pages, {whole:.0f} MB; search reads {english:.1f} MB in English, "
        f"{korean:.1f} MB in Korean; every link leads somewhere"
    )
