"""The built-in cards as they were read when the package was built: a file beside their folder.

So a first run need not parse them, on a machine that has no cache yet. The file came with the cards
and the program, and is trusted as these are. It counts where every file of the cards, and of the
program that reads them, is as it was then; else the cards are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from synthgate.rule.cards.cache import FORMAT, Entry, digest_files, entries_of, written

FILE = "built-in.cards"
Files = Iterable[tuple[str, bytes]]
"""The files of a folder by their names below it, in an order that is always the same."""


def load(folder: Path, files: Files) -> list[Entry] | None:
    """What was kept of the cards in a folder; None where nothing of use was."""
    try:
        content = (folder.parent / FILE).read_bytes()
    except OSError:
        return None
    head, _, rest = content.partition(b"\n")
    return entries_of(rest) if head == _digest(files, rest) else None


def store(folder: Path, files: Files, entries: Iterable[Entry]) -> None:
    """Keep the cards of a folder for those who install them.

    Raises:
        OSError: the file cannot be written.
    """
    rest = written(entries)
    (folder.parent / FILE).write_bytes(_digest(files, rest) + b"\n" + rest)


def _digest(files: Files, rest: bytes) -> bytes:
    """A number for all that decides what was kept, and for that itself."""
    digest = hashlib.sha256(f"{FORMAT}\n".encode())
    digest_files(digest, files)
    digest.update(rest)
    return digest.hexdigest().encode()
