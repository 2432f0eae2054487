"""From the stack trace that CDK kept of a construct to a line of the program.

`aws:cdk:creationStack` metadata holds frames such as ``__init__ (/app/infra/data.py:11)``.
With `JSII_HOST_STACK_TRACES=1` they are the frames of the Python program (jsii 1.136,
aws-cdk-lib 2.260 and later); in TypeScript they always are. What older versions leave out
`synthgate.cdk.recorder` writes: see `synthgate.sources.recorded`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from synthgate.model import Excerpt, Problem, SourceLine, first_of, plural
from synthgate.patterns import pattern
from synthgate.problem_code import ProblemCode
from synthgate.secrets.program import shown_lines
from synthgate.sources.places import Places, exists, is_file, resolved, within
from synthgate.sources.staleness import Synthesis, written

Frame = tuple[str, int]
"""A file as recorded, and a line."""

_CALL = pattern(r"(?:[^(]* )?\((?P<place>.+)\)\Z")
_PLACE = pattern(r"(?:at )?(?P<file>.+?):(?P<line>[1-9][0-9]{0,6})(?::[0-9]+)?\Z")
_DRIVE = pattern(r"/?[A-Za-z]:")
_LIBRARY = pattern(
    r"(?:^|[/\\])(?:site-packages|dist-packages|node_modules|jsii-kernel-[^/\\]*|python3\.\d+"
    r"|tmp[^/\\]*[/\\]lib[/\\]program\.js)(?:[/\\]|\Z)|^node:|^internal/|^<|^webpack:/+jsii/"
)
_PROGRAM = (".py", ".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".java", ".cs", ".go")
_MOST_LINES = 200_000
_MOST_PARTS = 64
_MOST_NAMES = 10


def user_frame(trace: Iterable[object]) -> Frame | None:
    """The innermost frame of a trace that is the user's own program."""
    for text in trace:
        frame = _frame(text) if isinstance(text, str) and not text.startswith("...") else None
        if frame and is_program(frame[0]):
            return frame
    return None


def is_program(file: str) -> bool:
    """Whether a recorded file is of the user's own program, and none of a library."""
    return file.endswith(_PROGRAM) and not _LIBRARY.search(file)


def _frame(text: str) -> Frame | None:
    """``name (file:line:column)``, or the place alone; modules of ES are named by URLs."""
    call = _CALL.match(text)
    match = _PLACE.match(call["place"] if call else text)
    if match is None:
        return None
    file, line = match["file"], int(match["line"])
    return (unquote(file.removeprefix("file://")) if file.startswith("file://") else file), line


def _posix(file: str) -> str:
    """A recorded path with the separators of reports, and without the drive of Windows."""
    return _DRIVE.sub("", file, count=1).replace("\\", "/") if _is_windows(file) else file


def _is_windows(file: str) -> bool:
    return bool(_DRIVE.match(file)) or ("\\" in file and "/" not in file)


class RecordedFrames:
    """Names the files of one app as reports do: relative to it, wherever they were recorded."""

    def __init__(self) -> None:
        self._root = ""

    def learn(self, frames: Iterable[Frame]) -> None:
        """Note every recorded file, so that one that is nowhere gets a path within its app."""
        files = {_posix(file) for file, _ in frames}
        folders = {posixpath.dirname(file) for file in files if posixpath.isabs(file)}
        self._root = posixpath.commonpath(folders) if folders else ""

    def line(self, frame: Frame) -> SourceLine:
        """The line of the program, which nobody has looked for yet."""
        file, number = _posix(frame[0]), frame[1]
        return SourceLine(self._within_app(file), number, recorded=file)

    def _within_app(self, file: str) -> str:
        if self._root and posixpath.isabs(file):
            file = posixpath.relpath(file, self._root)
        return "/".join(part for part in _parts(file) if part != "..")


class ProgramFiles:
    """Finds recorded files where synthgate runs, which need not be where they were recorded.

    A trace is input like any other: only program files below the repository or beside
    the assembly are opened, whatever it names.
    """

    def __init__(self, places: Places, assembly: Path) -> None:
        self._places = places
        folder = resolved(assembly)
        beside = _beside(folder, places)
        self._assembly = places.shown(assembly)
        self._roots = dict.fromkeys((*beside, places.folder, places.source_root))
        self._synthesis = Synthesis(folder, self._roots)
        self._known: dict[str, Path | None] = {}
        self._stale: dict[Path, bool] = {}

    def found(self, line: SourceLine) -> SourceLine:
        """The line with its neighbours, where its file is here and as it was synthesized."""
        file, number = line.recorded, line.line
        if file not in self._known:
            self._known[file] = self._find(file)
        path = self._known[file]
        if path and self._is_stale(path):
            return replace(line, path=self._places.shown(path), stale=True)
        lines = _lines(path, line.secretive, written(path)) if path else ()
        if path is None or number > len(lines):
            return line
        first = max(1, number - 1)
        excerpt = Excerpt(first, lines[first - 1 : number + 1])
        return replace(line, path=self._places.shown(path), found=True, excerpt=excerpt)

    def notices(self) -> Iterator[Problem]:
        """That the assembly is stale, if lines were looked for in files that are newer."""
        newer = sorted(self._places.shown(path) for path, stale in self._stale.items() if stale)
        if newer:
            told = _STALE.format(number=len(newer), names=first_of(newer, _MOST_NAMES))
            yield Problem(ProblemCode.ASSEMBLY_STALE, told, self._assembly)

    def _is_stale(self, path: Path) -> bool:
        if path not in self._stale:
            self._stale[path] = self._synthesis.precedes(path)
        return self._stale[path]

    def _find(self, file: str) -> Path | None:
        """The recorded path itself, else its longest end that exists in a likely folder."""
        if posixpath.isabs(file):
            path = Path(file)
            if is_file(path) and any(within(path, root) for root in self._roots):
                return path
        parts = _parts(file)[-_MOST_PARTS:]
        for start in range(len(parts)):
            for root in self._roots:
                path = root.joinpath(*parts[start:])
                if is_file(path) and within(path, root):
                    return path
        return None


def _beside(assembly: Path, places: Places) -> tuple[Path, ...]:
    """The folder around an assembly, where its app is; not what lies around a whole repository.

    A repository may have its assembly at its root, by a stranger's wish. What is beside that is
    none of its own.
    """
    is_the_repository = places.folder.is_relative_to(assembly) or exists(assembly / ".git")
    return () if is_the_repository else (assembly.parent,)


def _parts(file: str) -> list[str]:
    return [part for part in file.split("/") if part not in {"", "."}]


@lru_cache(maxsize=256)
def _lines(path: Path, secretive: bool, _: float | None) -> tuple[str, ...]:
    """The lines of a file, which is read again when it was written again."""
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError:
        return ()
    lines = shown_lines(text, secretive=secretive)[:_MOST_LINES]
    return tuple(line.rstrip()[:160] for line in lines)


_STALE = plural(
    "{number} file of the program is newer than this assembly, so that its lines may have moved "
    "and none is shown: {names}; run cdk synth again",
    "{number} files of the program are newer than this assembly, so that their lines may have "
    "moved and none is shown: {names}; run cdk synth again",
)
