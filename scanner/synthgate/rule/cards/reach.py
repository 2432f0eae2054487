"""How far the words of a file of settings reach: into the repository that it lies in.

A repository under test may be a stranger's. Its `synthgate.yaml` names files and folders; links
are followed before it is asked where they lie.
"""

from __future__ import annotations

import os
from pathlib import Path

from synthgate.model import Message

GIT = ".git"


def repository_of(folder: Path) -> Path:
    """The nearest folder, from this one up, that has ``.git``; the folder itself where none has."""
    above = (folder, *folder.parents)
    return next((one for one in above if os.path.lexists(one / GIT)), folder)


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path, links followed, is a folder or leads below it, and not into git's own.

    ``.git`` is no part of what a repository says: `actions/checkout` leaves a token there. A name
    that no file can have leads nowhere, which is not inside.
    """
    try:
        below = Path(os.path.realpath(path)).relative_to(os.path.realpath(root))
    except (OSError, ValueError):
        return False
    return GIT not in {part.casefold() for part in below.parts}


OUTSIDE = Message(
    "{path!r} lies outside the repository: keep it inside, or say it on the command line, {option}"
)
