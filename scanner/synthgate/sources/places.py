"""Files by the names that reports give them, and the limits within which files are read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The folder that paths are relative to, and the root of the sources around it."""

    folder: Path
    source_root: Path

    def shown(self, path: Path) -> str:
        """A path as reports show it: POSIX, relative to the folder, never absolute."""
        return Path(os.path.relpath(path, self.folder)).as_posix()

    @property
    def prefix(self) -> str:
        """From the source root to the folder, where the folder is below it; else empty."""
        return _below(self.folder, self.source_root)

    @property
    def root(self) -> str:
        """From the folder to the source root, where the root is below it; else empty."""
        return _below(self.source_root, self.folder)


def places(folder: Path, source_root: Path | None = None) -> Places:
    """The places of a run. The source root defaults to the repository, else the folder."""
    folder = folder.resolve()
    if source_root:
        return Places(folder, (folder / source_root).resolve())
    around = (parent for parent in (folder, *folder.parents) if (parent / ".git").exists())
    return Places(folder, next(around, folder))


def _below(path: Path, root: Path) -> str:
    inside = path.is_relative_to(root) and path != root
    return path.relative_to(root).as_posix() if inside else ""


def read_bounded(path: Path, limit: int) -> bytes:
    """The bytes of a regular file, at most one more than the limit.

    Raises:
        OSError: it cannot be read, or is a device or a pipe, which might never end.
    """
    if not path.is_file():
        reason = "not a regular file" if path.exists() else "no such file"
        raise OSError(None, reason, str(path))
    with path.open("rb") as file:
        return file.read(limit + 1)


def within(path: Path, root: Path) -> bool:
    """Whether a path, links followed, stays below a folder."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except OSError:  # a loop of links
        return False
