"""Paths of another tool as files of the run: it may have run elsewhere, or in a container."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from synthgate.adapters.asking import Readable
from synthgate.adapters.sarif.addresses import paths_of
from synthgate.records import dataclass
from synthgate.sources.places import is_file

_DEEPEST = 40
"""How many of the last parts of a path are compared."""

Parts = tuple[str, ...]


@dataclass(frozen=True)
class Files:
    """The templates of a run, by how they are shown, where they lie, and how their paths end."""

    templates: Sequence[Readable]
    folder: Path

    @cached_property
    def by_path(self) -> Mapping[str, Readable]:
        """By how they are shown, and by where they lie."""
        found: dict[str, Readable] = {}
        for one in self.templates:
            found[one.shown] = one
            found[posixpath.normpath(one.file.absolute().as_posix())] = one
        return found

    @cached_property
    def owners(self) -> Mapping[str, Readable | None]:
        """By the logical ids of their resources; None where several have one of the id."""
        found: dict[str, Readable | None] = {}
        for one in {one.shown: one for one in self.templates}.values():
            for name in one.resources:
                found[name] = None if name in found else one
        return found

    @cached_property
    def resources(self) -> Mapping[str, Mapping[str, str]]:
        """The resources of each, by how it is shown."""
        return {one.shown: one.resources for one in self.templates}

    @cached_property
    def root(self) -> str:
        """The folder of the run."""
        return posixpath.normpath(self.folder.absolute().as_posix())

    @cached_property
    def _endings(self) -> Mapping[Parts, Readable | None]:
        """By each end of their paths; None where several end so."""
        found: dict[Parts, Readable | None] = {}
        for one in {one.shown: one for one in self.templates}.values():
            parts = _parts(posixpath.normpath(one.file.absolute().as_posix()))
            for start in range(len(parts)):
                end = parts[start:]
                found[end] = None if end in found else one
        return found

    def exact(self, path: str) -> Readable | None:
        """The template that a path leads to from the folder of the run, or from the root."""
        return self.by_path.get(path) or self.by_path.get(posixpath.normpath(path))

    def inside(self, path: str) -> str:
        """A path relative to the folder of the run; empty if it leads out of it, or nowhere."""
        below = posixpath.relpath(posixpath.join(self.root, path), self.root)
        return "" if below == "." or below.split("/", 1)[0] == ".." else below

    def is_other(self, path: str) -> bool:
        """Whether a path leads to a file of the run's folder; such a one is what it says it is."""
        below = self.inside(path)
        return bool(below) and is_file(self.folder / below)

    def like(self, path: str) -> tuple[Readable, bool] | None:
        """The one template whose path ends most alike, and whether it ends in all of the path."""
        parts = _parts(path)
        for start in range(len(parts)):
            if parts[start:] in self._endings:
                found = self._endings[parts[start:]]
                return (found, start == 0) if found else None
        return None


def _parts(path: str) -> Parts:
    named = [part for part in posixpath.normpath(path).split("/") if part not in ("", "..", ".")]
    return tuple(named[-_DEEPEST:])


@dataclass(frozen=True, slots=True)
class Found:
    """A file as reports name it, and the template that it is, if it is one of the run."""

    shown: str
    template: Readable | None = None


def found(addresses: Iterable[str], files: Files) -> Mapping[str, Found]:
    """The files that all addresses of a run of a tool lead to; what leads out is not among them.

    A path from another root is a template of the run if its end is that of one template only, and
    if no other path of the tool's would be the same one: ``a/template.yaml`` and
    ``b/template.yaml`` are two files, of which at most one was scanned here.
    """
    known: dict[str, Found] = {}
    alike: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        paths = [*paths_of(address)]
        if exact := next(filter(None, map(files.exact, paths)), None):
            known[address] = Found(exact.shown, exact)
            continue
        below = files.inside(paths[-1]) if paths else ""
        if below:
            known[address] = Found(below)
        if not any(map(files.is_other, paths)):
            for path in reversed(paths):
                if like := files.like(path):
                    alike[like[0].shown].append((address, like[1]))
                    break
    taken = {one.shown for one in known.values() if one.template}
    for shown, candidates in alike.items():
        whole = [address for address, is_whole in candidates if is_whole]
        best = whole or [address for address, _ in candidates]
        if len(best) == 1 and shown not in taken:
            known[best[0]] = Found(shown, files.by_path[shown])
    return known
