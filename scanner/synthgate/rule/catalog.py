"""The rules of a run: every card of some folders, by the resource types they are about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from synthgate.errors import CardError
from synthgate.model import Problem, Rule, Text
from synthgate.rule.card import Card, Reading, read_file

CARD_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Catalog:
    """Cards by id, in the order of their ids."""

    cards: Mapping[str, Card] = field(default_factory=dict[str, Card])
    problems: tuple[Problem, ...] = ()

    @property
    def rules(self) -> list[Rule]:
        """What every card says of itself."""
        return [card.rule for card in self.cards.values()]

    def by_type(self) -> Mapping[str, tuple[Card, ...]]:
        """The cards that each resource type has to meet."""
        index: dict[str, tuple[Card, ...]] = {}
        for card in self.cards.values():
            for kind in card.rule.resources:
                index[kind] = (*index.get(kind, ()), card)
        return index


def load_catalog(built_in: Path, own: Iterable[Path] = ()) -> Catalog:
    """Read the built-in cards and those of an organisation's folders.

    An organisation's conditions are checked at once, so that their mistakes come to light
    even if no template asks for them; the built-in ones have their tests. Mistakes are
    problems of the catalog, all of them, and a card that has one is left out.
    """
    cards: dict[str, Card] = {}
    problems: list[Problem] = []
    for path in card_files(built_in):
        _add(cards, problems, path, path.relative_to(built_in).as_posix(), compiled=False)
    for folder in own:
        if not _is_folder(folder):
            problems.append(_no_folder(folder))
            continue
        for path in card_files(folder, lambda error: problems.append(_unreadable(error))):
            _add(cards, problems, path, path.as_posix(), compiled=True)
    return Catalog(dict(sorted(cards.items())), tuple(problems))


def card_files(folder: Path, unreadable: Callable[[OSError], object] | None = None) -> list[Path]:
    """Every card below a folder; a folder is none, whatever its name."""
    names = (
        Path(below, name)
        for below, _, names in os.walk(folder, onerror=unreadable)
        for name in names
    )
    return sorted(path for path in names if path.suffix in CARD_SUFFIXES)


def _is_folder(path: Path) -> bool:
    """Whether a folder is there; a name that nothing can have leads to none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _add(
    cards: dict[str, Card], problems: list[Problem], path: Path, shown: str, *, compiled: bool
) -> None:
    try:
        reading = read_file(path, _content(path), compiled=compiled)
    except OSError as error:
        problems.append(_unreadable(error, shown))
        return
    mistakes = list(reading.mistakes)
    if reading.rule_id in cards:
        mistakes.append(_duplicate(reading, cards[reading.rule_id]))
    problems.extend(
        Problem(error.text, shown, error.position, reading.rule_id, "configuration")
        for error in mistakes
    )
    if reading.card and not mistakes:
        cards[reading.card.rule.id] = reading.card


def _content(path: Path) -> bytes:
    """The bytes of a regular file; a pipe, which might never end, is none."""
    if path.exists() and not path.is_file():
        raise OSError(None, "not a regular file", str(path))
    return path.read_bytes()


def _duplicate(reading: Reading, other: Card) -> CardError:
    return CardError(
        Text(
            f"rule {other.rule.id!r} is already defined in {other.path.name}",
            f"규칙 {other.rule.id!r}은(는) {other.path.name}에 이미 정의되어 있습니다",
        ),
        reading.locate(("id",)),
    )


def _unreadable(error: OSError, shown: str | None = None) -> Problem:
    reason = error.strerror or str(error)
    return Problem(
        Text(f"cannot be read: {reason}", f"읽을 수 없습니다: {reason}"),
        shown or Path(str(error.filename)).as_posix(),
        kind="configuration",
    )


def _no_folder(folder: Path) -> Problem:
    return Problem(
        Text(
            "--rules: no such folder; give a folder that holds rule cards",
            "--rules: 폴더가 없습니다. 규칙 카드가 들어 있는 폴더를 지정하세요",
        ),
        folder.as_posix(),
        kind="configuration",
    )
