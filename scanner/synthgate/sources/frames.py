"""From the stack trace that CDK kept of a construct to a line of the program.

`aws:cdk:creationStack` metadata holds frames such as ``__init__ (/app/infra/data.py:11)``.
With `JSII_HOST_STACK_TRACES=1` they are the frames of the Python program (jsii 1.136,
aws-cdk-lib 2.260 and later); in TypeScript they always are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePosixPath

from synthgate.model import Excerpt, SourceLine
from synthgate.sources.places import Places, within

Frame = tuple[str, int]
"""A file as recorded, and a line."""

_FRAME = re.compile(r"(?:.*? \()?(?P<file>[^()]+?):(?P<line>\d+)(?::\d+)?\)?\Z")
_LIBRARY = re.compile(
    r"(?:^|[/\\])(?:site-packages|dist-packages|node_modules|jsii-kernel-[^/\\]*|python3\.\d+"
    r"|tmp[^/\\]*[/\\]lib[/\\]program\.js)(?:[/\\]|\Z)|^node:|^internal/|^<"
)
_PROGRAM = (".py", ".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".java", ".cs", ".go")
_MOST_LINES = 200_000


def user_frame(trace: Iterable[object]) -> Frame | None:
    """The innermost frame of a trace that is the user's own program."""
    for text in trace:
        match = _FRAME.match(text) if isinstance(text, str) else None
        if match is None or match[0].startswith("..."):
            continue
        file = match["file"]
        if file.endswith(_PROGRAM) and not _LIBRARY.search(file):
            return file, int(match["line"])
    return None


class SourceFinder:
    """Finds recorded files where synthgate runs, which need not be where they were recorded.

    A trace is input like any other: only program files below the repository or beside
    the assembly are opened, whatever it names.
    """

    def __init__(self, places: Places, assembly: Path) -> None:
        self._places = places
        self._app = assembly.resolve().parent
        self._recorded_root = ""

    def learn(self, frames: Iterable[Frame]) -> None:
        """Note every recorded file, so that one that is nowhere gets a path within its app."""
        folders = {posixpath.dirname(file) for file, _ in frames if posixpath.isabs(file)}
        self._recorded_root = posixpath.commonpath(folders) if folders else ""

    def line(self, frame: Frame) -> SourceLine:
        """The line of the program, with its neighbours where the file is here."""
        file, number = frame
        path = self._find(file)
        lines = _lines(path) if path else ()
        if path is None or number > len(lines):
            return SourceLine(self._within_app(file), number)
        first = max(1, number - 1)
        excerpt = Excerpt(first, lines[first - 1 : number + 1])
        return SourceLine(self._places.shown(path), number, found=True, excerpt=excerpt)

    def _within_app(self, file: str) -> str:
        relative = posixpath.relpath(file, self._recorded_root) if self._recorded_root else file
        parts = [part for part in PurePosixPath(relative).parts if part not in {"..", "/", "."}]
        return "/".join(parts)

    def _find(self, file: str) -> Path | None:
        """The recorded path itself, else its longest end that exists in a likely folder."""
        roots = dict.fromkeys((self._app, self._places.folder, self._places.source_root))
        if posixpath.isabs(file):
            path = Path(file)
            if path.is_file() and any(within(path, root) for root in roots):
                return path
        parts = [part for part in PurePosixPath(file).parts if part not in {"/", "."}]
        for start in range(len(parts)):
            for root in roots:
                path = root.joinpath(*parts[start:])
                if path.is_file() and within(path, root):
                    return path
        return None


@lru_cache(maxsize=256)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError:
        return ()
    return tuple(line.rstrip()[:160] for line in text.splitlines()[:_MOST_LINES])
