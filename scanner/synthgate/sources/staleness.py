"""Whether a file of the program was changed after its assembly was synthesized.

An assembly does not say of which sources it was made; only times of files are left. These tell
nothing of a tree that was checked out as a whole after its assembly was written, as where one job
synthesizes and another scans. So a file that is newer counts where something around it, which
nobody changes with each line, is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

SLACK = 5.0
"""Seconds in which a checkout writes an assembly and the sources beside it, in any order."""

_WITNESSES = (
    ".gitignore",
    ".npmignore",
    "README.md",
    "cdk.json",
    "go.mod",
    "package.json",
    "pom.xml",
    "pyproject.toml",
    "requirements.txt",
    "tsconfig.json",
)
"""What lies around a program (most of it by ``cdk init``), in version control and in no build."""


class Synthesis:
    """The end of a synthesis: its assembly's manifest is what it writes last."""

    def __init__(self, assembly: Path, roots: Iterable[Path]) -> None:
        """Note when an assembly was written, and the folders that hold its program."""
        self._end = written(assembly / "manifest.json")
        self._roots = tuple(roots)

    def precedes(self, file: Path) -> bool:
        """Whether a file of the program was changed since; False where nothing tells."""
        return self._is_newer(file) and not self._is_of_a_newer_tree(file)

    def _is_newer(self, file: Path) -> bool:
        when = written(file)
        return self._end is not None and when is not None and when > self._end + SLACK

    def _is_of_a_newer_tree(self, file: Path) -> bool:
        """Whether there are witnesses, and every one is as new."""
        witnesses = [*self._witnesses(file)]
        return bool(witnesses) and all(map(self._is_newer, witnesses))

    def _witnesses(self, file: Path) -> Iterator[Path]:
        """The files around one, up to the root of its program."""
        for folder in file.parents:
            if not any(folder.is_relative_to(root) for root in self._roots):
                return
            paths = (folder / name for name in _WITNESSES)
            yield from (path for path in paths if written(path) is not None)


def written(path: Path) -> float | None:
    """When a file was last written, in seconds; None where there is no such file."""
    try:
        return path.stat().st_mtime
    except (OSError, ValueError):
        return None
