"""Units in chunks: what one process is given at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from synthgate.sources.source import Source

CHUNK = 64 * 1024
"""Bytes of templates after which a chunk ends: a tenth of a second or two of work.

So the last chunk of a run keeps the others waiting no longer than that.
"""
MOST = 16
"""Units of a chunk: their names fit into what a pipe holds, whatever that is."""
_TEMPLATE = ".template.json"


def chunks(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Small units together; a large one, as an assembly may be, alone.

    An assembly is one unit and is not split: rules about an app look at all of its stacks. The
    first chunk is of one unit, the next of two, so that a few units go to several processes.
    """
    chunk: list[Source] = []
    weight, most = 0, 1
    for source in sources:
        heavy = weight_of(source)
        if chunk and (weight + heavy > CHUNK or len(chunk) == most):
            yield chunk
            chunk, weight, most = [], 0, min(most + 1, MOST)
        chunk.append(source)
        weight += heavy
    if chunk:
        yield chunk


def ahead(sources: Iterator[Source], enough: int) -> tuple[bool, Iterator[Source]]:
    """Whether there is something to share: two units, of so many bytes together; and all units."""
    first: list[Source] = []
    weight = 0
    for source in sources:
        first.append(source)
        weight += weight_of(source)
        if len(first) > 1 and weight >= enough:
            return True, chain(first, sources)
    return False, iter(first)


def weight_of(source: Source) -> int:
    """The bytes of the templates of a unit, as far as that is told without opening one."""
    match source.kind:
        case "stdin" | "buffer":
            return len(source.content)
        case "file":
            return _size(source.path)
        case "assembly":
            return _of_folder(source.path)


def _of_folder(folder: Path) -> int:
    """Of an assembly: of the stacks in its own folder."""
    try:
        with os.scandir(folder) as entries:
            return sum(one.stat().st_size for one in entries if one.name.endswith(_TEMPLATE))
    except OSError:  # whoever reads it will tell
        return 0


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
