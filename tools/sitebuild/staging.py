"""The pages of the repository as the site has them: each heading named, each link led somewhere.

A link to a page leads to it on the site, and one to any other file to the repository as of the
release. A link to nothing is a mistake, and so is one to a heading that no page has.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from sitebuild import layout, markdown
from synthgate.model import Language, Words
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Mistake(Exception):  # noqa: N818 - it is told of a page, and ends nothing
    """What is wrong in a page: where, and what."""

    page: str
    what: str

    def __str__(self) -> str:
        return f"{self.page}: {self.what}"


class Pages:
    """What is read of the repository, and where on the site it lies."""

    def __init__(self, root: Path = layout.ROOT) -> None:
        self.root = root
        self.places = layout.pages(root)
        self.pictures = layout.pictures(root)
        self.texts = {path: (root / path).read_text("utf-8") for path in self.places}
        self.anchors = {path: markdown.anchors(text) for path, text in self.texts.items()}
        self.mistakes: list[Mistake] = []

    def staged(self, path: str) -> str:
        """A page as the site has it; its mistakes are noted."""
        text = markdown.with_anchors(self.texts[path], self._names(path))
        text = markdown.without_language_line(text)
        text = markdown.with_links(text, lambda target: self.led(path, target))
        return _front_matter(self.places[path]) + markdown.for_python(text)

    def led(self, path: str, target: str) -> str:
        """Where a link of a page leads on the site."""
        if re.match(r"[a-z][a-z+.-]*:", target):
            return target
        file, _, anchor = target.partition("#")
        folder = posixpath.dirname(path)
        other = posixpath.normpath(posixpath.join(folder, file)) if file else path
        if other in self.places:
            return self._to_page(path, other, anchor)
        if other in self.pictures:
            return layout.from_page(self.places[path], self.pictures[other])
        if not (self.root / other).exists():
            self._wrong(path, f"{target} leads to nothing")
        return layout.in_repository(other, self.root) + (f"#{anchor}" if anchor else "")

    def _to_page(self, path: str, other: str, anchor: str) -> str:
        """A link to a page: by its file, which mkdocs looks up, or by its address."""
        suffix = f"#{self._anchor(path, other, anchor)}" if anchor else ""
        if other == path:
            return suffix or layout.from_page(self.places[path], self.places[path])
        here, there = self.places[path], self.places[other]
        if layout.is_korean(other) == layout.is_korean(path):
            return layout.from_page(here, layout.in_english(there)) + suffix
        if layout.is_korean(other) or layout.in_english(path) == other:
            return f"{layout.SITE_URL}{layout.address(there)}{suffix}"
        return layout.from_page(here, there) + suffix

    def _anchor(self, path: str, other: str, anchor: str) -> str:
        """The name on the site of a heading of another page."""
        if other in layout.GENERATED:
            return anchor
        if anchor in self.anchors[other]:
            return self._names(other)[self.anchors[other].index(anchor)]
        if anchor not in self._names(other):
            self._wrong(path, f"{other} has no heading #{anchor}")
        return anchor

    def _names(self, path: str) -> list[str]:
        """The names of the headings of a page: in Korean those of the English page."""
        english = layout.in_english(path)
        if english == path:
            return self.anchors[path]
        if self._depths(path) != self._depths(english):
            self._wrong(path, f"has other headings than {english}")
            return self.anchors[path]
        return self.anchors[english]

    def _depths(self, path: str) -> list[int]:
        return [depth for depth, _ in markdown.headings(self.texts[path])]

    def _wrong(self, path: str, what: str) -> None:
        if Mistake(path, what) not in self.mistakes:
            self.mistakes.append(Mistake(path, what))


QUIET = {"changelog.md": 0.2, "decisions.md": 0.5, "comparison.md": 0.5}
"""Long pages about everything, which search would find first; how much their words count there."""


def _front_matter(place: str) -> str:
    boost = QUIET.get(layout.in_english(place))
    return f"---\nsearch:\n  boost: {boost}\n---\n\n" if boost else ""


def write(target: Path, pages: Pages) -> None:
    """Write every page and every picture of the repository into the folder that mkdocs reads."""
    for path, place in pages.places.items():
        if path not in layout.GENERATED:
            put(target / place, pages.staged(path))
    for path, place in pages.pictures.items():
        put(target / place, (pages.root / path).read_text("utf-8"))


def put(file: Path, text: str) -> None:
    """Write a file, and the folder that it lies in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


CODE = frozenset({"avoid", "prefer", "examples"})
"""The parts of a rule's page that search leaves out: code, which is most of it."""


def stage_rules(written: Mapping[Language, Path], target: Path) -> None:
    """Write the pages of the rules, of each language, as ``synthgate rules pages`` wrote them."""
    for language, folder in written.items():
        for file in sorted(folder.glob("*.md")):
            english = (written["en"] / file.name).read_text("utf-8")
            text = file.read_text("utf-8")
            names = markdown.anchors(english)
            if len(markdown.anchors(text)) != len(names):
                names = markdown.anchors(text)
            named = markdown.with_anchors(text, names, CODE)
            place = file.name if language == "en" else layout.in_korean(file.name)
            put(
                target / "rules" / place,
                _head(file.stem, text, language) + markdown.for_python(named),
            )


LISTS = ("index", "by-tool")
"""The pages that list the rules."""
_BACK = Words("All rules", "규칙 목록")


def _head(name: str, text: str, language: Language) -> str:
    """What stands above a rule: its name and title, for search, and the way to all of them."""
    if name in LISTS:
        return ""
    title = json.dumps(f"{name}: {markdown.headings(text)[0][1]}", ensure_ascii=False)
    return f"---\ntitle: {title}\nhide: [navigation]\n---\n\n[← {_BACK[language]}](index.md)\n\n"
