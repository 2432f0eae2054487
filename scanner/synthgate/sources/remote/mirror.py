"""What there is below an address, laid out here as far as discovery looks at it.

Discovery is then the one for folders. Of an assembly it looks at two names, of what cannot be a
template at the name alone; only what lies outside any assembly, and may be a template, is read.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from synthgate.guard import Guard
from synthgate.model import Problem
from synthgate.records import dataclass
from synthgate.sources.places import Places
from synthgate.sources.remote.laid import Laid, Wanted, unread, whole
from synthgate.sources.remote.store import MOST_NAMES, Listed, Store, opened
from synthgate.sources.suffixes import GUESSED, NOT_ENTERED, PARSED, SOMETHING_ELSE, suffix_of
from synthgate.template.read import MAX_BYTES

MARKER, MANIFEST = "cdk.out", "manifest.json"
_GLANCE = 64 * 1024
_MOST_BYTES = 4 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where the files lie, what is meant of them (None: there is nothing), what went wrong.

    `address` is what `folder` stands for.
    """

    address: str
    folder: Path
    meant: Path | None
    problems: tuple[Problem, ...]

    @property
    def places(self) -> Places:
        """By which reports show the files as those of the store."""
        return Places(self.folder, self.folder, in_place=(self.folder, self.address))


@contextmanager
def mirrored(address: str) -> Generator[Mirror]:
    """What there is at an address, for as long as the block lasts.

    Raises:
        UsageError: what reaches such addresses is not installed.
    """
    store = opened(address)
    problems: list[Problem] = []
    with TemporaryDirectory(prefix="synthgate-") as name:
        folder, meant = Path(os.path.realpath(name)), None
        with Guard(problems, unread(store.address)) as guard:
            kind = store.kind
            if kind == "directory":
                meant = folder
                problems += _folder(store, folder)
            elif kind is not None:
                above, _, base = store.address.rpartition("/")
                store, meant = opened(above), folder / base
                problems += _file(store, base, folder)
        yield Mirror(store.address, folder, None if guard.tripped else meant, tuple(problems))


def _file(store: Store, name: str, folder: Path) -> list[Problem]:
    """A file that is named itself; the manifest of an assembly with the marker beside it."""
    beside = [MARKER] if name == MANIFEST else []
    sizes = {one: store.size(one) for one in (name, *beside)}
    there = [Listed(one, size) for one, size in sizes.items() if size is not None]
    laid = Laid(folder, store, len(there), _MOST_BYTES)
    laid.lay(whole(one, MAX_BYTES) for one in there)
    return laid.tell()


def _folder(store: Store, folder: Path) -> list[Problem]:
    laid = Laid(folder, store, MOST_NAMES, _MOST_BYTES)
    for files in store.files():
        laid.lay(_looked_at(files))
        if laid.is_full or "" in _assemblies(files):  # nothing of an assembly is looked for
            break
    return laid.tell()


def _looked_at(files: Sequence[Listed]) -> Iterator[Wanted]:
    """What discovery looks at: names, and of some files what is in them."""
    assemblies, closed = _assemblies(files), set[str]()
    for one in files:
        above = _folders_above(one.name)
        around = next((it for it in above if it in assemblies), None)
        shut = next((it for it in above if posixpath.basename(it) in NOT_ENTERED), None)
        if around is not None:
            if posixpath.relpath(one.name, around or ".") in (MARKER, MANIFEST):
                yield Wanted(one.name, 0, 0)
        elif shut is None:
            yield _glanced_at(one)
        elif shut not in closed:  # that it is there is told
            closed.add(shut)
            yield Wanted(one.name, 0, 0)


def _glanced_at(one: Listed) -> Wanted:
    """As much of a file as is read of one that lies here."""
    suffix = suffix_of(one.name.rpartition("/")[2])
    if suffix in SOMETHING_ELSE:
        return Wanted(one.name, one.size, 0)
    is_read = suffix in PARSED | GUESSED and one.size <= MAX_BYTES
    return Wanted(one.name, one.size, min(one.size, MAX_BYTES if is_read else _GLANCE + 1))


def _assemblies(files: Iterable[Listed]) -> set[str]:
    """The folders that hold both files by which an assembly is known."""
    names = {one.name for one in files}
    folders = {name.rpartition("/")[0] for name in names if posixpath.basename(name) == MARKER}
    return {it for it in folders if posixpath.join(it, MANIFEST) in names}


def _folders_above(name: str) -> list[str]:
    """The folders that a file lies in, the outermost first."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]
