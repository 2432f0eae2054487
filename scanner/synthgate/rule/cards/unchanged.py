"""What the program's own sources and the built-in cards come to, while no file has changed since.

A start must know them by content, or it would tell what other cards, or another program, have said.
That is 1,700 files to read and to hash, of which none differs from the last start. So the answers
are kept beside the *look* of all files: names, sizes, inodes, and the times of their last change.
A look alone decides nothing where it could deceive, as git has it with its index:

* The time of change (`st_ctime`) cannot be set, as that of the content can: a ``touch -r``, a
  checkout or an archive that is unpacked leaves a new one.
* Two changes within one tick of the clock have the same time. So answers are kept only if every
  file was at rest for a while before it was read, and looks the same after.
* On Windows `st_ctime` is when a file was made. There all is read.

The file is one of the cache, and signed. What another machine has kept fits no file here, and
nothing is lost by it but time. Without a cache, or a key, all is read at the first run of a
process; one that runs again, as servers do, looks as well, and knows what it has read by that.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from pathlib import Path

from synthgate.records import dataclass
from synthgate.rule.cards.cache import Cache, Slot

AT_REST = 3_000_000_000
"""Nanoseconds that a file has to be older than its reading. FAT counts in steps of two seconds."""
PACKAGE = Path(__file__).parents[2]
_SUFFIXES = (".py", ".yaml", ".yml", ".cards")


@dataclass(frozen=True, slots=True)
class Look:
    """How files look: a number for all of it (SHA-256), and when the last of them changed."""

    digest: str
    newest: int


@dataclass(frozen=True, slots=True)
class Sources:
    """Some folders whose files had a look, and the answers that they gave, by names."""

    folders: tuple[str, ...]
    beside: tuple[str, ...]
    """Files elsewhere that need not be there."""
    look: Look
    slot: Slot | None
    """Where answers are kept for the next process."""
    answers: dict[str, str] = field(default_factory=dict[str, str])

    def answer(self, name: str, read: Callable[[], str]) -> str:
        """What is kept under a name; else what reading the files comes to, which is kept then."""
        if name not in self.answers:
            began = time.time_ns()
            self.answers[name] = read()
            is_at_rest = self.look.newest < began - AT_REST
            if self.slot and is_at_rest and _look(self.folders, self.beside) == self.look:
                told = "".join(f"{one}={it}\n" for one, it in self.answers.items())
                self.slot.keep(f"{self.look.digest}\n{told}".encode())
        return self.answers[name]


@dataclass(slots=True)
class Seen:
    """The sources of this process, as far as somebody has looked at them."""

    sources: Sources | None = None
    is_first: bool = True

    def look(self, folders: Iterable[Path], beside: Iterable[Path], cache: Cache | None) -> None:
        """Look at files: what is asked from now on is answered from the cache if they fit."""
        is_of_use = (cache or not self.is_first) and os.name != "nt"
        self.sources = _sources(folders, beside, cache) if is_of_use else None
        self.is_first = False

    def look_at(self, folders: Iterable[Path]) -> str | None:
        """How some folders look, as a name for it; None where nobody has looked at all of them."""
        sources = self._of(folders)
        return sources and sources.look.digest

    def answer(self, name: str, folders: Iterable[Path], read: Callable[[], str]) -> str:
        """What some folders give under a name; it is read where nobody has looked at all of them.

        The name says whatever else the answer depends on.
        """
        sources = self._of(folders)
        return sources.answer(name, read) if sources else read()

    def _of(self, folders: Iterable[Path]) -> Sources | None:
        sources = self.sources
        return sources if sources and {*map(str, folders)} <= {*sources.folders} else None


PROCESS = Seen()


def around(cards: Path) -> tuple[Path, Path]:
    """The packages that decide how the cards in a folder of one of them are read."""
    return PACKAGE, cards.parent


def _sources(
    folders: Iterable[Path], beside: Iterable[Path], cache: Cache | None
) -> Sources | None:
    within, others = tuple(map(str, folders)), tuple(map(str, beside))
    try:
        look = _look(within, others)
    except OSError:  # in an archive, say
        return None
    if cache is None:
        is_at_rest = look.newest < time.time_ns() - AT_REST
        return Sources(within, others, look, None) if is_at_rest else None
    named = "\0".join((*within, *others)).encode("utf-8", "surrogateescape")
    slot = Slot(cache, hashlib.sha256(b"sources\0" + named).hexdigest())
    digest, *lines = (slot.content() or b"").decode().split("\n")
    told = [line.partition("=") for line in lines if line] if digest == look.digest else []
    return Sources(within, others, look, slot, {name: value for name, _, value in told})


def _look(folders: Iterable[str], beside: Iterable[str]) -> Look:
    """How the files look now.

    Raises:
        OSError: a folder or a file cannot be looked at.
    """
    found = [(entry.path, entry.stat()) for folder in folders for entry in _files(folder)]
    found += [(path, os.stat(path)) for path in beside if os.path.exists(path)]  # noqa: PTH110, PTH116
    rows = sorted(
        f"{path}\0{it.st_size} {it.st_mtime_ns} {it.st_ctime_ns} {it.st_ino} {it.st_dev}"
        for path, it in found
    )
    text = "\n".join(rows).encode("utf-8", "surrogateescape")
    newest = max((it.st_ctime_ns for _, it in found), default=0)
    return Look(hashlib.sha256(text).hexdigest(), newest)


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            elif entry.name.endswith(_SUFFIXES):
                yield entry
