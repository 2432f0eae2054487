"""A store by an address that somebody names: what there is below it, and what is in that.

fsspec reaches it (``s3://bucket/prefix``, ``gs://…``, ``file:///…``): what an address needs besides
is the package of its kind, and who may read it is the store's own business (``AWS_PROFILE``, a
role of the machine, …). Nothing is written here.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.records import dataclass

SIGN = "://"
MOST_NAMES = 500_000
"""So many files of one address are listed."""


def is_address(word: str) -> bool:
    """Whether a word names something in a store, and nothing of this machine."""
    return SIGN in word


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """A file of a store: its name below an address, and its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Store:
    """What there is at an address. `fs` is fsspec's, `root` what that calls the place.

    What its methods raise is what the store's own package raises, whatever that may be.
    """

    address: str
    fs: Any
    root: str

    @property
    def kind(self) -> str | None:
        """``file`` or ``directory``, None where there is nothing."""
        try:
            return str(self.fs.info(self.root)["type"])
        except FileNotFoundError:
            return None

    def files(self) -> Iterator[list[Listed]]:
        """The files below the address: those of the folder itself, then a folder after another."""
        below, here = list[str](), list[Listed]()
        for entry in self.fs.ls(self.root, detail=True):
            if entry["type"] == "directory" and self._name(entry):
                below.append(entry["name"])
            else:
                here.extend(self._listed(entry))
        yield sorted(here)
        for folder in sorted(below):
            found = self.fs.find(folder, detail=True).values()
            yield sorted(one for entry in found for one in self._listed(entry))

    def size(self, name: str) -> int | None:
        """How large a file below the address is; None where there is none."""
        try:
            entry = self.fs.info(posixpath.join(self.root, name))
        except FileNotFoundError:
            return None
        return int(entry["size"] or 0) if entry["type"] == "file" else None

    def contents(self, wanted: Sequence[tuple[str, int]]) -> list[bytes]:
        """The first bytes of some files below the address, at once: names, and how many of each."""
        full = [(posixpath.join(self.root, name), size) for name, size in wanted if size > 0]
        paths, ends = [path for path, _ in full], [size for _, size in full]
        got: list[bytes] = []
        if full:
            got = self.fs.cat_ranges(paths, [0] * len(paths), ends, on_error="raise")
        known = dict(zip(paths, got, strict=True))
        return [known.get(posixpath.join(self.root, name), b"") for name, _ in wanted]

    def _listed(self, entry: dict[str, Any]) -> Iterator[Listed]:
        """A file; what some stores keep for a folder, and links, are none."""
        if entry["type"] == "file" and not entry.get("islink") and self._name(entry):
            yield Listed(self._name(entry), int(entry["size"] or 0))

    def _name(self, entry: dict[str, Any]) -> str:
        whole = str(entry["name"])
        return whole[len(self.root) :].removeprefix("/") if not whole.endswith("/") else ""


def opened(address: str) -> Store:
    """The store of an address, as it is now: nothing of an earlier listing is believed.

    Raises:
        UsageError: what reaches such addresses is not installed, or there is no such kind.
    """
    try:
        fs, root = reached(address.rstrip("/"))
    except (ImportError, ValueError) as error:
        raise UsageError(_NO_READER.format(address=address, reason=error)) from error
    return Store(address.rstrip("/"), fs, root.rstrip("/"))


def reached(path: str) -> tuple[Any, str]:
    """What reaches a path, an address or one of this machine; nothing listed before is believed.

    Raises:
        ImportError, ValueError: fsspec, or what it needs for that, is not here; no such kind.
    """
    core: Any = import_module("fsspec.core")
    fs, place = core.url_to_fs(path, use_listings_cache=False)
    return fs, str(place)


_NO_READER = Message(
    "{address}: what reads such addresses is not installed, or there is no such kind of store "
    "({reason}): pip install 'synthgate[s3]' for s3://, else 'synthgate[stores]' and the package "
    "that fsspec names for it"
)
