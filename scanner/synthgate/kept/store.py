"""The folder of what is kept: a file each, bounded in size and in age, what was used last stays.

Any number of processes may read and write at once. What cannot be read or written is done without.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from synthgate.records import dataclass
from synthgate.rule.cards.private import is_kept_private, make_private
from synthgate.rule.cards.signed import Seal, Wrong, open_regular, write_whole
from synthgate.sources.suffixes import PRUNED

SUFFIX = ".unit"
MEBIBYTE = 1024 * 1024
DAY = 24 * 60 * 60.0
_SELDOM = 60 * 60.0
"""Seconds in which it is gone through once, however many runs there are."""
_TOUCHED = 60 * 60.0
"""Seconds after which a file that is used is marked as used."""
_LEFT_OVER = 60 * 60.0
"""Seconds after which a draft is nobody's: its process has died."""
_OFTEN = 64 * MEBIBYTE
"""As many bytes as one process writes until it goes through the folder all the same."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is kept, and for how long after it was last used."""

    size: int = 512 * MEBIBYTE
    age: float = 30 * DAY


@dataclass(frozen=True, slots=True)
class Wanting:
    """What was found wrong with files, by their names; how much was written since when."""

    damaged: set[str] = field(default_factory=set[str])
    foreign: set[str] = field(default_factory=set[str])
    written: list[int] = field(default_factory=list[int])


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of the user's own, where nobody else may write. Pickled, it takes its key along."""

    folder: Path
    seal: Seal
    bounds: Bounds = Bounds()
    wanting: Wanting = field(default_factory=Wanting, compare=False, repr=False)

    def load(self, name: str) -> bytes | None:
        """What was stored under a name; None if there is nothing, or nothing of use."""
        path = self._path(name)
        try:
            with open(path, "rb", opener=open_regular) as file:
                found = self.seal.opened(name, file.read())
                is_old = time.time() - os.fstat(file.fileno()).st_mtime > _TOUCHED
        except OSError:
            return None
        if isinstance(found, Wrong):
            wrong = self.wanting.damaged if found is Wrong.DAMAGED else self.wanting.foreign
            wrong.add(name)
            return None
        if is_old:
            with suppress(OSError):
                os.utime(path)
        return found

    def store(self, name: str, content: bytes) -> None:
        """Keep something, whole or not at all."""
        if len(content) > self.bounds.size // 4:  # it would drive out all else
            return
        with suppress(OSError):
            if self.make():
                write_whole(Path(self._path(name)), self.seal.sealed(name, content))
                self.wanting.written.append(len(content))
                self._prune_in_time()

    def forget(self, name: str) -> None:
        """Take something out that turned out to be of no use."""
        self.wanting.damaged.add(name)
        with suppress(OSError):
            os.unlink(self._path(name))  # noqa: PTH108 - a text already

    def make(self) -> bool:
        """Make the folder where there is none; whether it is the user's alone.

        Raises:
            OSError: it cannot be made, or looked at.
        """
        return make_private(self.folder)

    def is_usable(self) -> bool:
        """Whether there is such a folder, and it is the user's alone."""
        try:
            return is_kept_private(self.folder)
        except OSError:
            return False

    def _path(self, name: str) -> str:
        return f"{self.folder}{os.sep}{name}{SUFFIX}"

    def _prune_in_time(self) -> None:
        """Go through the folder, if that was not done of late and not much was written since."""
        marker = self.folder / PRUNED
        now = time.time()
        if sum(self.wanting.written) < _OFTEN:
            with suppress(OSError):
                if now - marker.stat().st_mtime < _SELDOM:
                    return
        self.wanting.written.clear()
        marker.touch(mode=0o600)
        os.utime(marker)
        self.prune(now)

    def prune(self, now: float) -> None:
        """Take out what nobody has used for long, and of the rest what goes beyond the size."""
        left = self.bounds.size
        for used, size, path in sorted(held(self.folder), reverse=True):
            is_draft = ".part." in Path(path).name
            left -= size
            too_old = _LEFT_OVER if is_draft else self.bounds.age
            if left < 0 or now - used > too_old:
                Path(path).unlink(missing_ok=True)


def held(folder: Path, suffix: str = SUFFIX) -> Iterator[tuple[float, int, str]]:
    """The files of a store: when each was last used, its size and its path.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(suffix) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):  # gone by now
                    status = entry.stat(follow_symlinks=False)
                    yield status.st_mtime, status.st_size, entry.path
