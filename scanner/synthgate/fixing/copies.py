"""A copy of a project, in which programs may be tried."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.sources.places import is_assembly

_MOST_FILES = 50_000
_MOST_BYTES = 1024 * 1024 * 1024
_LEFT_OUT = ("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox")
_LED_TO = (".git", "node_modules")
"""What programs only read: the copy leads to it. Where a repository is, its configuration ends."""


@contextmanager
def copied(root: Path) -> Generator[Path]:
    """A copy of a folder, for as long as it is wanted; what is installed in it is led to.

    Raises:
        UsageError: it is larger than any project, or cannot be read.
    """
    with TemporaryDirectory(prefix="synthgate-fix-") as scratch:
        target = Path(scratch).resolve() / root.name
        try:
            _copy(root, target)
        except OSError as error:
            reason = error.strerror or error
            raise UsageError(_UNREADABLE.format(reason=reason)) from error
        yield target


def _copy(root: Path, target: Path) -> None:
    files = size = 0
    for parent, folders, names in os.walk(root):
        here = Path(parent)
        there = target / here.relative_to(root)
        there.mkdir(parents=True, exist_ok=True)
        folders[:] = [name for name in folders if _is_entered(here / name, there / name, root)]
        for name in names:
            file = here / name
            if not (file.is_symlink() or file.is_file()):
                continue
            files, size = files + 1, size + file.lstat().st_size
            if files > _MOST_FILES or size > _MOST_BYTES:
                raise UsageError(_TOO_LARGE.format(folder=root.name))
            if file.is_symlink():
                (there / name).symlink_to(_led_to(file, root))
            else:
                shutil.copy2(file, there / name)


def _led_to(link: Path, root: Path) -> Path:
    """Where the copy of a link leads: out of the folder, to the very place where that led."""
    end = link.resolve()
    is_outside = not end.is_relative_to(root.resolve())
    return end if is_outside and end.exists() else link.readlink()


def _is_entered(folder: Path, target: Path, root: Path) -> bool:
    """Whether what is in a folder is copied as well."""
    if folder.name in _LEFT_OUT or is_assembly(folder):
        return False
    if folder.is_symlink():
        target.symlink_to(_led_to(folder, root), target_is_directory=True)
        return False
    if folder.name in _LED_TO or (folder / "pyvenv.cfg").is_file():
        target.symlink_to(folder.resolve(), target_is_directory=True)
        return False
    return True


_TOO_LARGE = Message(
    "{folder}: too large to be copied, so that fixes could be tried: name the folder that has all "
    "of the app with --source-root"
)
_UNREADABLE = Message("the project cannot be copied, so that fixes could be tried: {reason}")
