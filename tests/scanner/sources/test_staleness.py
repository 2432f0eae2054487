"""Lines of a program that was changed after its assembly was synthesized."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from synthgate.model import SourceLine
from synthgate.sources.frames import ProgramFiles
from synthgate.sources.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, float], Path]

END = 1_800_000_000.0
"""When the synthesis ended."""
HOUR = 3600.0


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of an app that was synthesized at `END`, so long before or after that."""

    def write(name: str, after: float) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one\ntwo\nthree\n")
        os.utime(path, (END + after, END + after))
        return path

    write("cdk.out/manifest.json", 0)
    return write


def found(app: Path, name: str = "app.py") -> tuple[SourceLine, list[str]]:
    """A line as it is found, and what is told of the assembly."""
    files = ProgramFiles(Places(app, app), app / "cdk.out")
    line = files.found(SourceLine(name, 2, recorded=name))
    return line, [notice.message.en for notice in files.notices()]


def test_a_line_of_a_file_that_was_changed_since_is_not_shown(tmp_path: Path, write: Write) -> None:
    """Another statement may stand there by now; the number is that of the synthesis."""
    write("cdk.json", -HOUR)
    write("app.py", HOUR)
    line, notices = found(tmp_path)
    assert line == SourceLine("app.py", 2, recorded="app.py", stale=True)
    assert len(notices) == 1
    assert "app.py; run cdk synth again" in notices[0]


@pytest.mark.parametrize("after", [-HOUR, 0, 3])
def test_a_file_that_is_no_newer_is_shown(tmp_path: Path, write: Write, after: float) -> None:
    """A checkout writes an assembly that is in version control within seconds of its program."""
    write("cdk.json", -HOUR)
    write("app.py", after)
    line, notices = found(tmp_path)
    assert line.found
    assert line.excerpt
    assert not notices


def test_a_tree_that_was_checked_out_later_is_not_stale(tmp_path: Path, write: Write) -> None:
    """Where one job synthesizes and another scans, all of the program is newer."""
    write("cdk.json", HOUR)
    write("README.md", HOUR + 1)
    write("lib/app.py", HOUR + 2)
    assert found(tmp_path, "lib/app.py")[0].found


def test_one_witness_that_is_older_is_enough(tmp_path: Path, write: Write) -> None:
    """The program was there when it was synthesized, and part of it was changed since."""
    write("requirements.txt", -HOUR)
    write("lib/cdk.json", HOUR)
    write("lib/app.py", HOUR)
    assert found(tmp_path, "lib/app.py")[0].stale


def test_without_a_witness_the_time_of_the_file_counts(tmp_path: Path, write: Write) -> None:
    """Nothing speaks for a checkout."""
    write("app.py", HOUR)
    assert found(tmp_path)[0].stale


def test_without_a_manifest_nothing_is_known(tmp_path: Path, write: Write) -> None:
    """Stored results are judged where the assembly may not be."""
    write("app.py", HOUR)
    (tmp_path / "cdk.out" / "manifest.json").unlink()
    assert found(tmp_path)[0].found


def test_a_file_that_has_become_shorter_is_stale(tmp_path: Path, write: Write) -> None:
    """The line is not there any more, and the reader is told why."""
    write("app.py", HOUR)
    files = ProgramFiles(Places(tmp_path, tmp_path), tmp_path / "cdk.out")
    assert files.found(SourceLine("app.py", 99, recorded="app.py")).stale


def test_many_files_are_counted(tmp_path: Path, write: Write) -> None:
    """One notice for an assembly, and a few names."""
    files = ProgramFiles(Places(tmp_path, tmp_path), tmp_path / "cdk.out")
    for number in range(12):
        write(f"lib/s{number:02}.py", HOUR)
        files.found(SourceLine("?", 1, recorded=f"lib/s{number:02}.py"))
    (notice,) = files.notices()
    assert notice.kind == "notice"
    assert notice.path == "cdk.out"
    assert "12 files" in notice.message.en
    assert "lib/s09.py and 2 more" in notice.message.en
