"""Of the commit that is checked out, also whether the files are its own; nothing else runs."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from synthgate.model import Provenance, Run, Stamp, StoredScan
from synthgate.sources.git_head import head_of
from synthgate.uniting import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any


def git(folder: Path, *words: str) -> None:
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, env=environ, timeout=60)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two files that are committed."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "app.py").write_text("one\n")
    (folder / "big.bin").write_text("one\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    return folder


def is_dirty(folder: Path) -> bool | None:
    head = head_of(folder)
    assert head
    return head.is_dirty


def test_what_is_changed_and_not_committed_is_told(repository: Path) -> None:
    """In the folder or staged; what git does not keep, as the reports of a run, is no change."""
    assert is_dirty(repository) is False
    (repository / "out.json").write_text("{}")
    assert is_dirty(repository) is False
    (repository / "app.py").write_text("two\n")
    assert is_dirty(repository) is True
    git(repository, "add", "app.py")
    assert is_dirty(repository) is True
    git(repository, "commit", "-qm", "two")
    (repository / "app.py").unlink()
    assert is_dirty(repository) is True


def test_nothing_of_the_repository_runs(repository: Path) -> None:
    """No filter of a file that may have changed, no hook and no monitor, however they are named."""
    ran, script = repository.parent / "ran", repository.parent / "script"
    script.write_text(f"#!/bin/sh\ntouch '{ran}'\ncat\n")
    script.chmod(0o755)
    keys = ("core.fsmonitor", "filter.f.clean", "filter.f.process", "filter.a=b c.clean")
    for key in keys:
        git(repository, "config", key, str(script))
    git(repository, "config", "filter.f.required", "true")
    for name in ("post-index-change", "fsmonitor-watchman"):
        (repository / ".git/hooks" / name).write_text(script.read_text())
        (repository / ".git/hooks" / name).chmod(0o755)
    (repository / ".gitattributes").write_text("*.bin filter=f\n*.py filter=a=b\n")
    for name in ("big.bin", "app.py"):
        (repository / name).write_text("oné")  # as long as before
    ran.unlink(missing_ok=True)
    assert is_dirty(repository) is not False
    assert not ran.exists()


def test_a_file_that_a_filter_makes_another_of_is_not_known_to_differ(repository: Path) -> None:
    """As those of Git LFS, which stand in the folder whole; beside others it does not matter."""
    (repository / ".gitattributes").write_text("*.bin filter=lfs\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "two")
    git(repository, "config", "filter.lfs.clean", "no-such-program %f")
    git(repository, "config", "filter.lfs.required", "true")
    assert is_dirty(repository) is False
    (repository / "big.bin").write_text("all of it\n")
    assert is_dirty(repository) is None
    (repository / "app.py").write_text("two\n")
    assert is_dirty(repository) is True


def test_a_repository_without_files_is_not_known(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repository), "bare")
    assert is_dirty(tmp_path / "bare") is None


def test_every_format_with_the_commit_tells(
    cli: Callable[..., Any], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the words of people, and for programs."""
    template = "Resources: {B: {Type: AWS::S3::Bucket}}\n"
    (repository / "app.py").write_text("two\n")
    (repository / "t.yaml").write_text(template)
    monkeypatch.chdir(repository)
    forms = ("text-verbose", "markdown", "html", "csv", "junit", "checklist", "sarif")
    wishes = [word for name in forms for word in ("--format", f"{name}=r.{name}")]
    ran = cli("scan", "t.yaml", "--stamp", *wishes, "--format", "json")
    assert ran.report["run"]["stamp"]["dirty"] is True
    for name in forms:
        assert "(main), with uncommitted changes" in (repository / f"r.{name}").read_text(), name


@pytest.mark.parametrize(
    ("states", "all_of_them"),
    [((False, False), False), ((False, True), True), ((False, None), None), ((None, True), True)],
)
def test_of_several_scans_of_a_commit_one_is_enough(
    states: tuple[bool | None, ...], all_of_them: bool | None
) -> None:
    stamps = [Stamp("2026-11-30T12:00:00Z", "c0ffee", "main", "", state) for state in states]
    scans = [StoredScan("1", Run(origin=Provenance(stamp=one)), str(one)) for one in stamps]
    told = stamp_of(scans)
    assert told
    assert (told.commit, told.is_dirty) == ("c0ffee", all_of_them)
