"""The pages of the site: each has its place, each link leads somewhere, each language its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitebuild import layout, markdown, reference, staging

CONFIGURATION: dict[str, Any] = yaml.safe_load((layout.ROOT / "mkdocs.yml").read_text("utf-8"))
PLACED = {
    "index.md",
    "rules/by-tool.md",
    *(f"{reference.FOLDER}/{name}.md" for name in reference.pages("en")),
}
"""Pages that the navigation names and the repository does not have: the site's own."""


def named(entries: list[Any]) -> dict[str, str]:
    """What the navigation names: each page with its title."""
    found: dict[str, str] = {}
    for entry in entries:
        title, value = next(iter(entry.items())) if isinstance(entry, dict) else ("", entry)
        found |= named(value) if isinstance(value, list) else {value: title}
    return found


def titles(entries: list[Any]) -> set[str]:
    """Every title of the navigation, of sections too."""
    found: set[str] = set()
    for entry in entries:
        if isinstance(entry, dict):
            title, value = next(iter(entry.items()))
            found |= {title, *(titles(value) if isinstance(value, list) else ())}
    return found


@pytest.fixture(scope="module")
def pages() -> staging.Pages:
    return staging.Pages()


def test_the_navigation_names_every_page() -> None:
    """A page in docs/ that nobody finds is none; neither is a place without a page."""
    written = {place for place in layout.pages().values() if not layout.is_korean(place)}
    assert {*named(CONFIGURATION["nav"])} == written | PLACED


def test_the_navigation_is_korean_as_well() -> None:
    """Each title has a Korean one, and none is left of a title that is gone."""
    (i18n,) = (it["i18n"] for it in CONFIGURATION["plugins"] if "i18n" in it)
    (korean,) = (it for it in i18n["languages"] if it["locale"] == "ko")
    assert {*korean["nav_translations"]} == titles(CONFIGURATION["nav"])


@pytest.mark.parametrize("path", layout.pages())
def test_each_link_of_a_page_leads_somewhere(pages: staging.Pages, path: str) -> None:
    """To a page of the site and a heading that it has, or to a file of the repository."""
    staged = pages.staged(path)
    assert [it for it in pages.mistakes if it.page == path] == []
    for link in markdown.links(staged):
        assert not link.startswith(".."), link
        file = link.removeprefix(f"{layout.REPOSITORY}/blob/{layout.TAG}/").partition("#")[0]
        assert file == link.partition("#")[0] or (layout.ROOT / file).is_file()


def written(folder: Path, **files: str) -> staging.Pages:
    for name, text in files.items():
        place = folder / "docs" / f"{name.replace('_', '.')}.md"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, "utf-8")
    return staging.Pages(folder)


@pytest.mark.parametrize(
    ("link", "mistake"),
    [
        ("gone.md", "gone.md leads to nothing"),
        ("other.md#gone", "docs/other.md has no heading #gone"),
        ("../scanner/gone.py", "../scanner/gone.py leads to nothing"),
        ("#gone", "docs/page.md has no heading #gone"),
    ],
)
def test_a_link_to_nothing_is_a_mistake(tmp_path: Path, link: str, mistake: str) -> None:
    """It is told with its page; the same in code is no link."""
    given = f"# Page\n\n[there]({link})\n"
    pages = written(tmp_path, page=given, other="# Other\n")
    pages.staged("docs/page.md")
    assert [str(it) for it in pages.mistakes] == [f"docs/page.md: {mistake}"]
    quoted = written(tmp_path, page=f"# Page\n\n`[there]({link})`\n\n```\n[there]({link})\n```\n")
    quoted.staged("docs/page.md")
    assert quoted.mistakes == []


def test_a_heading_has_one_name_in_both_languages(tmp_path: Path) -> None:
    """That of the English page; a Korean link by Korean words leads there, too."""
    english = "# Other\n\n## The way\n\n## The way\n"
    korean = "# 다른\n\n## 가는 길\n\n## 가는 길\n\n[a](#가는-길-1) [b](page.md#the-page)\n"
    pages = written(tmp_path, page="# The page\n", other=english, other_ko=korean)
    staged = pages.staged("docs/other.ko.md")
    assert pages.mistakes == []
    assert markdown.links(staged) == ["#the-way-1", "page.md#the-page"]
    assert re.findall(r"\{ #(\S+) \}", staged) == re.findall(
        r"\{ #(\S+) \}", pages.staged("docs/other.md")
    )


def test_other_headings_in_korean_are_a_mistake(tmp_path: Path) -> None:
    """Then no name can be given."""
    pages = written(tmp_path, page="# Page\n\n## Part\n", page_ko="# 페이지\n")
    pages.staged("docs/page.ko.md")
    assert [str(it) for it in pages.mistakes] == [
        "docs/page.ko.md: has other headings than docs/page.md"
    ]


def test_languages_lead_to_each_other(tmp_path: Path) -> None:
    """Beside the switch of the site a line for it is too much; within a sentence it stays."""
    english = "# Page\n\n[한국어](page.ko.md)\n\nText ([한국어](page.ko.md)).\n"
    pages = written(tmp_path, page=english, page_ko="# 페이지\n\n[English](page.md)\n\n글.\n")
    staged = pages.staged("docs/page.md")
    assert markdown.links(staged) == [f"{layout.SITE_URL}ko/page/"]
    assert markdown.links(pages.staged("docs/page.ko.md")) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("What closes the gate", "what-closes-the-gate"),
        ("`make scan`, and more: 3.0", "make-scan-and-more-30"),
        ("[A link](x.md) in it", "a-link-in-it"),
        ("게이트를 닫는 것", "게이트를-닫는-것"),
        ("A – B", "a--b"),
    ],
)
def test_names_are_those_that_github_gives(words: str, name: str) -> None:
    """For the links of the repository are made for GitHub."""
    assert markdown.slug(words) == name


def test_a_page_is_read_as_it_is_meant() -> None:
    """Bars in code in a table, and words beside the language of a block."""
    titled = '```yaml title="a"\n```\n'
    given = f"| a |\n|---|\n| `X\\|Y` \\| |\n\n```yaml rule\n| `X\\|Y` |\n```\n\n{titled}"
    expected = f"| a |\n|---|\n| `X|Y` \\| |\n\n```yaml\n| `X\\|Y` |\n```\n\n{titled}"
    assert markdown.for_python(given) == expected
