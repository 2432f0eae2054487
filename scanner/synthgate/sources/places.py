"""Files by the names that reports give them, and the limits within which files are read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from synthgate.model import Message, Text, verbatim
from synthgate.records import dataclass
from synthgate.sources.watching import (
    note_bytes,
    note_closed,
    note_error,
    note_larger,
    note_listing,
    noted,
)


@dataclass(frozen=True, slots=True)
class Places:
    """The folder that paths are relative to, and the root of the sources around it.

    What lies in the place of something else, to be compared with it, is called as that: `in_place`
    has where it lies, and how the other one is shown.
    """

    folder: Path
    source_root: Path
    in_place: tuple[Path, str] | None = None

    def shown(self, path: Path) -> str:
        """A path as reports show it: POSIX, relative to the folder, never absolute."""
        if self.in_place and within(path, self.in_place[0]):
            below = resolved(path).relative_to(resolved(self.in_place[0]))
            return _called(self.in_place[1], below)
        return Path(os.path.relpath(path, self.folder)).as_posix()

    def file(self, shown: str) -> Path:
        """Where a file lies that reports show so: what `shown` makes a name of."""
        if self.in_place:
            lies, called = self.in_place
            below = os.path.relpath(shown, called)
            return lies if below == "." else lies / below
        return self.folder / shown

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
    folder = resolved(folder)
    if source_root:
        return Places(folder, resolved(folder / source_root))
    around = (parent for parent in (folder, *folder.parents) if (parent / ".git").exists())
    return Places(folder, next(around, folder))


def _called(name: str, below: Path) -> str:
    """A path below what something is called: a path, or the address of a store, which stays one."""
    if "://" not in name:
        return Path(name, below).as_posix()
    return name if below == Path() else f"{name}/{below.as_posix()}"


def _below(path: Path, root: Path) -> str:
    inside = path.is_relative_to(root) and path != root
    return path.relative_to(root).as_posix() if inside else ""


def read_bounded(path: Path, limit: int) -> bytes:
    """The bytes of a regular file, at most one more than the limit.

    Raises:
        OSError: it cannot be read, or is a device or a pipe, which might never end.
    """
    try:
        return note_bytes(path, limit, _read(path, limit))
    except OSError as error:
        raise note_error(path, limit, error) from error.__cause__


def _read(path: Path, limit: int) -> bytes:
    if not _is_file(path):
        reason = _NOT_REGULAR if _exists(path) else _NO_FILE
        raise OSError(None, reason.id, str(path))
    with path.open("rb") as file:
        return file.read(limit + 1)


def walk(
    folder: Path, onerror: Callable[[OSError], object] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """What `os.walk` gives, folders before what is in them; links are not followed."""

    def refused(error: OSError) -> None:
        note_closed(str(error.filename))
        if onerror:
            onerror(error)

    for parent, folders, files in os.walk(folder, onerror=refused):
        note_listing(parent, folders, files)
        yield parent, folders, files


@noted("file")
def is_file(path: Path) -> bool:
    """Whether a regular file is there; a name that no file can have leads to none."""
    return _is_file(path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or one with a letter that names have not
        return False


def is_larger(path: Path, limit: int) -> bool:
    """Whether a regular file has more bytes than some.

    Raises:
        OSError: it cannot be looked at.
    """
    found = path.stat()
    larger = stat.S_ISREG(found.st_mode) and found.st_size > limit
    return note_larger(path, limit, larger=larger)


@noted("folder")
def is_folder(path: Path) -> bool:
    """Whether a folder is there, under the same reading of impossible names."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


@noted("there")
def exists(path: Path) -> bool:
    """Whether anything is there, under the same reading of impossible names."""
    return _exists(path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


@noted("link")
def is_link(path: Path) -> bool:
    """Whether a symbolic link is there, wherever it leads."""
    return path.is_symlink()


@noted("leads")
def resolved(path: Path) -> Path:
    """A path with its links followed, as far as they lead anywhere.

    `Path.resolve` raises where links lead in a circle; nothing can be opened there anyway.
    """
    return Path(os.path.realpath(path))


def within(path: Path, root: Path) -> bool:
    """Whether a path, links followed, stays below a folder."""
    try:
        return resolved(path).is_relative_to(resolved(root))
    except (OSError, ValueError):
        return False


def unreadable(error: OSError) -> Text:
    """Why a file or folder cannot be read."""
    return Message(
        "cannot be read: {reason}; check that it is there and that you may read it"
    ).format(reason=why(error))


def why(error: OSError) -> Text:
    """What an error says, in our words where it is ours."""
    said = error.strerror or ""
    return _REASONS.get(said) or verbatim(said)


_NO_FILE = Message("no such file")
_NOT_REGULAR = Message("not a regular file")
_REASONS = {one.id: one for one in (_NO_FILE, _NOT_REGULAR)}
"""What synthgate says itself; the other reasons are the system's."""


def is_assembly(folder: Path) -> bool:
    """Whether a folder is a cloud assembly: the version marker beside the manifest.

    A manifest that is no regular file is there all the same, and will be told of.
    """
    return is_file(folder / "cdk.out") and exists(folder / "manifest.json")
