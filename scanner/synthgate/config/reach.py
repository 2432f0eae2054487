"""Where the paths of a repository's file may lead: into the repository; reports, below itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from synthgate.model import Message, Text
from synthgate.rule.cards.reach import OUTSIDE
from synthgate.rule.cards.sheet import Source
from synthgate.rule.terms.mistakes import Mistake
from synthgate.settings import Reach
from synthgate.template.data import is_list
from synthgate.template.document import Route

STDIN = "-"

REPORTS = frozenset({".json", ".sarif", ".xml", ".txt", ".log", ".md", ".html", ".csv"})
"""How the names of reports end that a repository's file may name: no program and no template."""


def strayed(reach: Reach, source: Source, key: str, value: Any) -> Iterator[Mistake]:
    """Which paths lead where they may not, of the value of a key in a file."""
    match reach:
        case Reach.ANYWHERE:
            pass
        case Reach.INSIDE:
            yield from _inside(source, key, value)
        case Reach.REPORTS:
            yield from _reports_below(source, key, value)


def _inside(source: Source, key: str, value: Any) -> Iterator[Mistake]:
    """Paths of files and folders that are read: in the repository, links followed."""
    for route, path in _texts(key, value):
        if path != STDIN and source.strays(path):
            option = f"--{key}" if key != "paths" else "scan PATH"
            yield Mistake(route, OUTSIDE.format(path=path, option=option))


def _reports_below(source: Source, key: str, value: Any) -> Iterator[Mistake]:
    """The files of reports: below the folder of the file, where nothing is run or kept."""
    for route, wish in _texts(key, value):
        name, _, file = wish.partition("=")
        places = _files(name, file) if file and file != STDIN else ()
        why = next(filter(None, (_misplaced(one, source.folder) for one in places)), None)
        if why:
            yield Mistake(route, _MISPLACED.format(path=file, why=why))


def _files(name: str, file: str) -> list[str]:
    """The files of a format: its own, or, of one that is a folder, those in it."""
    from synthgate_reports import FOLDERS  # noqa: PLC0415 - only who names a format needs them

    inner = FOLDERS.get(name)
    return [str(PurePath(file, one)) for one in inner] if inner else [file]


def _texts(key: str, value: Any) -> Iterator[tuple[Route, str]]:
    """The texts of a value that is one or a list of them, each with its route."""
    if isinstance(value, str):
        yield (key,), value
    for at, one in enumerate(value if is_list(value) else ()):
        if isinstance(one, str):
            yield (key, at), one


def _misplaced(file: str, folder: Path) -> Text | None:
    """Why a report may not be written where the file of a repository says; None where it may.

    What is hidden belongs to tools: git and the CI service, editors, package managers. What lies in
    an environment of Python or in ``node_modules`` is run. A report holds names of the input, so
    that in any of these it could be a stranger's program.
    """
    path = PurePath(file)
    if path.anchor or ".." in path.parts:
        return _ELSEWHERE
    here = os.path.realpath(folder)
    try:
        target = Path(os.path.realpath(Path(here, file)))
    except (OSError, ValueError):  # a name that no file can have
        return _ELSEWHERE
    if target != Path(here, os.path.normpath(file)):
        return _LINKED
    if any(map(_is_hidden, path.parts)) or any(map(_is_git, target.parts)):
        return _HIDDEN
    if path.suffix.casefold() not in REPORTS:
        return _NO_REPORT
    between = (one for one in target.parents if one.is_relative_to(here))
    return _RUN if any(map(_is_of_programs, between)) else None


def _is_hidden(name: str) -> bool:
    """Whether a name is hidden, or one that Windows or macOS reads as ``.git``.

    They pass over some letters, and know it as ``GIT~1`` (git's `core.protectNTFS`,
    `core.protectHFS`).
    """
    seen = "".join(letter for letter in name if letter.isprintable()).strip()
    return seen.startswith(".") or _is_git(seen)


def _is_git(name: str) -> bool:
    """Whether a name is git's, in any case; NTFS passes over dots and spaces at its end."""
    return name.casefold().partition(":")[0].rstrip(". ") in {".git", "git~1"}


def _is_of_programs(folder: Path) -> bool:
    """Whether programs look for what they run in a folder: packages, or the insides of git."""
    if folder.name.casefold() in {"node_modules", "site-packages"}:
        return True
    is_git = (folder / "HEAD").is_file() and (folder / "objects").is_dir()
    return is_git or os.path.lexists(folder / "pyvenv.cfg")


_MISPLACED = Message(
    "a report cannot be written to {path!r}, which {why}: say it as an option, --format"
)
_ELSEWHERE = Message("is not below the folder of this file")
_LINKED = Message("is a link or leads through one")
_HIDDEN = Message("is hidden, or in a hidden folder")
_NO_REPORT = Message("does not end as reports do ({endings})").format(
    endings=", ".join(sorted(REPORTS))
)
_RUN = Message("is where programs look for what they run")
