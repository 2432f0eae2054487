"""Pages as they are shown without the repository around them: by a package index, of a release."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hatch_build import RAW, REPOSITORY, absolute, release_of  # noqa: E402 - the root is no package

from release_links import anchors, broken, linked, rehomed  # noqa: E402 - it needs the root as well


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md"])
def test_each_link_leads_somewhere(page: str) -> None:
    """To a file, and a heading, that the release has; or to an address elsewhere."""
    links = linked(absolute((ROOT / page).read_text("utf-8"), "v9", page))
    assert links
    assert [*broken(links, ROOT, "v9")] == []


def test_the_release_is_that_of_the_sources() -> None:
    """As the wheel has its version."""
    from synthgate.version import __version__

    assert release_of(ROOT) == f"v{__version__}"


BLOB, TREE = f"{REPOSITORY}/blob/v1.0", f"{REPOSITORY}/tree/v1.0"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[a](docs/a.md)", f"[a]({BLOB}/docs/a.md)"),
        ("[a](docs/a.md#b)", f"[a]({BLOB}/docs/a.md#b)"),
        ("[a](#b)", f"[a]({BLOB}/README.md#b)"),
        ("[a](examples/)", f"[a]({TREE}/examples/)"),
        ("![a](docs/a.png)", f"![a]({RAW}/v1.0/docs/a.png)"),
        ("[![a](a.svg)](docs/a.md)", f"[![a]({RAW}/v1.0/a.svg)]({BLOB}/docs/a.md)"),
        ('<img src="docs/a.png">', f'<img src="{RAW}/v1.0/docs/a.png">'),
        ("<a href='a.md'>", f"<a href='{BLOB}/a.md'>"),
        ("[a]: docs/a.md", f"[a]: {BLOB}/docs/a.md"),
        ("[a](https://b.org/c.md)", "[a](https://b.org/c.md)"),
        ("[a](mailto:b@c.org)", "[a](mailto:b@c.org)"),
        ("a [b] (c)", "a [b] (c)"),
    ],
)
def test_a_link_is_of_the_release(written: str, shown: str) -> None:
    """Of Markdown and of HTML, files, folders, pictures and headings; others stay."""
    assert absolute(written, "v1.0") == shown


@pytest.mark.parametrize(
    "link",
    [
        "docs/ci.md",
        "#scan",
        "http://example.org/",
        f"{REPOSITORY}/blob/v8/README.md",
        f"{REPOSITORY}/blob/main/README.md",
        f"{REPOSITORY}/blob/v9/docs/none.md",
        f"{REPOSITORY}/blob/v9/README.md#no-such-heading",
        f"{RAW}/v9/docs/none.png",
    ],
)
def test_what_leads_nowhere_is_told(link: str) -> None:
    """A page, a heading or a release that is not there, and what only works in the repository."""
    assert [one.partition(": ")[0] for one in broken([link], ROOT, "v9")] == [link]


def test_headings_are_led_to_as_github_does() -> None:
    """Without what is no letter, and numbered where two are the same; code has none."""
    page = "# A `--b` & c\n## A (b): c_d\n## x\n## x\n## 한국어 제목\n```\n# no\n```\n## [t](u) v\n"
    assert anchors(page) == {"a---b--c", "a-b-c_d", "x", "x-1", "한국어-제목", "t-v"}


def test_pages_that_are_moved_together_stay_linked() -> None:
    """What was left behind is led to where it is."""
    page = "[a](b.md#c) [d](../README.md) [e](../templates/f.yml) [g](../examples/) [h](#h)"
    moved = rehomed(page, PurePosixPath("docs/a.md"), frozenset({"docs/b.md", "README.md"}), "v1.0")
    at = f"[a](b.md#c) [d](../README.md) [e]({BLOB}/templates/f.yml) [g]({TREE}/examples/) [h](#h)"
    assert moved == at
