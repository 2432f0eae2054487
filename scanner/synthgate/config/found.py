"""The ``synthgate.yaml`` of a run: which file it is, and what it says."""

from __future__ import annotations

import os
from pathlib import Path

from synthgate.config.accepted import Accepted
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.reach import is_inside, repository_of
from synthgate.rule.cards.sheet import Sheet, Source, read_sheet, shown

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


def _found(folder: Path, root: Path) -> Path | None:
    above = (folder, *folder.parents)
    for parent in above[: above.index(root) + 1]:
        if os.path.lexists(parent / FILE_NAME):
            return parent / FILE_NAME
    return None


LEADS_AWAY = Message(
    "leads out of the repository by a link: put the file itself there, or name with --config "
    "the file that is meant"
)
