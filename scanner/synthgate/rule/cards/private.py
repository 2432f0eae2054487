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
