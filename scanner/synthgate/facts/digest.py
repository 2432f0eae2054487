"""The digest of a unit: of all files that its scan could read, by their names below it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from synthgate.sources.local import MOST_LEVELS, children_of
from synthgate.sources.places import Places, is_file, read_bounded
from synthgate.sources.source import Source
from synthgate.sources.suffixes import SOMETHING_ELSE, suffix_of
from synthgate.template.read import MAX_BYTES


def digest_of(source: Source) -> str:
    """A name for the bytes of a unit that lies here (SHA-256, hexadecimal), and for how it is read.

    Of the programs and archives in an assembly's assets it has the names and sizes: no scan reads
    them.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    digest.update(_named(source.kind, source.shown, str(source.expected)))
    match source.kind:
        case "stdin" | "buffer":
            digest.update(source.content)
        case "assembly":
            for path in _files(source.path):
                name = path.relative_to(source.path).as_posix()
                digest.update(_named(name, _held(path, source.path)))
        case "file":
            for path in _nested(source):
                name = os.path.relpath(path, source.path.parent)
                digest.update(_named(name, _held(path, source.path)))
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """All that lies below a folder, in the order of the names."""
    for parent, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(files))


def _held(path: Path, root: Path) -> str:
    """What stands for the content of a file."""
    if not is_file(path):
        return "none"
    inside = path.relative_to(root).parts if path.is_relative_to(root) else ()
    in_asset = any(part.startswith("asset.") for part in inside)
    if in_asset and suffix_of(path.name) in SOMETHING_ELSE:
        return str(path.stat().st_size)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _nested(source: Source) -> list[Path]:
    """A template, and those that are read because it nests them."""
    known, now = {source.path}, [source.path]
    for _ in range(MOST_LEVELS):
        found = {it for one in now for it in _children(one, source.places)}
        now = sorted(found - known)
        known.update(found)
    return sorted(known)


def _children(path: Path, places: Places) -> Iterator[Path]:
    if is_file(path):
        yield from children_of(path, read_bounded(path, MAX_BYTES), places)


def _named(*words: str) -> bytes:
    return b"".join(word.encode(errors="surrogatepass") + b"\0" for word in words)
