"""A pattern tried on some of the texts that a value may be: quicker than going through all of them.

Two texts of which one fits and one does not settle it, and so do all of them, where they are few:
an ARN of which nothing but the partition is open. What is told here, `texts.automata` tells, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

from synthgate.errors import CardError
from synthgate.resolve.causes import Decider
from synthgate.resolve.shapes import SHAPES, listed, shape_of
from synthgate.resolve.values import Reference, Unknown
from synthgate.rule.regex import regex

Piece = str | Unknown | Reference
_ANY = ("*", "", "a.b/c:d")
"""As what a piece is tried that may be anything."""
_NO_STAR = _ANY[1:]
_ACCOUNT = "123456789012"
_MOST = 64
"""How many texts are tried."""
_MANY = 8
"""From how many on, two of a piece are tried."""


def answers(pattern: str, pieces: Sequence[Piece]) -> tuple[frozenset[bool], bool]:
    """What a pattern says of some of the texts that pieces may make, and whether those are all.

    Pieces that are choices are texts. No answer at all where nothing can be tried.
    """
    ways = [_texts(piece) for piece in pieces]
    is_all = all(whole for _, whole in ways)
    texts = [some for some, _ in ways]
    if prod(map(len, texts)) > _MOST:
        is_all, texts = False, [some[:2] if len(some) > _MANY else some for some in texts]
    if prod(map(len, texts)) > _MOST:
        return frozenset(), False
    try:
        found_in = regex(pattern).found_in
    except CardError:
        return frozenset(), False
    return frozenset(found_in("".join(words)) for words in product(*texts)), is_all


def _texts(piece: Piece) -> tuple[tuple[str, ...], bool]:
    """Some texts that a piece may be, and whether those are all; none of what is not told here."""
    if isinstance(piece, str):
        return (piece,), True
    if isinstance(piece, Reference):
        return _ANY, False
    if piece.choices:
        texts = tuple(one for one in piece.choices if isinstance(one, str))
        return (texts, True) if len(texts) == len(piece.choices) <= _MOST else ((), False)
    if texts := listed(piece):
        return texts, True
    shape = shape_of(piece)
    if shape is None:
        is_pseudo = all(cause.decider is Decider.PSEUDO for cause in piece.causes)
        return _NO_STAR if is_pseudo else _ANY, False
    return ((_ACCOUNT,) if shape == SHAPES["AWS::AccountId"] else ()), False
