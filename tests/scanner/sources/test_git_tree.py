"""A repository may be a stranger's: reading it runs nothing of it, and writes nowhere else."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from synthgate.errors import UsageError
from synthgate.sources.git_tree import Revision, revision_in, unpacked

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *words: str, stdin: bytes = b"") -> str:
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    command = ["git", *identity, *words]
    ran = subprocess.run(
        command, cwd=folder, check=True, env=environ, capture_output=True, input=stdin
    )
    return ran.stdout.decode().strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a folder of two files, and a link out of it."""
    folder = tmp_path / "repository"
    (folder / "in").mkdir(parents=True)
    (folder / "in/a b.txt").write_bytes(b"one\r\n$Id$\n")
    (folder / "in/ü.txt").write_bytes(b"two")
    (folder / "in/link").symlink_to("/etc/passwd")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    return folder


def test_files_come_as_they_were_committed(repository: Path) -> None:
    """No end of line and no keyword is changed, links are left out, and nothing remains."""
    (repository / "in/ü.txt").write_text("changed")
    with unpacked(Revision("HEAD", "in"), repository) as tree:
        there = tree.folder
        found = {it.name: it.read_bytes() for it in (there / tree.path).iterdir()}
        assert found == {"a b.txt": b"one\r\n$Id$\n", "ü.txt": b"two"}
        assert (tree.path, tree.skipped) == ("in", 1)
        assert there.stat().st_mode & 0o077 == 0
    assert not there.exists()
    with unpacked(Revision("main", "./ü.txt"), repository / "in") as tree:
        assert (tree.folder / tree.path).read_bytes() == b"two"


def test_nothing_of_the_repository_runs(repository: Path) -> None:
    """Neither its monitor, nor its hooks, filters or text conversions."""
    ran = repository / "ran"
    script = repository / "script"
    script.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n")
    script.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "filter.f.smudge",
        "diff.d.textconv",
        "core.pager",
        "core.sshCommand",
    ):
        git(repository, "config", key, str(script))
    git(repository, "config", "filter.f.required", "true")
    (repository / ".git/info").mkdir(exist_ok=True)
    (repository / ".git/info/attributes").write_text("* filter=f diff=d export-subst\n")
    hooks = repository / ".git/hooks"
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        (hooks / name).write_text(script.read_text())
        (hooks / name).chmod(0o755)
    ran.unlink(missing_ok=True)
    with unpacked(Revision("HEAD", "in"), repository) as tree:
        assert (tree.folder / "in/ü.txt").read_bytes() == b"two"
    assert not ran.exists()


def test_a_path_of_a_tree_stays_inside(repository: Path) -> None:
    """A tree can be written by hand, with names that git itself would never check out."""
    blob = git(repository, "hash-object", "-w", "--stdin", stdin=b"x")
    inner = git(repository, "mktree", stdin=f"100644 blob {blob}\tescaped\n".encode())
    rows = f"040000 tree {inner}\t..\n040000 tree {inner}\t.GIT\n100644 blob {blob}\tgood\n"
    tree = git(repository, "mktree", stdin=rows.encode())
    commit = git(repository, "commit-tree", tree, "-m", "evil")
    with unpacked(Revision(commit, ""), repository) as unpacked_:
        assert [it.name for it in unpacked_.folder.iterdir()] == ["good"]
        assert unpacked_.skipped == 2
        assert not (unpacked_.folder.parent / "escaped").exists()


@pytest.mark.parametrize(
    ("ref", "path", "message"),
    [
        ("nowhere", "in", "no revision 'nowhere'"),
        ("HEAD", "nowhere", "has no file at 'nowhere'"),
        ("HEAD", "../x", "leads out of the repository"),
        ("HEAD", "/etc", "leads out of the repository"),
        ("HEAD:in", "in", "no revision"),
    ],
)
def test_what_cannot_be_had_is_told(repository: Path, ref: str, path: str, message: str) -> None:
    """By its name, with the way out."""
    with pytest.raises(UsageError, match=message), unpacked(Revision(ref, path), repository):
        pass


def test_a_folder_without_repository_is_told(tmp_path: Path) -> None:
    """Not the repository that may lie above all."""
    folder = Revision("HEAD", "in")
    with pytest.raises(UsageError, match="no git repository"), unpacked(folder, tmp_path):
        pass


@pytest.mark.parametrize("word", ["cdk.out", ":path", "-x:path", ""])
def test_a_word_without_a_revision_means_none(word: str) -> None:
    """An option of git is no revision."""
    assert revision_in(word) is None
