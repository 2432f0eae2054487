"""What accepts findings, taken from elsewhere than the change under test: ``--accepted-from``.

A change that brings its own waiver, baseline or ``synthgate.yaml`` would excuse itself. So the
files that decide are read as they were at a revision that it cannot write, or from a checkout of
that; what is scanned, and where reports go, stays here.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.rule.cards.library import CARD_SUFFIXES
from synthgate.rule.cards.reach import is_inside, repository_of

OPTION = "accepted-from"
DECIDING = frozenset(
    {
        "rules",
        "profile",
        "framework",
        "evidence",
        "shared-evidence",
        "waivers",
        "baseline",
        "extends",
        "policy",
    }
)
"""The keys whose paths lead to files that decide; those of others lead to what is scanned."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Where the files that decide are taken from, by the `name` that messages give it.

    `tree` holds them as they lie below `root` here. `file` is the ``synthgate.yaml`` that is named.
    """

    name: str
    root: Path
    tree: Path
    file: Path | None = None
    is_revision: bool = False

    def there(self, path: Path) -> Path:
        """A file of the repository where it is accepted; a file of nobody's stays where it is."""
        return _moved(path, self.root, self.tree)

    def here(self, path: Path) -> Path:
        """The reverse: where a file that is accepted would lie here."""
        return _moved(path, self.tree, self.root)

    def shown(self, path: Path) -> str | None:
        """What messages call a file of it, as git does; None for one that is not of it."""
        whole = Path(os.path.normpath(path))
        if not whole.is_relative_to(self.tree):
            return None
        return f"{self.name}:{whole.relative_to(self.tree).as_posix()}"

    def word(self, path: Path) -> str | None:
        """A file of it as ``REF:path``; None where it is of no revision."""
        return self.shown(path) if self.is_revision else None


def _moved(path: Path, before: Path, after: Path) -> Path:
    """A path below one folder as one below another: as it is written, then with links followed."""
    for written in (os.path.normpath(path), os.path.realpath(path)):
        if Path(written).is_relative_to(before):
            return after / Path(written).relative_to(before)
    return path


@contextmanager
def accepted_from(word: str, folder: Path) -> Generator[Accepted]:
    """The files of a revision, or of a path: a folder, or a ``synthgate.yaml`` with all beside it.

    A word is a path where it is written as one (``../base``, ``/srv/base.yaml``), so that a file
    that a change adds is never taken for the revision of that name.

    Raises:
        UsageError: there is no such revision or path, or the change under test could write it.
    """
    from synthgate.sources.git_tree import Revision, unpacked  # noqa: PLC0415 - few read one

    root = repository_of(folder)
    if not (word.startswith(".") or Path(word).is_absolute() or word.endswith(CARD_SUFFIXES)):
        with unpacked(Revision(word, ""), folder) as tree:
            yield Accepted(word, root, tree.folder, is_revision=True)
        return
    path = Path(os.path.realpath(folder / word))
    if not path.exists():
        raise UsageError(_NOTHING.format(word=word))
    if is_inside(path, root) and repository_of(path if path.is_dir() else path.parent) == root:
        raise UsageError(_OF_THE_CHANGE.format(word=word))
    if path.is_dir():
        yield Accepted(word, root, path)
    else:
        yield Accepted(str(Path(word).parent), folder, path.parent, path)


_NOTHING = Message(
    "--accepted-from {word}: nothing is there: name a revision of git (origin/main), a checkout of "
    "it (../base), or a synthgate.yaml outside of the repository"
)
_OF_THE_CHANGE = Message(
    "--accepted-from {word}: lies in the repository itself, so that the change under test could "
    "write it: name a revision of git (origin/main), or a path outside"
)
