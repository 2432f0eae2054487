"""A walk through a folder: assemblies, files that may be templates, and what was left out.

Every file with a suffix of templates is looked at. That one cannot be a template is proved, not
guessed; what is left is parsed. Of files of unknown suffixes the beginning is glanced at, so that
the notice can name those that seem to be templates.
"""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.local import children_of
from synthgate.sources.overlooked import Overlooked
from synthgate.sources.places import (
    Places,
    is_assembly,
    is_larger,
    is_link,
    read_bounded,
    resolved,
    unreadable,
    walk,
    within,
)
from synthgate.sources.suffixes import (
    GUESSED,
    KEPT,
    NOT_ENTERED,
    PARSED,
    PRUNED,
    SOMETHING_ELSE,
    suffix_of,
)
from synthgate.template.proof import cannot_be_template
from synthgate.template.read import MAX_BYTES, Meaning, looks_like_template, suspected

_GZIP = b"\x1f\x8b"
_GLANCE = 64 * 1024
"""Bytes of a file of unknown suffix that are looked at."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An assembly, or a file that may be a template.

    `settled` says that it will be told of: as a template, or as one that cannot be read.
    """

    path: Path
    is_assembly: bool = False
    settled: bool = False
    nests: frozenset[Path] = frozenset()
    """The files that it nests as stacks."""
    real: Path | None = None
    """Where it lies, links followed; None where that is to be looked up."""

    @property
    def place(self) -> Path:
        """Where it lies, links followed."""
        return self.real or resolved(self.path)


def mark(path: Path) -> int:
    """What is kept of a candidate from one walk to the next: of very many, a path is too much."""
    return hash(str(path))


class Walk:
    """One walk through a folder that somebody named."""

    def __init__(
        self,
        folder: Path,
        places: Places,
        found: Container[int] | None = None,
        own: Iterable[Path] = (),
    ) -> None:
        """`found` are the marks of the candidates, where they are known from a walk before.

        In `own` folders synthgate keeps what would otherwise be told of from the second run on.
        """
        self.problems: list[Problem] = []
        self._folder = folder
        self._places = places
        self._found = found
        self._own = {*map(resolved, own)}
        self._overlooked = Overlooked()

    def candidates(self) -> Iterator[Candidate]:
        """Each in its turn, the files of a folder before its folders."""
        for parent, folders, files in walk(self._folder, onerror=self._refused):
            here = Path(parent)
            if here != self._folder and _is_environment(folders, files):
                self._overlooked.folders.append(self._places.shown(here))
                folders.clear()
                continue
            inner = sorted(folders)
            assemblies = [it for it in inner if it not in NOT_ENTERED and is_assembly(here / it)]
            folders[:] = [it for it in inner if self._is_to_enter(here / it, assemblies)]
            for name in assemblies:
                yield from self._assembly(here / name)
            real = resolved(here) if files else here
            for name in sorted(files):
                yield from self._file(here / name, suffix_of(name), real)

    def notice(self) -> Problem | None:
        """What was left out on the way, once it is gone."""
        return self._overlooked.notice(self._places.shown(self._folder))

    def _refused(self, error: OSError) -> None:
        path = self._places.shown(Path(error.filename))
        self.problems.append(Problem(ProblemCode.FILE_UNREADABLE, unreadable(error), path))

    def _is_to_enter(self, folder: Path, assemblies: Container[str]) -> bool:
        if folder.name in NOT_ENTERED:
            self._overlooked.folders.append(self._places.shown(folder))
            return False
        if is_link(folder) and not within(folder, self._folder):
            self._overlooked.links.append(self._places.shown(folder))
            return False
        return folder.name not in assemblies

    def _assembly(self, folder: Path) -> Iterator[Candidate]:
        if within(folder, self._folder):
            yield Candidate(folder, is_assembly=True, settled=True)

    def _file(self, path: Path, suffix: str, folder: Path) -> Iterator[Candidate]:
        """The file, if it may be a template; else it is noted why nobody looked.

        `folder` is where it lies, links followed: only a file that is a link lies elsewhere.
        """
        if self._found is not None:
            if mark(path) in self._found:
                yield Candidate(path, real=_real(path, folder))
        elif folder in self._own and (suffix in KEPT or path.name == PRUNED):
            return
        elif suffix in SOMETHING_ELSE:
            self._overlooked.known[suffix] += 1
        elif is_link(path) and not within(path, self._folder):
            self._link_out(path, suffix)
        elif suffix in PARSED:
            yield from self._parsed(path)
        elif suffix in GUESSED:
            yield from self._guessed(path)
        else:
            self._glanced_at(path)

    def _link_out(self, path: Path, suffix: str) -> None:
        shown = self._places.shown(path)
        if suffix in PARSED:
            self.problems.append(Problem(ProblemCode.FILE_UNREADABLE, _LINK_OUT, shown))
        else:
            self._overlooked.unknown.append(shown)

    def _parsed(self, path: Path) -> Iterator[Candidate]:
        try:
            if is_larger(path, MAX_BYTES):
                yield from self._large(path)
                return
            content = read_bounded(path, MAX_BYTES)
        except (OSError, ValueError):
            yield Candidate(path, settled=True)  # reading it again will say why it cannot be read
            return
        if cannot_be_template(content):
            return
        settled = not looks_like_template(content)
        meaning = suspected(path.name, content) if settled else Meaning.TEMPLATE
        if meaning is Meaning.OTHER_RESOURCES:
            self._overlooked.other_resources.append(self._places.shown(path))
        elif meaning is Meaning.TEMPLATE:
            nests = frozenset(children_of(path, content, self._places))
            yield Candidate(path, settled=settled, nests=nests)

    def _large(self, path: Path) -> Iterator[Candidate]:
        if looks_like_template(read_bounded(path, _GLANCE)):
            yield Candidate(path, settled=True)
        else:
            self._overlooked.large.append(self._places.shown(path))

    def _guessed(self, path: Path) -> Iterator[Candidate]:
        content = _beginning(path, MAX_BYTES)
        if looks_like_template(content):
            yield Candidate(path, nests=frozenset(children_of(path, content, self._places)))
        elif len(content) > MAX_BYTES or not cannot_be_template(content):
            self._overlooked.unknown.append(self._places.shown(path))

    def _glanced_at(self, path: Path) -> None:
        content = _beginning(path, _GLANCE)
        packed = content.startswith(_GZIP)
        if looks_like_template(_unpacked(content) if packed else content):
            self._overlooked.likely.append(self._places.shown(path))
        elif packed or len(content) > _GLANCE or not cannot_be_template(content):
            self._overlooked.unknown.append(self._places.shown(path))


def _real(path: Path, folder: Path) -> Path:
    """Where a file lies of which the folder is known."""
    return resolved(path) if is_link(path) else folder / path.name


def _is_environment(folders: list[str], files: list[str]) -> bool:
    """Whether a folder is a virtual environment of Python, under whatever name (PEP 405)."""
    return "pyvenv.cfg" in files and not {"lib", "lib64", "Lib"}.isdisjoint(folders)


def _beginning(path: Path, limit: int) -> bytes:
    """The first bytes of a file, at most one more than the limit; of a pipe, say, a mere NUL.

    Of that nobody can prove that it is no template.
    """
    try:
        return read_bounded(path, limit)
    except OSError:
        return b"\0"


def _unpacked(content: bytes) -> bytes:
    """The first of what gzip holds."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, _GLANCE)
    except zlib.error:
        return b""


_LINK_OUT = Message(
    "a link that leads out of the scanned folder, so it was not opened: name its target itself"
)
