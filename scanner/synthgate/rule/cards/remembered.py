"""The folders of cards that this process has read: one that scans often reads them once.

A folder is known by all that decides what it holds: how it is read, and the names and bytes of its
files. Those are read each time, so that whatever changes on disk is seen. Only folders without
mistakes are remembered, and nothing that a run has compiled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from pathlib import Path

from synthgate.model import Position
from synthgate.records import dataclass, replaced
from synthgate.rule.cards.card import Card

MOST = 8
"""How many folders are remembered: the built-in cards, and some of packs and organisations."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """What a file of a folder has under an id, and where in it the id stands.

    `card` is None where its mistakes keep it from being one.
    """

    rule_id: str
    card: Card | None
    path: Path
    id_position: Position | None

    def uncompiled(self) -> Shelved:
        """The same with a card of its own: each run compiles anew, and loads Python anew."""
        return replaced(self, card=replaced(self.card)) if self.card else self


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it is read: its path, how it is read, and its files by their names below it."""

    path: Path
    how: str
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the `most` folders held that were asked for last, the last of them at the end."""

    most: int = MOST
    kept: dict[Folder, tuple[Shelved, ...]] = field(
        default_factory=dict[Folder, tuple[Shelved, ...]]
    )

    def recall(self, folder: Folder) -> tuple[Shelved, ...] | None:
        """What the folder holds; None if it was not read, or not as it is now."""
        held = self.kept.pop(folder, None)
        if held is None:
            return None
        self.kept[folder] = held
        return tuple(one.uncompiled() for one in held)

    def keep(self, folder: Folder, shelved: Iterable[Shelved]) -> None:
        """Remember what the folder holds, and forget the one that nobody asked for the longest."""
        self.kept[folder] = tuple(shelved)
        for oldest in [*self.kept][: max(0, len(self.kept) - self.most)]:
            self.kept.pop(oldest, None)


PROCESS = Memory()
"""What this process has read."""
