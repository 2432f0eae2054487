"""The ``synthgate.yaml`` of a run: which file it is, and what it says."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from synthgate.config.accepted import Accepted
from synthgate.config.reach import STDIN
from synthgate.model import Message, Position, Problem
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.reach import is_inside, repository_of
from synthgate.rule.cards.sheet import Sheet, Source, read_sheet, shown
from synthgate.settings import OTHER_NAMES
from synthgate.template.document import Route

FILE_NAME = "synthgate.yaml"
NONE = "none"
"""In the place of the file: read none."""


def file_of(named: str | None, folder: Path, accepted: Accepted | None = None) -> Sheet | None:
    """What the file says, as far as it is the repository's own, and its paths stay there.

    `accepted` is where it is taken from, if not from here.
    """
    if named == NONE:
        return None
    path = accepted_path(named, folder, accepted) if accepted else _path(named, folder)
    if path is None:
        return None
    of_tree = accepted.shown(path) if accepted else None
    if accepted and of_tree:
        return read_sheet(path, of_tree, accepted.tree)
    name = shown(path, folder)
    if leads_away(path, repository_of(folder)):
        problem = Problem(ProblemCode.SETTING, LEADS_AWAY, name)
        return Sheet(Source(name, path.parent), problems=(problem,))
    return read_sheet(path, name, repository_of(Path(os.path.realpath(path.parent))))


def as_in_table(sheet: Sheet | None) -> Sheet | None:
    """A file with the names that the table has for its keys; both of one key are a mistake."""
    others = {name: key for name, key in OTHER_NAMES.items() if sheet and name in sheet.body}
    if sheet is None or not others:
        return sheet
    twice = [name for name, key in others.items() if key in sheet.body]
    told = [sheet.source.problem((name,), _TWICE.format(name=name)) for name in twice]
    body = {others.get(key, key): value for key, value in sheet.body.items()}
    written = {key: name for name, key in others.items()}
    source = sheet.source

    def located(route: Route) -> Position | None:
        return source.locate((written.get(str(route[0]), route[0]), *route[1:]) if route else route)

    return Sheet(replace(source, locate=located), body, (*sheet.problems, *told))


def _path(named: str | None, folder: Path) -> Path | None:
    return folder / named if named else found_from(folder)


def accepted_path(named: str | None, folder: Path, accepted: Accepted) -> Path | None:
    """The file where it is taken from: what lies here says nothing, not even where it lies."""
    if named:
        return accepted.there(folder / named)
    return accepted.file or _found(accepted.there(folder), accepted.tree)


def leads_away(path: Path, repository: Path) -> bool:
    """Whether a file of the repository is a link to what is not in it; its words may be secret."""
    named = Path(os.path.normpath(path))
    return named.is_relative_to(repository) and not is_inside(named, repository)


def found_from(folder: Path) -> Path | None:
    """The nearest ``synthgate.yaml``, up to the root of the repository.

    Outside any repository only the folder's own: what lies above may be a stranger's.
    """
    return _found(folder, repository_of(folder))


def unused_below(paths: Sequence[str], folder: Path) -> Iterator[Problem]:
    """A notice where the one path that is scanned has a file of its own below the working folder.

    It is looked for from there upwards, so that this file says nothing, and its app may well think
    that it does.
    """
    if len(paths) != 1 or paths[0] == STDIN:
        return
    path = Path(os.path.normpath(folder / paths[0]))
    if not path.is_relative_to(folder):
        return
    between = (path, *path.parents)[: len(path.parts) - len(folder.parts)]
    nearest = next((one / FILE_NAME for one in between if (one / FILE_NAME).is_file()), None)
    if nearest:
        name = shown(nearest, folder)
        text = _UNUSED.format(file=name, folder=shown(nearest.parent, folder))
        yield Problem(ProblemCode.SETTINGS_BESIDE, text, name)


def _found(folder: Path, root: Path) -> Path | None:
    above = (folder, *folder.parents)
    for parent in above[: above.index(root) + 1]:
        if os.path.lexists(parent / FILE_NAME):
            return parent / FILE_NAME
    return None


_UNUSED = Message(
    "not used, nor the waivers and the baseline beside it: configuration is looked for from the "
    "working folder upwards; say --config {file}, or run synthgate in {folder}"
)
_TWICE = Message("{name}: said by two names of one key: say it once")
LEADS_AWAY = Message(
    "leads out of the repository by a link: put the file itself there, or name with --config "
    "the file that is meant"
)
