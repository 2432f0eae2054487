"""The rules of a run: every card of some folders, by the resource types they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from synthgate.errors import CardError
from synthgate.model import Problem, Rule, Text
from synthgate.rule.card import Card, read_card

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

    An organisation's card is compiled at once, so that its mistakes come to light even
    if no template asks for it; the built-in ones have their tests. Mistakes are
    problems of the catalog, all of them, and a card that has one is left out.
    """
    cards: dict[str, Card] = {}
    problems: list[Problem] = []
    for path in card_files(built_in):
        _add(cards, problems, path, path.relative_to(built_in).as_posix(), compiled=False)
    for folder in own:
        if not folder.is_dir():
            problems.append(_no_folder(folder))
        for path in card_files(folder):
            _add(cards, problems, path, path.as_posix(), compiled=True)
    return Catalog(dict(sorted(cards.items())), tuple(problems))


def card_files(folder: Path) -> list[Path]:
    """Every card below a folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix in CARD_SUFFIXES)


def _add(
    cards: dict[str, Card], problems: list[Problem], path: Path, shown: str, *, compiled: bool
) -> None:
    card, mistakes = read_card(path, path.read_bytes())
    if card and card.rule.id in cards:
        mistakes = [_duplicate(card, cards[card.rule.id])]
    if card and compiled and not mistakes:
        mistakes = _compile(card)
    problems.extend(
        Problem(error.text, shown, error.position, card and card.rule.id, "configuration")
        for error in mistakes
    )
    if card and not mistakes:
        cards[card.rule.id] = card


def _compile(card: Card) -> list[CardError]:
    try:
        _ = card.when, card.check
    except CardError as error:
        return [error]
    return []


def _duplicate(card: Card, other: Card) -> CardError:
    return CardError(
        Text(
            f"rule {card.rule.id!r} is already defined in {other.path.name}",
            f"규칙 {card.rule.id!r}은(는) {other.path.name}에 이미 정의되어 있습니다",
        )
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
