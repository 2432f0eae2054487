"""From the paths that a person names to the units that there are to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import orjson

from synthgate.errors import NotATemplateError, TemplateError
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.sources.left_out import LeftOut, left_out
from synthgate.sources.local import nested_in_others
from synthgate.sources.places import Places, exists, is_assembly, is_folder, read_bounded, resolved
from synthgate.sources.remote.place import Remote
from synthgate.sources.remote.store import is_address
from synthgate.sources.source import STDIN, Kind, Source
from synthgate.sources.walk import Candidate, Walk, mark
from synthgate.template.data import is_mapping
from synthgate.template.read import MAX_BYTES, read_template


class Discovery:
    """The units below some paths, each once however often it is named; none is kept.

    `problems` is what could not even be looked for, and complete once `sources` has come to its
    end.
    """

    def __init__(
        self, places: Places, stdin: BinaryIO | None = None, without: LeftOut | None = None
    ) -> None:
        """`without` is what is not to be scanned wherever it is found."""
        self.problems: list[Problem] = []
        self._without = without or LeftOut()
        self._places = places
        self._stdin = stdin
        self._seen: set[str] = set()

    def sources(self, paths: Sequence[str]) -> Iterator[Source]:
        """Name the units; without a path, those in `cdk.out`."""
        if not paths:
            if not exists(self._places.folder / "cdk.out"):
                self.problems.append(_nothing_to_scan(self._places.folder))
                return
            paths = ["cdk.out"]
        named = {self._identity(path) for path in paths}
        omitted: set[Path] = set()
        for path in paths:
            for source, place in self._below(path):
                if source.kind != "stdin" and self._without.fits(source.path):
                    omitted.add(place)
                    continue
                identity = _identity_of(source, place)
                if identity not in self._seen:
                    order = (len(self._seen),)
                    self._seen.add(identity)
                    # Who names a file means it.
                    expected = source.expected or identity in named
                    yield replace(source, order=order, expected=expected)
        if omitted:
            self.problems.append(left_out(len(omitted)))

    def _identity(self, path: str) -> str:
        if path == STDIN or is_address(path):
            return path
        return str(resolved(self._places.folder / path))

    def _below(self, path: str) -> Iterator[tuple[Source, Path]]:
        """The units that one path leads to, whether or not another one does too.

        Each comes with where it lies, links followed.
        """
        full = self._places.folder / path
        if path == STDIN:
            yield self._standard_input(), full
        elif is_address(path):
            yield from self._in_store(path)
        elif not exists(full):
            self.problems.append(_not_there(path))
        elif is_folder(full):
            yield from self._in_folder(full)
        elif full.name == "manifest.json" and is_assembly(full.parent):
            yield self._source("assembly", full.parent), resolved(full.parent)
        else:
            if full.name == "manifest.json" and _is_manifest(full):
                self.problems.append(_unmarked(path))
            yield self._source("file", full), resolved(full)

    def _source(self, kind: Kind, path: Path, *, expected: bool = True) -> Source:
        return Source((), kind, path, self._places, expected)

    def _standard_input(self) -> Source:
        content = self._stdin.read(MAX_BYTES + 1) if self._stdin else b""
        return Source((), "stdin", self._places.folder, self._places, content=content)

    def _in_store(self, address: str) -> Iterator[tuple[Source, Path]]:
        """The units below an address, by theirs: what is found in a likeness of it."""
        from synthgate.sources.remote.mirror import mirrored  # noqa: PLC0415 - few runs fetch

        with mirrored(address) as mirror:
            self.problems.extend(mirror.problems)
            if mirror.meant is None or not exists(mirror.meant):
                self.problems.extend([] if mirror.problems else [_not_in_store(address)])
                return
            inner = Discovery(mirror.places)
            for source in inner.sources([str(mirror.meant)]):
                below = source.path.relative_to(mirror.folder).as_posix()
                remote = Remote(mirror.address, below, source.kind == "assembly")
                named = self._places.folder / remote.shown
                yield replace(source, path=named, places=self._places, remote=remote), named
            self.problems.extend(inner.problems)

    def _in_folder(self, folder: Path) -> Iterator[tuple[Source, Path]]:
        """An assembly, or whatever is found: in two walks, so that no list of it is kept.

        The first looks into files, and finds those that others nest, which are read with them.
        """
        if exists(folder / "manifest.json") and (is_assembly(folder) or _is_output(folder)):
            yield self._source("assembly", folder), resolved(folder)
            return
        if _is_manifest(folder / "manifest.json"):
            self.problems.append(_unmarked(self._places.shown(folder / "manifest.json")))
        walk = Walk(folder, self._places, own=self._without.own)
        is_settled = False
        found: set[int] = set()
        nests: dict[Path, frozenset[Path]] = {}
        for one in walk.candidates():
            is_settled = is_settled or one.settled
            found.add(mark(one.path))
            if one.nests:
                nests[one.place] = one.nests
        nested = nested_in_others(nests)
        again = Walk(folder, self._places, found).candidates()
        alone = (one for one in again if one.place not in nested)
        at = len(self.problems)
        for one in alone:
            is_settled = is_settled or _is_template(one)
            kind = "assembly" if one.is_assembly else "file"
            yield self._source(kind, one.path, expected=one.is_assembly), one.place
        empty = [] if is_settled else [_empty(self._places.shown(folder))]
        self.problems[at:at] = [*walk.problems, *empty, *filter(None, [walk.notice()])]


def _identity_of(source: Source, place: Path) -> str:
    """What tells a unit from others: where it lies; of one in a store, the address."""
    if source.kind == "stdin":
        return STDIN
    return source.shown if source.remote else str(place)


def _is_template(candidate: Candidate) -> bool:
    """Whether a file is a template, or a broken one, that will be told of as such."""
    try:
        read_template(candidate.path.name, read_bounded(candidate.path, MAX_BYTES))
    except NotATemplateError:
        return False
    except (TemplateError, OSError):
        return True
    return True


def _is_output(folder: Path) -> bool:
    """A folder called `cdk.out` is meant to be an assembly, even a broken one."""
    return folder.name == "cdk.out"


def _is_manifest(path: Path) -> bool:
    """Whether a file is the manifest of a cloud assembly, by what it holds."""
    try:
        held = orjson.loads(read_bounded(path, MAX_BYTES)) if exists(path) else None
    except (OSError, ValueError):
        return False
    artifacts = held.get("artifacts") if is_mapping(held) else None
    every = artifacts.values() if is_mapping(artifacts) else ()
    kinds = (str(one.get("type")) for one in every if is_mapping(one))
    return any(kind.startswith(("aws:", "cdk:")) for kind in kinds)


def _nothing_to_scan(folder: Path) -> Problem:
    """That there is no assembly here; of a repository of many apps, which ones could be meant."""
    below = sorted(islice(_assemblies_below(folder), _MOST_NAMES))
    text = _PERHAPS.format(names=", ".join(below)) if below else _NOTHING
    return Problem(ProblemCode.NOTHING_TO_SCAN, text)


def _assemblies_below(folder: Path) -> Iterator[str]:
    """The ``cdk.out`` one and two folders down, as far as these can be looked into."""
    for pattern in ("*/cdk.out", "*/*/cdk.out"):
        for path in folder.glob(pattern):
            below = path.relative_to(folder)
            if not any(part.startswith(".") or part == "node_modules" for part in below.parts):
                yield below.as_posix()


_MOST_NAMES = 5
_NOTHING = Message(
    "nothing to scan: name a template, a folder or a cloud assembly, or run 'cdk synth' first "
    "(there is no cdk.out here)"
)
_PERHAPS = Message(
    "nothing to scan: there is no cdk.out here, but below: {names}; name what is meant, or . for "
    "all: synthgate scan PATH"
)


def _not_there(path: str) -> Problem:
    return Problem(
        ProblemCode.NOTHING_TO_SCAN,
        Message("no such file or folder; check the path, or run 'cdk synth' if it is its output"),
        path,
    )


def _not_in_store(address: str) -> Problem:
    return Problem(
        ProblemCode.NOTHING_TO_SCAN,
        Message("nothing is there in the store; check the address, and whether you may list it"),
        address,
    )


def _unmarked(path: str) -> Problem:
    return Problem(
        ProblemCode.NOT_LOOKED_AT,
        Message(
            "this is the manifest of a cloud assembly, but the file 'cdk.out' beside it is "
            "missing: templates there are read each for itself. To scan the assembly, name the "
            "whole folder that 'cdk synth' wrote"
        ),
        path,
    )


def _empty(path: str) -> Problem:
    return Problem(
        ProblemCode.NOTHING_TO_SCAN,
        Message(
            "no CloudFormation template below this folder (JSON or YAML with 'Resources'): "
            "name another, or run 'cdk synth' first"
        ),
        path,
    )
