"""Where a policy comes from: a file, or an installed pack that brings it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from synthgate.config.policy.sheet import Policy, read_policy
from synthgate.model import Message, Problem
from synthgate.packs import find_packs
from synthgate.records import dataclass
from synthgate.rule.cards.catalog import Pack
from synthgate.rule.cards.library import CARD_SUFFIXES
from synthgate.rule.cards.reach import OUTSIDE
from synthgate.rule.cards.shapes import Shape
from synthgate.rule.cards.sheet import Source
from synthgate.rule.terms.mistakes import meant
from synthgate.template.data import is_list

POLICY = "policy"
"""The option and variable that name one."""
EXTENDS = "extends"
"""The key of ``synthgate.yaml`` that names one."""
PACK = "pack:"
"""How a policy of a pack is named: ``pack:acme``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A policy that is asked for: by which word, and where that stands.

    `path` is the file that the word leads to, if it names no pack; `shown` gives the names of
    files, and `settings` is the shape of a policy's defaults.
    """

    word: str
    source: Source
    key: str
    path: Path
    shown: Callable[[Path], str]
    settings: Shape


def words_of(said: object) -> list[str]:
    """The policies that a source names: one, or several, each of them once."""
    words = said if is_list(said) else [said]
    return [*dict.fromkeys(word for word in words if isinstance(word, str) and word)]


def policy_named(asked: Asked) -> tuple[Policy | None, list[Problem]]:
    """The policy that is asked for, None where it cannot be used, and what is wrong with it."""
    if asked.word.startswith(PACK):
        return _of_pack(asked)
    if asked.source.strays(asked.word):
        outside = OUTSIDE.format(path=asked.word, option=f"--{POLICY}")
        return None, [asked.source.problem((asked.key,), outside)]
    within = asked.source.within
    policy, problems = read_policy(asked.path, asked.shown(asked.path), asked.settings, within)
    return policy, [_asked_by(asked, problem) for problem in problems]


def _of_pack(asked: Asked) -> tuple[Policy | None, list[Problem]]:
    files = {path.stem: (pack, path) for pack in reversed(find_packs()[0]) for path in _in(pack)}
    name = asked.word.removeprefix(PACK)
    if name not in files:
        known = ", ".join(sorted(files)) or "–"
        unknown = _UNKNOWN.format(name=name, meant=meant(name, files), known=known)
        return None, [asked.source.problem((asked.key,), unknown)]
    pack, path = files[name]
    policy, problems = read_policy(path, pack.shown(path), asked.settings)
    return policy, [pack.told(problem) for problem in problems]


def _in(pack: Pack) -> list[Path]:
    folder = pack.policies
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in CARD_SUFFIXES)


def _asked_by(asked: Asked, problem: Problem) -> Problem:
    """A file that cannot be read is told where it is asked for, too: there it is mended."""
    if problem.position is not None:
        return problem
    message = _UNREAD.format(word=asked.shown(asked.path), reason=problem.message)
    return asked.source.problem((asked.key,), message)


_UNKNOWN = Message(
    "no policy {name!r} in the installed packs{meant}; there are: {known}; install the pack, or "
    "name a file"
)
_UNREAD = Message("policy {word!r}: {reason}; without it nothing is scanned")
