"""Which rules to ask: of a resource by its type, of a stack and of an app by what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from synthgate.model import Scope
from synthgate.rule.cards.card import Card


class Index:
    """Cards by the resource types that they are about, which may be patterns (``AWS::EC2::*``)."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._by_type: dict[str, list[Card]] = {}
        self._by_pattern: dict[str, list[Card]] = {}
        self._wide: dict[Scope, list[tuple[Card, frozenset[str], tuple[str, ...]]]] = {}
        """Those about a whole, each with the types that it is about, and with the patterns."""
        self._of: dict[str, tuple[Card, ...]] = {}
        self._changes: list[Card] = []
        for card in cards:
            if card.scope == "change":
                self._changes.append(card)
                continue
            if card.scope != "resource":
                kinds = card.outline.resources
                patterns = tuple(kind for kind in kinds if "*" in kind)
                row = card, frozenset(kinds).difference(patterns), patterns
                self._wide.setdefault(card.scope, []).append(row)
                continue
            for kind in card.outline.resources:
                shelf = self._by_pattern if "*" in kind else self._by_type
                shelf.setdefault(kind, []).append(card)

    def of(self, kind: str) -> tuple[Card, ...]:
        """The cards about resources of a type, each once, in the order of their ids."""
        if kind not in self._of:
            found = {card.outline.id: card for card in self._by_type.get(kind, ())}
            for pattern, cards in self._by_pattern.items():
                if fnmatchcase(kind, pattern):
                    found.update((card.outline.id, card) for card in cards)
            self._of[kind] = tuple(found[rule_id] for rule_id in sorted(found))
        return self._of[kind]

    def about(self, scope: Scope, kinds: Iterable[str]) -> Iterator[Card]:
        """The cards about a stack, or an app, in which there are these types."""
        every = dict.fromkeys(kinds)
        for card, types, patterns in self._wide.get(scope, ()):
            if not types.isdisjoint(every) or any(
                fnmatchcase(kind, one) for one in patterns for kind in every
            ):
                yield card

    @property
    def effects(self) -> set[str]:
        """What a change may do that there are cards about, whatever it is done to."""
        about_all = (card for card in self._changes if "*" in card.outline.resources)
        return {effect for card in about_all for effect in card.rule.effects}

    def of_change(self, kind: str) -> Iterator[Card]:
        """The cards about what a change does to something of a type."""
        for card in self._changes:
            if any(fnmatchcase(kind, one) for one in card.outline.resources):
                yield card
