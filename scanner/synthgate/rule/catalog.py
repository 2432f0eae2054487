"""The rules of a run: every card of some folders, by the resource types they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from synthgate.model import Problem, Rule, Text
from synthgate.rule.card import Card
from synthgate.rule.library import Library, Shelved, read_library


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
    _add(cards, problems, read_library(built_in, lambda path: _below(built_in, path)))
    for folder in own:
        if _is_folder(folder):
            _add(cards, problems, read_library(folder, compiled=True))
        else:
            problems.append(_no_folder(folder))
    return Catalog(dict(sorted(cards.items())), tuple(problems))


def _below(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _is_folder(path: Path) -> bool:
    """Whether a folder is there; a name that nothing can have leads to none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _add(cards: dict[str, Card], problems: list[Problem], library: Library) -> None:
    """Add the cards of a folder; of two with the same id, the first."""
    problems.extend(library.problems)
    for shelved in library.shelved:
        if shelved.rule_id in cards:
            problems.append(_duplicate(shelved, cards[shelved.rule_id]))
        elif shelved.card:
            cards[shelved.rule_id] = shelved.card


def _duplicate(shelved: Shelved, other: Card) -> Problem:
    return Problem(
        Text(
            f"rule {other.rule.id!r} is already defined in {other.path.name}",
            f"규칙 {other.rule.id!r}은(는) {other.path.name}에 이미 정의되어 있습니다",
        ),
        shelved.shown,
        shelved.id_position,
        other.rule.id,
        "configuration",
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
