"""A release is of one version, wherever that stands, and says what CHANGELOG.md says of it."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import release
from release_changelog import MOST_CHARACTERS, ReleaseError, bounded, section_of, sections

ROOT = Path(__file__).parents[2]
COMMIT = "9f2c" * 10


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What names a version, as the repository has it."""
    every = [ROOT / release.CHANGELOG, ROOT / release.VERSION_FILE]
    every += [path for place in release.PLACES for path in ROOT.glob(place)]
    for path in every:
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


def run(root: Path, *words: str) -> int:
    return release.main(["--root", str(root), *words])


@pytest.fixture
def later(copy: Path) -> str:
    """A version that comes after whatever there is."""
    major = int(release.version_of(copy).partition(".")[0])
    return f"{major + 1}.2.3"


def test_what_is_prepared_passes_the_check_of_its_tag_and_of_no_other(
    copy: Path, later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tag of another version is refused, with the one that it would be."""
    assert run(copy, "prepare", later, "--date", "2031-05-06") == 0
    assert run(copy, "check", f"v{later}") == 0
    capsys.readouterr()
    for tag in (later, "v0.0.1", f"v{later}.0"):
        assert run(copy, "check", tag) == 1
        assert f"it would be v{later}" in capsys.readouterr().err


def test_what_names_a_release_names_the_version_that_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Now, and not only after the next preparation: no page tells of another one."""
    run(ROOT, "check", f"v{release.version_of(ROOT)}")
    assert "is another version" not in capsys.readouterr().err


def test_a_version_without_a_section_is_refused(
    copy: Path, later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the check of its tag, and where its notes are asked for; nothing is made up."""
    file = copy / release.VERSION_FILE
    file.write_text(re.sub(r'"\d[^"]*"', f'"{later}"', file.read_text()))
    for words in (("check", f"v{later}"), ("notes", later)):
        assert run(copy, *words) == 1
        ran = capsys.readouterr()
        assert f"there is no section `## {later}`" in ran.err
        assert not ran.out


def test_each_place_that_names_a_version_is_held(
    copy: Path, later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that was not written anew is told by its file."""
    assert run(copy, "prepare", later) == 0
    named = [path for path, text in release.pages(copy) if f"synthgate=={later}" in text]
    assert {"templates/scan.yml", "examples/ci/Jenkinsfile", "docs/ci.ko.md"} <= set(named)
    for path in named:
        text = (copy / path).read_text()
        (copy / path).write_text(text.replace(f"synthgate=={later}", "synthgate==0.0.9"))
        capsys.readouterr()
        assert run(copy, "check", f"v{later}") == 1
        assert f"{path}: synthgate==0.0.9 is another version" in capsys.readouterr().err
        (copy / path).write_text(text)


def test_nothing_else_is_changed_by_preparing(copy: Path, later: str) -> None:
    """Each line that differs names the version, or is the heading of the section."""
    before = {path: path.read_text() for path in copy.rglob("*") if path.is_file()}
    release.prepare(copy, later, date(2031, 5, 6))
    for path, text in before.items():
        added = set(path.read_text().splitlines()) - set(text.splitlines())
        assert all(later in line for line in added), path


def test_what_was_unreleased_is_what_the_release_says(
    copy: Path, later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """To the last line; and a section waits for what comes next."""
    unreleased = section_of((copy / release.CHANGELOG).read_text("utf-8"), "Unreleased")
    release.prepare(copy, later, date(2031, 5, 6))
    first, second, *_ = sections((copy / release.CHANGELOG).read_text("utf-8"))
    assert (first.name, first.is_empty) == ("Unreleased", True)
    assert (second.name, second.day, second.text) == (later, "2031-05-06", unreleased.text)
    capsys.readouterr()
    assert run(copy, "notes", later) == 0
    said = capsys.readouterr().out
    assert len(said) <= MOST_CHARACTERS + 1
    assert not re.search(r"\]\((?!https://)", said)


@pytest.mark.parametrize("version", ["v1.2.3", "1.2.3-rc1", "1.0.dev1", "1.0+local", "01.2.3", "x"])
def test_what_is_no_version_is_refused(copy: Path, version: str) -> None:
    """As is one that a package index would write otherwise: a tag has one spelling."""
    with pytest.raises(ReleaseError, match="is no version"):
        release.prepare(copy, version, date(2031, 5, 6))


@pytest.mark.parametrize("version", ["7.1.0", "7.1.0rc1", "6.9", "7.1"])
def test_a_version_comes_after_the_newest(copy: Path, version: str) -> None:
    """And a candidate before its release."""
    release.prepare(copy, "7.1.0", date(2031, 5, 6))
    text = (copy / release.CHANGELOG).read_text("utf-8")
    (copy / release.CHANGELOG).write_text(text.replace("## Unreleased\n", "## Unreleased\n\n- x\n"))
    with pytest.raises(ReleaseError, match=r"does not come after 7\.1\.0"):
        release.prepare(copy, version, date(2031, 6, 6))
    release.prepare(copy, "7.1.1rc1", date(2031, 6, 6))


def test_nothing_is_released_that_changes_nothing(copy: Path, later: str) -> None:
    """A section of headings alone is none."""
    release.prepare(copy, later, date(2031, 5, 6))
    with pytest.raises(ReleaseError, match="names no change"):
        release.prepare(copy, f"{later}.1", date(2031, 6, 6))


def test_a_commit_is_written_wherever_one_is_named(
    copy: Path, later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its release beside it; a second commit takes the place of the first."""
    assert run(copy, "pin", COMMIT) == 1
    assert "no release" in capsys.readouterr().err
    release.prepare(copy, later, date(2031, 5, 6))
    for commit in (COMMIT, COMMIT[::-1]):
        assert run(copy, "pin", commit) == 0
        text = "\n".join(text for _, text in release.pages(copy))
        ours = re.findall(r"(?:synthgate(?:/scan)?@|rev: \")([0-9a-f]{40})(.*)", text)
        assert len(ours) >= 6
        assert {found for found, _ in ours} == {commit}
        assert {told for _, told in ours} == {f" # v{later}", "", f'" # v{later}'}


def test_no_other_action_is_pinned_by_it(copy: Path, later: str) -> None:
    """Those of others stay what they are."""
    release.prepare(copy, later, date(2031, 5, 6))
    others = re.compile(r"uses: (?!synthgate/).*")
    before = [others.findall(text) for _, text in release.pages(copy)]
    release.pin(copy, COMMIT)
    assert [others.findall(text) for _, text in release.pages(copy)] == before
    assert any(before)


@pytest.mark.parametrize("commit", ["0" * 40, "9f2c", "v1.2.3", "g" * 40])
def test_what_is_no_commit_is_refused(copy: Path, commit: str) -> None:
    """Zeros stand for none."""
    release.prepare(copy, "99.0", date(2031, 5, 6))
    with pytest.raises(ReleaseError, match="is no commit"):
        release.pin(copy, commit)


@pytest.mark.parametrize("most", [200, 333, 500, 999])
def test_notes_that_are_too_long_lose_whole_items(most: int) -> None:
    """What is left out is counted, with the way to it; nothing ends in the middle."""
    items = [f"- change {number}\n  that goes on" for number in range(40)]
    notes = bounded("\n".join(items) + "\n", "https://example.org/CHANGELOG.md", most)
    assert len(notes) <= most
    *kept, more = notes.rstrip().split("\n- ")
    left, _, where = more.partition("And ")[2].partition(" more: ")
    shown = notes.count("- change")
    assert shown + int(left) == 40
    assert where == "https://example.org/CHANGELOG.md"
    assert notes.partition("\n\nAnd ")[0] == "\n".join(items[:shown])
    assert kept
