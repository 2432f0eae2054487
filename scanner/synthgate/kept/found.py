"""The units below some paths, as they were found, while nothing that was looked at has changed.

To tell templates from other files takes parsing; to see that a file has the bytes that it had, a
hash, which the look for what is kept of the unit needs anyway.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import orjson

from synthgate.kept.codec import FORMAT, DamagedError, decode_problems, encode_problems
from synthgate.kept.store import Store
from synthgate.kept.trace import Asking, read, written
from synthgate.program import fingerprint
from synthgate.sources.discover import Discovery
from synthgate.sources.left_out import LeftOut
from synthgate.sources.places import Places
from synthgate.sources.source import STDIN, Source
from synthgate.sources.watching import Watch, watched


class Found:
    """The units of one run. What is not kept is found by the `discovery`, and kept then."""

    def __init__(self, store: Store, asking: Asking, places: Places, without: LeftOut) -> None:
        self._store = store
        self._asking = asking
        self._places = places
        self._without = without

    def sources(self, discovery: Discovery, paths: Sequence[str]) -> Iterator[Source]:
        """The units, with what is told of the search among the discovery's problems at the end."""
        if STDIN in paths or self._places.in_place:
            yield from discovery.sources(paths)
            return
        name = self._name(paths)
        kept = self._kept(name)
        if kept is None:
            yield from self._anew(discovery, paths, name)
            return
        sources, problems = kept
        yield from sources
        discovery.problems.extend(problems)

    def _name(self, paths: Sequence[str]) -> str:
        origin, without = self._asking.origin, self._without
        root, folder = (
            origin.written(str(it)) for it in (self._places.source_root, without.folder)
        )
        about = [FORMAT, "sources", sys.version, fingerprint(), root, [*paths]]
        about += [without.globs, folder if without.globs else ""]
        return hashlib.sha256(ascii(about).encode()).hexdigest()  # names of files may be no text

    def _kept(self, name: str) -> tuple[list[Source], Any] | None:
        content = self._store.load(name)
        if content is None:
            return None
        try:
            notes, rows, problems = content.split(b"\n", 2)
            if self._asking.holds(read(orjson.loads(notes))):
                return [*map(self._source, orjson.loads(rows))], decode_problems(problems)
        except (DamagedError, ValueError, TypeError):
            self._store.forget(name)
        return None

    def _source(self, row: Any) -> Source:
        number, kind, path, expected = row
        if not isinstance(number, int) or not isinstance(path, str) or kind not in _KINDS:
            raise ValueError(kind)
        place = self._asking.origin.path(path)
        return Source((number,), kind, place, self._places, expected=expected is True)

    def _anew(self, discovery: Discovery, paths: Sequence[str], name: str) -> Iterator[Source]:
        """What is found; the watch sees what the search asks, and nothing of what is scanned."""
        watch, rows, origin = Watch(), list[list[Any]](), self._asking.origin
        found = discovery.sources(paths)
        while True:
            with watched(watch):
                source = next(found, None)
            if source is None:
                break
            if watch.torn:
                rows.clear()
            else:
                path = origin.written(str(source.path))
                rows.append([*source.order, source.kind, path, source.expected])
            yield source
        if rows and not watch.torn:
            self._keep(name, watch, rows, discovery)

    def _keep(self, name: str, watch: Watch, rows: list[list[Any]], discovery: Discovery) -> None:
        notes = written(watch.answers, self._asking.origin)
        with suppress(TypeError):  # of orjson: a name of a file that is no text
            parts = [orjson.dumps(notes), orjson.dumps(rows), encode_problems(discovery.problems)]
            self._store.store(name, b"\n".join(parts))


_KINDS = frozenset({"assembly", "file"})
