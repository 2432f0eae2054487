"""The folder that an assembly is written to: fresh, and in the end whole or not there.

It is the folder itself, and none beside it that would be moved there: apps leave ``cdk.out`` out of
their assets by its name.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.sources.places import exists, is_file, is_folder, resolved

_LEFT_BY_CDK = re.compile(
    r"asset\..*|bundling-temp-.*|.*\.lock|\.cache|error\.txt|performance-counters\.json"
)
"""What a synthesis that failed leaves, before it comes to mark its folder."""


@contextmanager
def fresh(path: Path, folder: Path) -> Generator[Path]:
    """An empty folder at a path; should anything be raised, it is gone afterwards.

    `folder` is that of the app, which the assembly does not contain.

    Raises:
        UsageError: something else is there, or it cannot be made.
    """
    path = resolved(path)
    try:
        _clear(path, resolved(folder))
        path.mkdir(parents=True)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(_UNUSABLE.format(path=path.name, reason=reason)) from error
    try:
        yield path
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def _clear(path: Path, folder: Path) -> None:
    """Remove an older assembly, and refuse to remove anything else."""
    if not exists(path):
        return
    if not is_folder(path) or folder.is_relative_to(path) or not _is_disposable(path):
        raise UsageError(_NO_ASSEMBLY.format(path=path.name))
    shutil.rmtree(path)


def _is_disposable(path: Path) -> bool:
    is_marked = is_file(path / "cdk.out") and not exists(path / ".git")
    return is_marked or all(_LEFT_BY_CDK.fullmatch(one.name) for one in path.iterdir())


_NO_ASSEMBLY = Message(
    "--output: {path!r} holds something that is no cloud assembly, and is not overwritten: name "
    "another folder"
)
_UNUSABLE = Message("--output: {path!r} cannot be written: {reason}")
