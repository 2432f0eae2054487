"""Where the user's own things are kept: the cache of rule cards, the key that signs it, and tools.

Only variables say so. A repository could bring a cache along.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.cache_key import KeySource
from synthgate.rule.cards.private import is_private
from synthgate.rule.cards.sheet import shown
from synthgate.settings import variable

OFF = ("off", "false", "0")
"""In the place of the folder of the cache: have none."""
SIZE = 512
"""How many MiB of results are kept, where nobody says."""


def cache_folder(environ: Mapping[str, str], folder: Path) -> Path | None:
    """The folder of the cache; None where there is to be none."""
    said = environ.get(variable("cache"), "")
    if said.lower() in OFF:
        return None
    base = folder / said if said else _users_own(environ, "XDG_CACHE_HOME", ".cache")
    return base and base / "cards"


def units_folder(cards: Path) -> Path:
    """The folder of results, beside that of rule cards."""
    return cards.with_name("units")


def shared_folders(cards: Path | None, folder: Path) -> Iterator[Problem]:
    """A notice where the cache is not used, for others may write to it, or it is another's.

    The first folder that is so is named: of all that is kept, of rule cards, of results.
    """
    if cards is None:
        return
    for one in (cards.parent, cards, units_folder(cards)):
        with suppress(OSError):  # there is none yet
            if not is_private(Path(os.path.realpath(one)) if one == cards.parent else one):
                name = shown(one, folder)
                yield Problem(ProblemCode.CACHE_IGNORED, _SHARED, name)
                return


def cache_size(environ: Mapping[str, str]) -> int | None:
    """How many MiB of results are kept at most; None where what is said is no number from one."""
    said = environ.get(variable("cache-size"), "").strip() or str(SIZE)
    return int(said) if said.isascii() and said.isdigit() and 0 < int(said) < _MOST else None


_MOST = 10**9


def cache_key(environ: Mapping[str, str]) -> KeySource:
    """Where the key of the cache comes from: a CI secret, else a file of the user's own."""
    state = _users_own(environ, "XDG_STATE_HOME", ".local/state")
    return KeySource(environ.get(variable("cache-key"), "").strip(), state and state / "cache.key")


def tools_folder(environ: Mapping[str, str]) -> Path | None:
    """The folder of other tools that were set up by name; None where the user has none.

    Programs in it are run, and nothing signs them: it is never a folder of the cache, which CI may
    restore from a run of anybody's, and a relative path, which could lie in a repository, is none.
    """
    said = environ.get(variable("tools"), "")
    if said:
        return Path(said) if Path(said).is_absolute() else None
    base = _users_own(environ, "XDG_DATA_HOME", ".local/share")
    return base and base / "tools"


_SHARED = Message(
    "not used: others may write to this folder of the cache, or it is another's; make it yours "
    "alone (chmod go-w), or name another one (SYNTHGATE_CACHE)"
)


def _users_own(environ: Mapping[str, str], name: str, below_home: str) -> Path | None:
    """A folder of synthgate's by the XDG Base Directory Specification, or on Windows."""
    xdg, local, home = map(environ.get, (name, "LOCALAPPDATA", "HOME"))
    base = xdg if xdg and Path(xdg).is_absolute() else local or (home and f"{home}/{below_home}")
    return Path(base, "synthgate") if base else None
