"""The commit that is checked out, and whether the files are as it has them.

As of any revision (`git_tree`), nothing of the repository's configuration runs. `git status` would
have the filters of changed files run (gitattributes(5), "filter"): they are told to be none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from synthgate.errors import UsageError
from synthgate.records import dataclass
from synthgate.sources.git_tree import Git, Revision

SECONDS = 30.0
"""How long git may take to compare the files with the commit."""


@dataclass(frozen=True, slots=True)
class Head:
    """A commit, when it was made (seconds since 1970), on which branch, and where it comes from.

    `remote` is the address as the repository has it, which may hold a password. `is_dirty` is
    whether a file that git keeps differs from the commit, None where that cannot be told.
    """

    commit: str
    seconds: int
    branch: str = ""
    remote: str = ""
    is_dirty: bool | None = None


def head_of(folder: Path) -> Head | None:
    """The commit that is checked out around a folder; None where git tells of none."""
    try:
        git = Git(folder, Revision("HEAD", ""))
    except UsageError:
        return None
    told = git.line("rev-list", "--max-count=1", "--timestamp", "HEAD")
    seconds, _, commit = (told or "").partition(" ")
    if not (seconds.isdecimal() and commit):
        return None
    return Head(
        commit,
        int(seconds),
        git.line("symbolic-ref", "--quiet", "--short", "HEAD") or "",
        git.line("config", "--local", "--get", "remote.origin.url") or "",
        _is_dirty(git),
    )


def _is_dirty(git: Git) -> bool | None:
    """Whether a file differs, here or in what is staged; what git does not keep is not looked at.

    A file that a filter would make another of before git compares it is not known to differ.
    """
    try:
        changed = [*_changed(git)]
        return bool(changed) and (True if _has_unfiltered(git, changed) else None)
    except (UsageError, OSError, ValueError):
        return None


def _changed(git: Git) -> Iterator[bytes]:
    """The paths that git says are changed, those that would be filtered among them."""
    listed = git.read(_STATUS, environ=_without_filters(git), seconds=SECONDS)
    return (entry[3:] for entry in listed.split(b"\0") if entry)


def _without_filters(git: Git) -> dict[str, str]:
    """The environment that takes every filter out of the repository's configuration.

    Git takes an empty command for none. Names are not put on a command line.
    """
    try:
        listed = git.read(("config", "--null", "--name-only", "--get-regexp", r"^filter\."))
    except UsageError:  # there are none
        return {}
    keys = [os.fsdecode(one) for one in filter(None, listed.split(b"\0"))]
    told = {f"GIT_CONFIG_KEY_{number}": key for number, key in enumerate(keys)}
    values = {
        f"GIT_CONFIG_VALUE_{number}": "false" if key.endswith(".required") else ""
        for number, key in enumerate(keys)
    }
    return {"GIT_CONFIG_COUNT": str(len(keys)), **told, **values}


def _has_unfiltered(git: Git, paths: list[bytes]) -> bool:
    """Whether one of some files has no filter, so that it is compared as it is."""
    import tempfile  # noqa: PLC0415 - few runs ask git

    with tempfile.TemporaryFile() as asked:
        asked.write(b"".join(path + b"\0" for path in paths))
        asked.seek(0)
        answer = git.read(("check-attr", "--stdin", "-z", "filter"), asked, seconds=SECONDS)
    return any(value in _NO_FILTER for value in answer.split(b"\0")[2::3])


_STATUS = (
    "status",
    "--porcelain",
    "-z",
    "--untracked-files=no",
    "--no-renames",  # a path an entry
    "--ignore-submodules=dirty",  # else git asks in each of them, by its own configuration
)
_NO_FILTER = (b"unspecified", b"unset")
