"""Folders and files of the user's own, where nobody else may write."""

from __future__ import annotations

import os
import stat
from pathlib import Path

READABLE = stat.S_IRWXG | stat.S_IRWXO
WRITABLE = stat.S_IWGRP | stat.S_IWOTH


def is_private(path: Path, *, forbidden: int = WRITABLE) -> bool:
    """Whether a folder or a regular file, and no link to one, is the user's alone.

    `forbidden` are the rights that nobody else may have.

    Raises:
        OSError: it is not there, or cannot be looked at.
    """
    status = path.lstat()
    if not (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)):
        return False
    if not hasattr(os, "geteuid"):  # Windows: a user's folders are his own
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & forbidden


def is_kept_private(folder: Path) -> bool:
    """Whether a folder of the cache, and the one around it, are the user's alone.

    Who may write to the one around it can put another in the place of the folder. That one may be
    reached by a link, as of a cache that lies on another disk.

    Raises:
        OSError: either is not there, or cannot be looked at.
    """
    return _is_around_private(folder) and is_private(folder)


def make_private(folder: Path) -> bool:
    """Make a folder of the cache where there is none, and whether it is the user's alone.

    The one around it is made for the user alone as well, whatever the umask says. In one that
    others may write to nothing is made.

    Raises:
        OSError: it cannot be made, or looked at.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_around_private(folder):
        return False
    folder.mkdir(mode=0o700, exist_ok=True)
    return is_private(folder)


def _is_around_private(folder: Path) -> bool:
    return is_private(Path(os.path.realpath(folder.parent)))
