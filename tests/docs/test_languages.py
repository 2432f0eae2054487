"""Pages that are there in two languages say the same, each in its own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from tests.docs.pages import KOREAN, ROOT, Section, pairs, sections, slugs

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = list(pairs())
WANTED = {
    *("README.md", "docs/configuration.md", "docs/rule-language.md"),
    *("docs/runbook-disaster-recovery.md", "docs/operations.md", "docs/ci.md", "docs/hook.md"),
}
HANGUL = re.compile(r"[가-힣]")
IN_A_ROW = re.compile(r"(?:[A-Za-z'’-]+[,;:]?\s+){5,}[A-Za-z]+")
"""Six words in a row: longer than the name of any standard."""


NAMES = [korean.relative_to(ROOT).as_posix() for _, korean in PAIRS]


@pytest.fixture(params=PAIRS, ids=NAMES)
def pair(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    return request.param


@pytest.fixture
def pages(pair: tuple[Path, Path]) -> tuple[list[Section], list[Section]]:
    english, korean = (sections(path.read_text("utf-8")) for path in pair)
    return english, korean


def test_the_pages_are_found() -> None:
    """What a new user reads is there in Korean; no page is without its English."""
    assert {english.relative_to(ROOT).as_posix() for english, _ in PAIRS} >= WANTED
    assert all(english.is_file() for english, _ in PAIRS)


def differences(english: list[Section], korean: list[Section]) -> Iterator[str]:
    """What one of two pages has and the other has not."""
    levels = [[section.level for section in page] for page in (english, korean)]
    if levels[0] != levels[1]:
        yield f"headings: {levels[0]} and {levels[1]}"
    for one, other in zip(english, korean, strict=False):
        for part in ("code", "tables", "items"):
            if getattr(one, part) != getattr(other, part):
                yield f"{one.title}: {part}: {getattr(one, part)} and {getattr(other, part)}"
        if one.spans != other.spans:
            yield f"{one.title}: {sorted(one.spans ^ other.spans)}"


def test_both_have_the_same_parts(pages: tuple[list[Section], list[Section]]) -> None:
    """In the same order: headings, code but for its comments, tables, items; and words of code."""
    assert not list(differences(*pages))
    assert len(pages[0]) > 1


def targets(page: list[Section], path: Path) -> list[Counter[tuple[str, str | int]]]:
    """Where the links of each section lead: to which page, in whatever language, and heading."""
    return [Counter(_target(link, path) for link in section.links.elements()) for section in page]


def _target(link: str, path: Path) -> tuple[str, str | int]:
    if re.match(r"[a-z]+:", link):
        return link, ""
    file, _, anchor = unquote(link).partition("#")
    led = path.parent.joinpath(file).resolve() if file else path
    page = led.relative_to(ROOT).as_posix()
    if not anchor:
        return page.replace(KOREAN, ".md"), ""
    return page.replace(KOREAN, ".md"), slugs(sections(led.read_text("utf-8"))).index(anchor)


@pytest.mark.sampled(2)
def test_both_lead_to_the_same_places(
    pair: tuple[Path, Path], pages: tuple[list[Section], list[Section]]
) -> None:
    """Files, addresses, and headings by their number; an anchor that is none is seen here."""
    english, korean = (targets(page, path) for page, path in zip(pages, pair, strict=True))
    assert english == korean
    assert any(english)


def test_links_lead_to_files(
    pair: tuple[Path, Path], pages: tuple[list[Section], list[Section]]
) -> None:
    """And those of a Korean page to the Korean page, where there is one."""
    for path, page in zip(pair, pages, strict=True):
        for link in (link for section in page for link in section.links):
            file = unquote(link).partition("#")[0]
            if file and not re.match(r"[a-z]+:", link):
                assert path.parent.joinpath(file).exists(), link
            if path == pair[1] and file.endswith(".md") and not file.endswith(KOREAN):
                assert not path.parent.joinpath(file).with_suffix(".ko.md").exists(), link


def test_each_begins_with_a_link_to_the_other(pair: tuple[Path, Path]) -> None:
    """Below its title, alone in its line."""
    for path, label, other in zip(pair, ("한국어", "English"), reversed(pair), strict=True):
        title, nothing, link, *_ = path.read_text("utf-8").splitlines()
        assert title.startswith("# ")
        assert (nothing, link) == ("", f"[{label}]({other.name})")


def left_in_english(page: list[Section]) -> Iterator[str]:
    """Sentences, cells and headings that nobody has translated."""
    for section in page:
        for text in section.prose:
            in_a_row = any(_is_english(found[0]) for found in IN_A_ROW.finditer(text))
            if in_a_row or (_is_english(text) and not HANGUL.search(text)):
                yield text


def _is_english(text: str) -> bool:
    """It has some words, and is no row of names."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) > 3 and sum(word.islower() for word in words) > 1


def test_korean_is_korean(pages: tuple[list[Section], list[Section]]) -> None:
    """No paragraph, cell or heading is left in English, and English pages have no Korean."""
    assert not list(left_in_english(pages[1]))
    english = [text for section in pages[0] for text in section.prose if HANGUL.search(text)]
    assert not [text for text in english if "한국어" not in text]


def test_emphasis_ends(pages: tuple[list[Section], list[Section]]) -> None:
    """A particle right behind `.**` keeps Markdown from seeing the end of what is bold."""
    for page in pages:
        assert not [text for section in page for text in section.prose if "**" in text]


KOREAN_WORDS = [
    *(korean for _, korean in PAIRS),
    *(ROOT / "tools" / "sitebuild" / "pages").glob("*.ko.md"),
    *(ROOT / "scanner" / "synthgate" / "locales" / "ko").rglob("*.po"),
    *(ROOT / "tests" / "reports" / "snapshots").glob("*.ko.*"),
    *(ROOT / "mkdocs.yml", ROOT / "tools" / "release_man.py"),
]
OTHER_WORDS = re.compile(
    "검출 ?결과|발견 ?사항|핑거프린트|베이스라인"  # 조사 결과, 지문, 기준선
    "|결과(?:이|은|을|과)(?![가-힣])|지문(?:가|는|를|와)(?![가-힣])|기준선(?:가|는|를|와)(?![가-힣])"
)


@pytest.mark.parametrize("path", KOREAN_WORDS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_thing_has_one_name_in_korean(path: Path) -> None:
    """Findings as AWS calls them, fingerprints, baselines; with the particles of these words."""
    assert not OTHER_WORDS.findall(path.read_text("utf-8").replace('"\n"', ""))


PAGE = """\
# Title

A sentence of a few words with `code` and a [link](ci.md#the-first-hour).

    synthgate scan cdk.out  # said otherwise

| a | b |
|---|---|
| c | d |

* an item

## Below
"""


@pytest.mark.parametrize(
    ("changed", "into"),
    [
        ("## Below", "### Below"),
        ("## Below\n", ""),
        ("cdk.out", "cdk.in"),
        ("| c | d |\n", ""),
        ("* an item", "an item"),
        ("`code`", "`else`"),
    ],
)
def test_differences_are_seen(changed: str, into: str) -> None:
    """So that the tests above are some."""
    otherwise = PAGE.replace("said otherwise", "다른 말")
    assert not list(differences(sections(PAGE), sections(otherwise)))
    assert list(differences(sections(PAGE), sections(PAGE.replace(changed, into))))


def test_other_places_and_english_are_seen() -> None:
    """A link to another heading, one to none, and a paragraph that is left."""
    path = ROOT / "docs" / "page.md"
    other = PAGE.replace("#the-first-hour", "#in-the-pipeline")
    assert targets(sections(PAGE), path) != targets(sections(other), path)
    with pytest.raises(ValueError, match="not in list"):
        targets(sections(PAGE.replace("#the-first-hour", "#no-such-hour")), path)
    assert list(left_in_english(sections(PAGE)))
    assert not list(left_in_english(sections("# 제목\n\n[AWS Config](a.md), `code` 문장입니다.\n")))
    assert slugs(sections("# A\n\n## 예외 처리: `새` 것만!\n\n## A\n")) == [
        "a",
        "예외-처리-새-것만",
        "a-1",
    ]
