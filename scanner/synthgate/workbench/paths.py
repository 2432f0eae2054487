"""Which cards an action is about: those of folders, single ones, or all that are built in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import synthgate_rules
from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.packs import find_packs
from synthgate.records import dataclass
from synthgate.rule.cards.library import card_files
from synthgate.rule.cards.reach import is_inside


@dataclass(frozen=True, slots=True)
class CardFile:
    """The file of a card; `shown` is how people are told of it.

    `may_run` says whether the Python beside it may: that of built-in cards and of installed packs
    always, that of any other folder where it is allowed.
    """

    path: Path
    shown: str
    may_run: bool = True


def cards_of(given: Sequence[Path], *, allow_code: bool = False) -> list[CardFile]:
    """The cards in folders, or single ones, each once; the built-in ones where none is given.

    Raises:
        UsageError: there is no such folder or file, or a folder without any card.
    """
    found = [path for place in given or (synthgate_rules.CARDS,) for path in _cards_at(place)]
    once = {path.resolve(): path for path in found}
    trusted = [synthgate_rules.CARDS, *(pack.folder for pack in find_packs()[0])]
    return [
        CardFile(path, shown(path), allow_code or any(is_inside(path, it) for it in trusted))
        for path in once.values()
    ]


def _cards_at(place: Path) -> list[Path]:
    try:
        if place.is_file():
            return [place]
        found = card_files(place, _raise) if place.is_dir() else None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(_UNREADABLE.format(place=shown(place), reason=reason)) from error
    if not found:
        sentence = _NOTHING if found is None else _NO_CARD
        raise UsageError(sentence.format(place=shown(place)))
    return found


def _raise(error: OSError) -> None:
    raise error


def shown(path: Path) -> str:
    """A path as it was given; one below the folder where synthgate runs is relative to it."""
    here = Path.cwd()
    inside = path.is_absolute() and path.is_relative_to(here)
    return (path.relative_to(here) if inside else path).as_posix()


_NOTHING = Message("{place}: no such folder or file; give a folder of rule cards, or one card")
_NO_CARD = Message(
    "{place}: no rule card in it; a card is a .yaml file (synthgate rules new ID writes one)"
)
_UNREADABLE = Message("{place}: cannot be read: {reason}")
