"""What a scan asked of files, written so that another run, wherever it is, can ask again.

Paths are written from the folder that reports name files from, so that a cache that is restored in
another checkout is of use there. What was scanned is as it was while every answer is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from synthgate.sources.places import (
    exists,
    is_file,
    is_folder,
    is_larger,
    is_link,
    read_bounded,
    resolved,
)
from synthgate.sources.watching import Answer, Kind, digest_of, listing_of, said_of

Note = tuple[Kind, str, int, Answer]
"""A question of a path, with how many bytes were to be read at most, and its answer."""


class Origin:
    """The folder that paths are written from, links followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.path.realpath(folder)
        self._below = self._folder.rstrip(os.sep) + os.sep

    def written(self, path: str) -> str:
        """A path as a note has it; one that no way from here is sure to lead to, as it is."""
        if path.startswith(self._below):
            return path[len(self._below) :].replace(os.sep, "/")
        if os.pardir in Path(path).parts:  # after a link that leads elsewhere
            return path
        return os.path.relpath(path, self._folder).replace(os.sep, "/")

    def path(self, written: str) -> Path:
        """Where that is here."""
        return Path(self._folder, written)


class Asking:
    """Asks again, for one run: what was asked of a folder once is not asked again."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self._leads: dict[str, str] = {}
        self._digests: dict[tuple[str, int], str] = {}

    def holds(self, notes: Iterable[Note]) -> bool:
        """Whether all answers are what they were."""
        return all(self._answer(kind, path, limit) == was for kind, path, limit, was in notes)

    def _answer(self, kind: Kind, written: str, limit: int) -> Answer:
        path = self.origin.path(written)
        match kind:
            case "bytes":
                return self.bytes_of(path, limit)
            case "leads":
                return self.origin.written(self._lead(str(path)))
            case "holds":
                return _held(path)
            case "larger":
                return _is_larger(path, limit)
            case _:
                return _QUESTIONS[kind](path)

    def bytes_of(self, path: Path, limit: int) -> str:
        """What stands for the first bytes of a file, or why they cannot be read."""
        known = self._digests.get((str(path), limit))
        if known is None:
            try:
                known = digest_of(read_bounded(path, limit))
            except OSError as error:
                known = said_of(error)
            self._digests[str(path), limit] = known
        return known

    def _lead(self, path: str) -> str:
        """Where a path leads: a folder around many files is followed once."""
        known = self._leads.get(path)
        if known is None:
            parent, name = os.path.split(path)
            if name in {"", os.pardir} or os.name == "nt" or os.path.islink(path):  # noqa: PTH114
                known = str(resolved(Path(path)))
            else:
                known = os.path.join(self._lead(parent), name)  # noqa: PTH118 - many at a start
            self._leads[path] = known
        return known


def written(answers: Mapping[tuple[Kind, str, int], Answer], origin: Origin) -> list[Note]:
    """What was asked, and answered, as it is stored."""
    return [
        (
            kind,
            origin.written(path),
            limit,
            origin.written(str(answer)) if kind == "leads" else answer,
        )
        for (kind, path, limit), answer in answers.items()
    ]


def read(rows: Any) -> list[Note]:
    """Notes of their rows.

    Raises:
        ValueError, TypeError: they are none.
    """
    for kind, path, limit, answer in rows:
        shape = [type(kind), type(path), type(limit)] == [str, str, int]
        if not shape or kind not in _KINDS or not isinstance(answer, str | bool):
            raise ValueError(kind)
    return cast("list[Note]", rows)


def _held(folder: Path) -> str:
    """What lies in a folder, as `os.walk` tells folders from files; nothing, if it cannot say."""
    for _, folders, files in os.walk(folder):
        return listing_of(folders, files)
    return ""


def _is_larger(path: Path, limit: int) -> Answer:
    try:
        return is_larger(path, limit)
    except OSError as error:
        return said_of(error)


_QUESTIONS: Mapping[Kind, Callable[[Path], bool]] = {
    "file": is_file,
    "folder": is_folder,
    "there": exists,
    "link": is_link,
}
_KINDS = frozenset({*_QUESTIONS, "bytes", "leads", "holds", "larger"})
