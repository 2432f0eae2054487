"""What is asked of the site once it is built, and what is shown on it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitebuild import built, finding, hook, shown

SOUND = (
    '<html><h1 id="top">x</h1><a href="b/">b</a><a href="#top">t</a><a href="b/#end">e</a></html>'
)


def site(folder: Path, first: str, style: str = "") -> Path:
    (folder / "b").mkdir()
    (folder / "index.html").write_text(first, "utf-8")
    (folder / "b" / "index.html").write_text('<h1 id="end">x</h1><a href="../">up</a>', "utf-8")
    (folder / "site.css").write_text(style, "utf-8")
    return folder


def test_a_sound_site_has_no_mistake(tmp_path: Path) -> None:
    """Links elsewhere are not followed, and a link shown in code is none."""
    more = '<a href="https://example.com/x">x</a><code>&lt;a href="gone/"&gt;</code>'
    assert built.mistakes(site(tmp_path, SOUND + more, "a { background: url(data:x) }")) == []


@pytest.mark.parametrize(
    ("page", "mistake"),
    [
        ('<a href="gone/">x</a>', "index.html: gone/ leads to nothing"),
        ('<a href="b/#gone">x</a>', "index.html: b/#gone leads to nothing"),
        ('<a href="#gone">x</a>', "index.html: #gone leads to nothing"),
        ('<a href="../out">x</a>', "index.html: ../out leads to nothing"),
        ('<img alt="" src="gone.png">', "index.html: gone.png leads to nothing"),
        ('<script src="https://cdn/x.js">', "index.html: fetches https://cdn/x.js"),
        ('<link rel="stylesheet" href="//f/x">', "index.html: fetches //f/x"),
        ('<img src="http://x/y.png">', "index.html: fetches http://x/y.png"),
    ],
)
def test_each_mistake_of_a_page_is_told(tmp_path: Path, page: str, mistake: str) -> None:
    """A link to nothing, and whatever a browser would ask of a network."""
    assert built.mistakes(site(tmp_path, page)) == [mistake]


@pytest.mark.parametrize(
    "style", ["@import url(https://f/x.css);", "a{background:url('http://f')}"]
)
def test_styles_fetch_nothing(tmp_path: Path, style: str) -> None:
    """Neither fonts nor pictures."""
    assert built.mistakes(site(tmp_path, SOUND, style)) == ["site.css: fetches from a network"]


def test_each_language_searches_its_own_pages(tmp_path: Path) -> None:
    """Every page is in one of the two, under its address below the folder of its language."""
    index = tmp_path / finding.INDEX
    index.parent.mkdir()
    docs = [{"location": it} for it in ("", "ci/#x", "ko/", "ko/ci/#x", "korea/")]
    index.write_text(json.dumps({"config": {"lang": ["en", "ko"]}, "docs": docs}), "utf-8")
    finding.split(tmp_path)
    english, korean = (
        json.loads((tmp_path / it / finding.INDEX).read_text("utf-8")) for it in ("", "ko")
    )
    assert [it["location"] for it in english["docs"]] == ["", "ci/#x", "korea/"]
    assert [it["location"] for it in korean["docs"]] == ["", "ci/#x"]
    assert english["config"] == korean["config"]


def test_a_page_searches_its_own_language(tmp_path: Path) -> None:
    """In an index that is there: where a browser comes to from the page's base."""
    page = site(tmp_path, SOUND) / "ko" / "ci" / "index.html"
    for folder in (tmp_path, tmp_path / "ko"):
        (folder / "search").mkdir(parents=True)
        (folder / finding.INDEX).write_text("{}", "utf-8")
    page.parent.mkdir()
    written = '<script id="__config" type="x">{"a": 1, "base": "../.."}</script>'
    page.write_text(written, "utf-8")
    asked = "ko/ci/index.html: searches /search/search_index.json in place of "
    assert built.mistakes(tmp_path) == [f"{asked}/ko/search/search_index.json"]
    page.write_text(hook.on_post_page(written, SimpleNamespace(url="ko/ci/"), {}), "utf-8")
    assert built.mistakes(tmp_path) == []
    (tmp_path / "ko" / finding.INDEX).unlink()
    assert len(built.mistakes(tmp_path)) == 1


def test_a_terminal_is_shown_with_its_signs() -> None:
    """What a scan prints is text, whatever it looks like, and its colours go along."""
    said = shown.as_html("\x1b[1;31mclosed\x1b[0m <b> & \n  x")
    assert "&lt;b&gt; &amp;" in said
    assert "color:" in said
    assert "\x1b" not in said
    assert said.endswith("\n  x")
