"""The files of one unit, fetched from a store into a private folder, so that they are read as any.

Of an assembly that is everything but the programs and archives in its assets, of which the names
are there; of a template alone, the file and what it nests. Both are bounded. The folder
is gone when the scan of the unit is over.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from synthgate.guard import Guard
from synthgate.model import Problem
from synthgate.sources.local import MOST_LEVELS, local_urls_in
from synthgate.sources.places import Places, is_file, read_bounded
from synthgate.sources.remote.laid import Laid, Wanted, unread, whole
from synthgate.sources.remote.place import Fetched, Remote
from synthgate.sources.remote.store import Listed, Store, opened
from synthgate.sources.suffixes import SOMETHING_ELSE, suffix_of
from synthgate.template.read import MAX_BYTES

MOST_FILES = 50_000
"""So many files may a unit have, those counted that are not read."""
MOST_BYTES = 1024 * 1024 * 1024
_MOST_OF_ONE = 128 * 1024 * 1024
"""As `assembly_files` reads of metadata; a template may be smaller only."""


@contextmanager
def fetched(remote: Remote) -> Generator[Fetched]:
    """A unit, for as long as the block lasts.

    Raises:
        UsageError: what reaches such addresses is not installed.
    """
    store = opened(remote.address)
    problems: list[Problem] = []
    with TemporaryDirectory(prefix="synthgate-") as name:
        folder = Path(os.path.realpath(name))
        with Guard(problems, unread(remote.shown)):
            problems += (
                _assembly(store, remote, folder)
                if remote.is_folder
                else _file(store, remote, folder)
            )
        places = Places(folder, folder, in_place=(folder, remote.address))
        yield Fetched(folder / remote.below, places, tuple(problems))


def _assembly(store: Store, remote: Remote, folder: Path) -> list[Problem]:
    """All of a folder."""
    within = opened(remote.shown)
    laid = Laid(folder / remote.below, within, MOST_FILES, MOST_BYTES)
    for files in within.files():
        laid.lay(_read(one) for one in files)
    return laid.tell()


def _read(one: Listed) -> Wanted:
    """What may be read of a file: all; of an asset that can be no template, its name and size."""
    in_asset = any(part.startswith("asset.") for part in one.name.split("/"))
    is_else = in_asset and suffix_of(one.name.rpartition("/")[2]) in SOMETHING_ELSE
    return Wanted(one.name, one.size, 0) if is_else else whole(one, _MOST_OF_ONE)


def _file(store: Store, remote: Remote, folder: Path) -> list[Problem]:
    """A template, and the templates that it nests, as deep as stacks are read in stacks."""
    laid = Laid(folder, store, MOST_FILES, MOST_BYTES)
    names, known = [remote.below], {remote.below}
    for _ in range(MOST_LEVELS):
        sizes = [(name, store.size(name)) for name in names]
        there = [Listed(name, size) for name, size in sizes if size is not None]
        laid.lay(whole(one, MAX_BYTES) for one in there)
        nested = {it for one in there for it in _nested(one.name, folder)}
        names = sorted(nested - known)
        known |= nested
    return laid.tell()


def _nested(name: str, folder: Path) -> Iterator[str]:
    """The names, below the address, of the templates that one nests."""
    path = folder / name
    content = read_bounded(path, MAX_BYTES) if is_file(path) else b""
    for url in local_urls_in(path.name, content):
        found = posixpath.normpath(posixpath.join(posixpath.dirname(name), url))
        if not found.startswith(("..", "/")):
            yield found
