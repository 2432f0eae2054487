"""The built-in cards as they were read when the package was built: a file beside their folder.

So a first run need not parse them, on a machine that has no cache yet. The file came with the cards
and the program, and is trusted as these are. It counts where every file of the cards, and of the
program that reads them, is as it was then; else the cards are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from synthgate.rule.cards import unchanged
from synthgate.rule.cards.cache import FORMAT, Entry, digest_files, entries_of, written

FILE = "built-in.cards"
Files = Iterable[tuple[str, bytes]]
"""The files of a folder by their names below it, in an order that is always the same."""


def load(folder: Path, files: Callable[[], Files | None]) -> list[Entry] | None:
    """What was kept of the cards in a folder; None where nothing of use was.

    The files are read if nobody knows that they are as they were (`unchanged`).
    """
    try:
        content = (folder.parent / FILE).read_bytes()
    except OSError:
        return None
    head, _, rest = content.partition(b"\n")

    def read() -> str:
        found = files()
        return "" if found is None else _digest(found, rest)

    fits = head.decode() == unchanged.PROCESS.answer("cards", unchanged.around(folder), read)
    return entries_of(rest) if fits else None


def store(folder: Path, files: Files, entries: Iterable[Entry]) -> None:
    """Keep the cards of a folder for those who install them.

    Raises:
        OSError: the file cannot be written.
    """
    rest = written(entries)
    (folder.parent / FILE).write_bytes(_digest(files, rest).encode() + b"\n" + rest)


def _digest(files: Files, rest: bytes) -> str:
    """A number for all that decides what was kept, and for that itself."""
    digest = hashlib.sha256(f"{FORMAT}\n".encode())
    digest_files(digest, files)
    digest.update(rest)
    return digest.hexdigest()
