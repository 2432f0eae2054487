"""Which texts a value may be, of which the template tells some pieces: ``m5.${Size}``.

A piece that is not known may be anything, but where its cause says more: a parameter may be one
of few, and pseudo parameters have a shape and hold no ``*``. Pieces are taken for independent of
each other, so that there may seem to be more texts than there are: what is decided of all of
them is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from synthgate.records import replaced
from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth
from synthgate.resolve.shapes import is_listed, may_be, shape_of
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, scalar_text
from synthgate.rule.texts.tried import answers
from synthgate.texts import automata
from synthgate.texts.letters import ALL, Letters, without

if TYPE_CHECKING:
    from synthgate.texts.automata import Automaton
    from synthgate.texts.patterns import Builder

Piece: TypeAlias = str | Unknown | Reference
MOST_CHOICES = 200
_LOOSE = "[a-z0-9.-]+"
"""What every Region, partition and suffix fits, and much besides."""
_STAR: Letters = ((42, 42),)
_PLAIN = without(_STAR)
"""Every letter but ``*``."""


def found_in(pattern: str, value: Partial | Reference | Unknown) -> Truth:
    """Whether a pattern is found in a value of which pieces are known.

    Unknown where that depends on the others, or takes too long to find out. What need not be a text
    may be a list, in which nothing is found.
    """
    is_text = isinstance(value, Partial) or (isinstance(value, Unknown) and shape_of(value))
    if not is_text and not isinstance(value, Reference):
        return Unknown(causes_of(value))
    value = as_text(value)
    found = _found(pattern, value)
    if found is None or (found and not is_text):
        return Unknown(causes_of(value))
    return found


def _found(pattern: str, value: Partial | Reference | Unknown) -> bool | None:
    try:
        return _remembered(pattern, value)
    except TypeError:  # among the choices of a piece is a list
        return _found_in(pattern, value)


@lru_cache(maxsize=4096)
def _remembered(pattern: str, value: Partial | Reference | Unknown) -> bool | None:
    """The same value stands in many places, and many rules ask the same of it."""
    return _found_in(pattern, value)


def _found_in(pattern: str, value: Partial | Reference | Unknown) -> bool | None:
    from synthgate.texts.automata import UndecidableError, decided  # noqa: PLC0415 - likewise
    from synthgate.texts.patterns import found_by  # noqa: PLC0415 - likewise

    pieces = value.parts if isinstance(value, Partial) else (value,)
    letter = _LETTER.match(pattern) if len(pieces) > 1 else None
    if letter:
        return _holds(letter[0][-1], pattern, pieces)
    said, are_all = answers(pattern, pieces)
    if len(said) > 1:
        return None
    if said and are_all and _is_decidable(pattern):
        return True in said
    for loosely in (True, False) if any(map(_is_listed, pieces)) else (False,):
        try:
            found = decided(_texts(pieces, loosely=loosely), found_by(pattern))
        except UndecidableError:
            found = None
        if found is not None:
            return found
    return None


def _is_decidable(pattern: str) -> bool:
    """Whether a pattern has an automaton: of no other one anything is said, however it is asked."""
    from synthgate.texts.automata import UndecidableError  # noqa: PLC0415 - likewise
    from synthgate.texts.patterns import found_by  # noqa: PLC0415 - likewise

    try:
        return found_by(pattern).end >= 0
    except UndecidableError:
        return False


def _holds(letter: str, pattern: str, pieces: Sequence[Piece]) -> bool | None:
    """Whether a letter is in a text, as it is where a piece has it: what is found of one is kept.

    `pattern` is the letter as a pattern.
    """
    found = {
        letter in piece if isinstance(piece, str) else _found(pattern, piece) for piece in pieces
    }
    return True if True in found else None if None in found else False


_LETTER = re.compile(r"(?:\\[.*+?^$|(){}\[\]-]|[A-Za-z0-9])\Z")
"""A pattern that is found where a letter is."""


def _is_listed(piece: Piece) -> bool:
    return isinstance(piece, Unknown) and not piece.choices and is_listed(piece)


def every_text(value: Partial | Unknown) -> tuple[str, ...]:
    """All texts that a value may be, where they are few; none where they are not, or no texts."""
    pieces = value.parts if isinstance(value, Partial) else (value,)
    if not all(_is_of_few(piece) for piece in pieces):
        return ()
    texts = _every_text(tuple(map(as_text, pieces)))
    return tuple(one for one in texts if isinstance(value, Partial) or may_be(value, one))


def _is_of_few(piece: Piece) -> bool:
    """Whether something is known of a piece that may leave few texts."""
    if isinstance(piece, Unknown):
        scalars = piece.choices and all(map(_is_scalar, piece.choices))
        return bool(scalars) or not (piece.choices or shape_of(piece) is None)
    return isinstance(piece, str)


@lru_cache(maxsize=1024)
def _every_text(pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    from synthgate.texts.automata import UndecidableError  # noqa: PLC0415 - few values need one

    try:
        return tuple(automata.every_text(_texts(pieces), MOST_CHOICES))
    except UndecidableError:
        return ()


def may_meet(one: Iterable[Piece], other: Iterable[Piece], before: str = "") -> bool:
    """Whether two texts may be the same, with what fits a pattern before the other."""
    from synthgate.texts.automata import UndecidableError, decided  # noqa: PLC0415 - likewise

    try:
        return decided(_texts(one), _texts(other, before)) is not False
    except UndecidableError:
        return True


def _texts(pieces: Iterable[Piece], before: str = "", *, loosely: bool = False) -> Automaton:
    """All texts of some pieces; `loosely`, more of them, by an automaton that is quick to walk."""
    from synthgate.texts.patterns import Builder, fitted  # noqa: PLC0415 - likewise

    builder = Builder()
    start = builder.automaton.state()
    state = fitted(builder, before, start) if before else start
    for piece in pieces:
        is_loose = loosely and _is_listed(piece)
        state = fitted(builder, _LOOSE, state) if is_loose else _piece(builder, piece, state)
    builder.automaton.end = state
    return builder.automaton


def _piece(builder: Builder, piece: Piece, state: int) -> int:
    """Add a piece behind a state; the state after it."""
    from synthgate.texts.automata import UndecidableError  # noqa: PLC0415 - likewise
    from synthgate.texts.patterns import fitted  # noqa: PLC0415 - likewise

    match piece:
        case str():
            return builder.literal(piece, state)
        case Reference():  # of a record set, say, ``*.example.com``; of a custom resource, anything
            return builder.loop(ALL, state)
        case Unknown(choices=choices) if choices and all(map(_is_scalar, choices)):
            if len(choices) > MOST_CHOICES:
                raise UndecidableError
            return builder.branches(
                builder.literal(scalar_text(choice), state) for choice in choices
            )
        case Unknown(causes=causes):
            shape = shape_of(piece)
            if shape:
                return fitted(builder, shape, state)
            plain = all(cause.decider is Decider.PSEUDO for cause in causes)
            return builder.loop(_PLAIN if plain else ALL, state)


T = TypeVar("T", bound=str | Unknown | Reference | Partial)


def as_text(value: T) -> T:
    """A value with its choices as the texts that they are written as.

    What is remembered of one is not of another: for Python, ``1`` and ``True`` are the same.
    """
    if isinstance(value, Partial):
        return replaced(value, parts=tuple(map(as_text, value.parts)))
    if isinstance(value, Unknown) and value.choices and all(map(_is_scalar, value.choices)):
        return replaced(value, choices=tuple(map(scalar_text, value.choices)))
    return value


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float)
