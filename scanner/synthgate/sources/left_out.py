"""What is not to be scanned, by its path: ``exclude-path``, and what is told of it."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path, PurePath, PurePosixPath

from synthgate.model import Message, Problem, plural
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Patterns of paths from a folder, in which a star stands for any letters, slashes too.

    `own` are the folders where synthgate keeps files, which it does not tell of.
    """

    globs: tuple[str, ...] = ()
    folder: Path = Path()
    own: tuple[Path, ...] = ()

    def fits(self, path: Path) -> bool:
        """Whether a path fits a pattern, or a folder does that it lies in."""
        if not self.globs:
            return False
        below = PurePosixPath(PurePath(os.path.relpath(path, self.folder)).as_posix())
        names = [str(one) for one in (below, *below.parents) if one.name]
        globs = [str(PurePosixPath(glob)) for glob in self.globs]
        return any(fnmatchcase(name, glob) for name in names for glob in globs)


def left_out(number: int, path: str | None = None) -> Problem:
    """A notice of how much was left out: of all, or of an assembly."""
    return Problem(ProblemCode.NOT_LOOKED_AT, _LEFT_OUT.format(number=number), path)


NOTHING_LEFT = Problem(
    ProblemCode.NOTHING_TO_SCAN,
    Message("nothing to scan: all that there is fits 'exclude-path'; take a pattern out"),
)
_LEFT_OUT = plural(
    "{number} template or assembly is not scanned: its path fits 'exclude-path'",
    "{number} templates and assemblies are not scanned: their paths fit 'exclude-path'",
)
