"""What values of both states stand for, as texts that can be compared.

A name or a value that is not known is a letter that no template spells, and the same in base and
head if it is the same: the same attribute of the same resource, the same parameter of the same
stack, the same expression. So ``arn:aws:s3:::${Bucket}/*`` is equal to itself, and neither more nor
less than what a parameter gives.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import field

from synthgate.change.access.axis import Entry
from synthgate.change.access.classes import (
    FIRST_NAMED,
    FIRST_OPEN,
    is_named,
    is_open,
)
from synthgate.change.access.logic import Var
from synthgate.change.sides import Matched, Where
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.values import distinct
from synthgate.rule.texts.wildcards import Pattern


@dataclass(frozen=True, slots=True)
class Piece:
    """What a letter stands for: a thing of the app, or why it is not known.

    Of a thing: where it is, of which service, and whether the base has none such.
    """

    told: str
    causes: tuple[Cause, ...]
    where: Where | None = None
    is_new: bool = False
    service: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The letters of both states."""

    matched: Matched
    pieces: dict[str, Piece] = field(default_factory=dict[str, Piece])
    doubts: dict[Hashable, tuple[Cause, ...]] = field(
        default_factory=dict[Hashable, tuple[Cause, ...]]
    )
    """Why it is not known whether something is there at all."""
    arns: dict[str, Piece] = field(default_factory=dict[str, Piece])
    """What the ARNs that the app's resources have are of."""
    _letters: dict[Hashable, str] = field(default_factory=dict[Hashable, str])
    _entries: dict[Hashable, Entry] = field(default_factory=dict[Hashable, Entry])

    def entry(
        self,
        pattern: Pattern,
        choices: tuple[Pattern, ...] = (),
        presence: tuple[Var, ...] = (),
        text: str = "",
    ) -> Entry:
        """The one entry of all that are alike."""
        key = pattern, choices, presence, text
        if key not in self._entries:
            self._entries[key] = Entry(*key)
        return self._entries[key]

    def where(self, place: Where, *, is_before: bool) -> Where:
        """A resource by its name in the head; one that the head has not, by another."""
        gone = (f"before {place[0]}", place[1])
        return self.matched.partners.get(place, gone) if is_before else place

    def stack(self, identity: str, *, is_before: bool) -> str:
        """A stack by its name in the head."""
        return self.matched.stack_partners.get(identity, identity) if is_before else identity

    def named(self, key: Hashable, piece: Piece) -> str:
        """The letter of a thing of the app."""
        return self._letter(FIRST_NAMED, ("named", key), piece)

    def open(self, key: Hashable, piece: Piece) -> str:
        """The letter of a value that nobody knows."""
        return self._letter(FIRST_OPEN, ("open", key), piece)

    def _letter(self, first: int, key: Hashable, piece: Piece) -> str:
        if key not in self._letters:
            self._letters[key] = letter = chr(first + len(self._letters))
            self.pieces[letter] = piece
        return self._letters[key]

    def told(self, text: str) -> str:
        """A text for people: from the last thing of the app on that it names."""
        at = max((at for at, letter in enumerate(text) if is_named(letter)), default=0)
        return "".join(self._told(letter) for letter in text[at:])

    def _told(self, letter: str) -> str:
        if letter not in self.pieces:
            return letter
        told = self.pieces[letter].told
        return told if is_named(letter) else f"${{{told}}}"

    def causes(self, text: str) -> tuple[Cause, ...]:
        """Why a text is not known."""
        return distinct(
            cause for letter in text if is_open(letter) for cause in self.pieces[letter].causes
        )

    def things(self, text: str) -> Iterator[Piece]:
        """The things of the app that a text names."""
        yield from (self.pieces[letter] for letter in text if is_named(letter))
        ends = [len(text), *(at for at, letter in enumerate(text) if letter in "/:")]
        yield from (self.arns[text[:at]] for at in ends if text[:at] in self.arns)
