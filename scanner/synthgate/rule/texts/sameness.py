"""Whether two texts, of each of which some pieces are open, may be the same.

A piece that both hold, a parameter or a pseudo parameter, is the same letters in both. So what
they begin and end with alike is left out; of what remains, each piece may be what it fits.
"""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache
from os.path import commonprefix
from typing import Any, TypeAlias

from synthgate.records import dataclass
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth
from synthgate.resolve.shapes import never_holds
from synthgate.resolve.values import Partial, Reference, Unknown, known
from synthgate.rule.texts.possible import Piece, as_text, may_meet

Pieces: TypeAlias = tuple[Piece, ...]
_FIRST = 0xF0000
"""Where letters begin that no text has (Unicode, "Private Use Areas")."""
_KIND = r"[\s\S]*[/:]"
"""What an ARN has before a name that does not begin it: ``function:``, ``role/path/``."""
_FREE = Unknown(())
"""A piece of which nothing is known, not even whether a part of an ARN ends in it."""


def equal_texts(one: object, other: object) -> Truth:
    """Whether two values are the same: of texts, not where nothing makes them so."""
    same = equal(one, other)
    is_open = isinstance(same, Unknown) and (isinstance(one, Partial) or isinstance(other, Partial))
    if not is_open or not isinstance(one, str | Partial) or not isinstance(other, str | Partial):
        return same
    letters = Letters()
    return letters.may_be_same(letters.spelt(one), letters.spelt(other)) and same


@dataclass(frozen=True, slots=True)
class Letters:
    """Texts in which one letter stands for each open piece, for equal ones the same."""

    _pieces: list[Unknown | Reference] = field(default_factory=list[Unknown | Reference])

    def spelt(self, value: Any) -> str:
        """A text with its letters; empty for what is no text."""
        value = known(value)
        if not isinstance(value, str | Partial | Unknown | Reference):
            return ""
        parts = value.parts if isinstance(value, Partial) else (value,)
        return "".join(part if isinstance(part, str) else self._letter(part) for part in parts)

    def _letter(self, piece: Unknown | Reference) -> str:
        same = (at for at, one in enumerate(self._pieces) if equal(one, piece) is True)
        at = next(same, len(self._pieces))
        if at == len(self._pieces):
            self._pieces.append(piece)
        return chr(_FIRST + at)

    def open_in(self, text: str) -> list[Unknown | Reference]:
        """The open pieces that stand in a text."""
        return [piece for piece in self._parts(text) if not isinstance(piece, str)]

    def _parts(self, text: str) -> Pieces:
        return tuple(map(self._piece, text))

    def _piece(self, letter: str) -> Piece:
        at = ord(letter) - _FIRST
        return self._pieces[at] if 0 <= at < len(self._pieces) else letter

    def may_be_same(self, one: str, other: str, *, loosely: bool = False) -> bool:
        """Whether a text may be another; loosely, where in an open piece a part of it may end."""
        one, other = _without_same_start(*_without_same_end(one, other))
        if not one or not other:
            return not self._written(one + other)
        if any(self._written(ends) == ends for ends in (one[0] + other[0], one[-1] + other[-1])):
            return False
        return _may_meet(self._loose(one) if loosely else self._parts(one), self._parts(other))

    def _written(self, text: str) -> str:
        return "".join(filter(lambda letter: isinstance(self._piece(letter), str), text))

    def may_end_so(self, text: str, name: str) -> bool:
        """Whether a text may end with a name, and with a mark of ARNs before that."""
        marks = (at for at, letter in enumerate(text) if letter in "/:")
        if any(self.may_be_same(text[at + 1 :], name, loosely=True) for at in marks):
            return True
        pieces = self._loose(text)
        return _FREE in pieces and _may_meet(pieces, self._parts(name), _KIND)

    def starts(self, text: str, wanted: str) -> bool | None:
        """Whether a text begins with another; None where that may be."""
        return self._meets(*_without_same_start(text, wanted), behind=(_FREE,))

    def ends(self, text: str, wanted: str) -> bool | None:
        """Whether a text ends with another; None where that may be."""
        return self._meets(*_without_same_end(text, wanted), before=(_FREE,))

    def holds(self, text: str, wanted: str) -> bool | None:
        """Whether a text has another in it; None where that may be."""
        return wanted in text or self._meets(text, wanted, before=(_FREE,), behind=(_FREE,))

    def _meets(
        self, text: str, wanted: str, *, before: Pieces = (), behind: Pieces = ()
    ) -> bool | None:
        if not wanted:
            return True
        every = (*before, *self._parts(wanted), *behind)
        return None if _may_meet(self._parts(text), every) else False

    def _loose(self, text: str) -> Pieces:
        """The pieces of a text, in any of which more than a name may stand."""
        return tuple(map(_loose, self._parts(text)))


def _loose(piece: Piece) -> Piece:
    is_word = isinstance(piece, str) or (never_holds(piece, "/") and never_holds(piece, ":"))
    return piece if is_word else _FREE


def _without_same_start(one: str, other: str) -> tuple[str, str]:
    same = len(commonprefix((one, other)))  # noqa: RUF071 - letter by letter
    return one[same:], other[same:]


def _without_same_end(one: str, other: str) -> tuple[str, str]:
    left, right = _without_same_start(one[::-1], other[::-1])
    return left[::-1], right[::-1]


def _may_meet(one: Pieces, other: Pieces, before: str = "") -> bool:
    one, other = tuple(map(as_text, one)), tuple(map(as_text, other))
    try:
        return _remembered(one, other, before)
    except TypeError:  # among the choices of a piece is a list
        return may_meet(one, other, before)


_remembered = lru_cache(maxsize=4096)(may_meet)
