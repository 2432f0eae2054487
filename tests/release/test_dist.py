"""What a release is refused for: files that differ, a bill with a gap, a program that fails."""

from __future__ import annotations

import io
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

import release_dist
import release_sbom
import release_share
from release_links import linked
from release_smoke import Installed

ROOT = Path(__file__).parents[2]


def wheel(path: Path, **files: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        for name, text in files.items():
            file.writestr(zipfile.ZipInfo(name), text)
    return path


def sdist(path: Path, **files: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as file:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            file.addfile(member, io.BytesIO(text.encode()))
    return path


@pytest.mark.parametrize(("name", "make"), [("x.whl", wheel), ("x.tar.gz", sdist)])
def test_what_differs_is_told_by_its_members(tmp_path: Path, name: str, make: Any) -> None:
    """Those that changed, came or went; what is the same is not named."""
    one = make(tmp_path / "one" / name, kept="a", changed="b", gone="c")
    other = make(tmp_path / "other" / name, kept="a", changed="x", new="d")
    with pytest.raises(SystemExit) as refused:
        release_dist.same([one], [other], "once more")
    assert str(refused.value).split("\n") == [
        f"{name}, once more, differs:",
        "changed",
        "gone",
        "new",
    ]


def test_the_same_content_in_other_bytes_differs(tmp_path: Path) -> None:
    """A time, or an order, is seen as well."""
    one = wheel(tmp_path / "one" / "x.whl", a="1", b="2")
    other = wheel(tmp_path / "other" / "x.whl", b="2", a="1")
    with pytest.raises(SystemExit):
        release_dist.same([one], [other], "once more")
    release_dist.same([one], [one], "once more")


def test_a_bill_names_what_is_locked_and_nothing_else() -> None:
    """However a name is spelled."""
    wanted = {"a-b==1.0", "c==2"}
    parts = [{"name": "A.B", "version": "1.0"}, {"name": "c", "version": "2"}]
    assert [*release_sbom.left_out({"components": parts}, wanted)] == []
    short = {"components": parts[:1]}
    assert [*release_sbom.left_out(short, wanted)] == ["c==2 is locked, and not in it"]
    other = {"components": [*parts, {"name": "d", "version": "3"}]}
    assert [*release_sbom.left_out(other, wanted)] == ["d==3 is in it, and not locked"]


def test_the_lock_is_read_whole() -> None:
    """Each direct dependency of the package is in it, and each line has a version."""
    locked = release_sbom.locked(ROOT)
    assert {"pyyaml", "google-re2", "ruamel-yaml"} <= {one.partition("==")[0] for one in locked}
    assert all(one.partition("==")[2] for one in locked)


@pytest.mark.parametrize(
    ("program", "code", "refused"),
    [
        ("pass", 0, False),
        ("raise SystemExit(1)", 0, True),
        ("pass", 1, True),
        ("raise SystemExit(1)", 1, False),
        ("import sys; print('warning', file=sys.stderr)", 0, True),
    ],
)
def test_a_program_that_complains_is_refused(
    tmp_path: Path, program: str, code: int, refused: bool
) -> None:
    """By its exit code, or by a word where all is to be well."""
    installed = Installed(tmp_path, tmp_path)
    try:
        installed.run(sys.executable, "-c", program, code=code)
    except SystemExit:
        assert refused
    else:
        assert not refused


def test_the_documentation_is_whole_where_it_is_installed() -> None:
    """Each link leads to a page that is there as well, or to the release."""
    pages = release_share.documents(ROOT)
    assert {"doc/synthgate/README.md", "doc/synthgate/docs/ci.ko.md"} <= set(pages)
    for name, text in pages.items():
        for link in linked(text) if name.endswith(".md") else ():
            path = link.partition("#")[0]
            if path and "://" not in path and not path.startswith("mailto:"):
                assert led(name, path) in pages, (name, link)


def led(page: str, link: str) -> str:
    """Where a link of a page leads."""
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / link).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
