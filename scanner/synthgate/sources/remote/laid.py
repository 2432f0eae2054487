"""Files of a store in a private folder of this machine: by safe names, and never too many.

A name in a store may be anything. What no file below a folder can be called is not written, and
told: it could be a template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import chain
from pathlib import Path

from synthgate.guard import Tell, described
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.places import unreadable
from synthgate.sources.remote.store import Listed, Store

_AT_ONCE = 64
_BYTES_AT_ONCE = 32 * 1024 * 1024
_LONGEST_PART = 200
_LONGEST_NAME = 1000
_FOREIGN = frozenset('\0\\:*?"<>|')
"""What cannot be part of a name on every system."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to lie here: as much of it as is wanted, and as large as it is."""

    name: str
    size: int
    bytes: int


@dataclass(slots=True)
class Laid:
    """A folder that files of a store are laid into, at most so many and so much."""

    folder: Path
    store: Store
    most_files: int
    most_bytes: int
    problems: list[Problem] = field(default_factory=list[Problem])
    is_full: bool = False
    _files: int = 0
    _bytes: int = 0
    _odd: list[str] = field(default_factory=list[str])

    def lay(self, wanted: Iterable[Wanted]) -> None:
        """Fetch what is wanted of each file, and write it where its name says."""
        for batch in _batches(self._within(wanted)):
            got = self.store.contents([(one.name, one.bytes) for one in batch])
            for one, content in zip(batch, got, strict=True):
                self._write(one, content)

    def tell(self) -> list[Problem]:
        """What was wrong, once all is laid."""
        told = [*self.problems]
        if self._odd:
            said = _ODD.format(number=len(self._odd), first=min(self._odd))
            told.append(Problem(ProblemCode.FILE_UNREADABLE, said, self.store.address))
        if self.is_full:
            said = _FULL.format(files=self.most_files, size=self.most_bytes // 2**20)
            told.append(Problem(ProblemCode.LIMIT, said, self.store.address))
        return told

    def _within(self, wanted: Iterable[Wanted]) -> Iterator[Wanted]:
        """Those that have a safe name, as long as there is room."""
        for one in wanted:
            if not is_safe(one.name):
                self._odd.append(one.name)
                continue
            self._files += 1
            self._bytes += one.bytes
            if self._files > self.most_files or self._bytes > self.most_bytes:
                self.is_full = True
                return
            yield one

    def _write(self, one: Wanted, content: bytes) -> None:
        path = self.folder / one.name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:  # of two names that are one here, the second is told
                file.write(content[: one.bytes])
                if one.size > one.bytes:
                    file.truncate(one.size)  # as large as it is, without taking the room
        except (FileExistsError, NotADirectoryError):  # a file that is a folder, too
            self._odd.append(one.name)


def is_safe(name: str) -> bool:
    """Whether a name leads to a file below a folder, on every system."""
    parts = name.split("/")
    short = all(len(part.encode(errors="replace")) <= _LONGEST_PART for part in parts)
    plain = all(part and part not in {".", ".."} and part.isprintable() for part in parts)
    return plain and short and len(name) <= _LONGEST_NAME and not _FOREIGN & {*name}


def whole(listed: Listed, most: int) -> Wanted:
    """All of a file, or as many bytes as show that there are more than anybody reads."""
    return Wanted(listed.name, listed.size, min(listed.size, most + 1))


def unread(address: str) -> Tell:
    """Tells that something of a store cannot be read, whatever its package raises."""

    def tell(error: BaseException) -> Problem:
        reason = unreadable(OSError(None, described(error)))
        return Problem(ProblemCode.FILE_UNREADABLE, reason, address)

    return tell


def _batches(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """Few enough, and small enough, to be fetched at once."""
    batch, size = list[Wanted](), 0
    for one in chain(wanted, (None,)):
        is_over = len(batch) >= _AT_ONCE or size >= _BYTES_AT_ONCE
        if batch and (one is None or is_over):
            yield batch
            batch, size = [], 0
        if one is not None:
            batch.append(one)
            size += one.bytes


_ODD = Message(
    "files whose names cannot be those of files below a folder, or are two names of one, so that "
    "they were not read: {number} (the first is {first!r}); give them other names"
)
_FULL = Message(
    "more than {files:,} files or {size:,} MiB are to be read here; those after them were not: "
    "name folders below it one by one"
)
