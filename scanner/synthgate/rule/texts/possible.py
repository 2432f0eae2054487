"""Which texts a value may be, of which the template tells some pieces: ``m5.${Size}``.

A piece that is not known may be anything, but where its cause says more: a parameter may be one
of few, pseudo parameters have a shape, and what AWS or another stack gave holds no ``*``. Pieces
are taken for independent of each other, so that there may seem to be more texts than there are:
what is decided of all of them is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

from synthgate.resolve.values import (
    WITHOUT_WILDCARD,
    Decider,
    Partial,
    Reference,
    Unknown,
    scalar_text,
)
from synthgate.rule.texts.automata import (
    Automaton,
    Builder,
    UndecidableError,
    decided,
    found_by,
)
from synthgate.rule.texts.letters import ALL, Letters, without

MOST_CHOICES = 200
_STAR: Letters = ((42, 42),)
_PLAIN = without(_STAR)
"""Every letter but ``*``."""

SHAPES: Mapping[str, str] = {
    "AWS::AccountId": "[0-9]{12}",
    "AWS::Region": "[a-z]+(-[a-z]+)+-[0-9]+",
    "AWS::Partition": "aws(-[a-z]+)*",
    "AWS::URLSuffix": "[a-z0-9]+([.-][a-z0-9]+)*",
    "AWS::StackName": "[A-Za-z][A-Za-z0-9-]*",
    "AWS::StackId": "arn:aws[a-z-]*:cloudformation:[a-z0-9-]+:[0-9]{12}:stack/[A-Za-z0-9/-]+",
}
"""Pseudo parameters as patterns (CloudFormation Template Reference, "Pseudo parameters")."""


def found_in(pattern: str, value: object) -> bool | None:
    """Whether a pattern is found in a text of which pieces are known; None: that depends on them.

    Also None where it takes too long to find out.
    """
    try:
        texts = _texts(_pieces(value))
        return decided(texts, found_by(pattern))
    except UndecidableError:
        return None


def _pieces(value: object) -> Iterator[str | Unknown | Reference]:
    match value:
        case Partial(parts):
            yield from parts
        case Unknown() | Reference():
            yield value
        case _:
            yield scalar_text(value)


def _texts(pieces: Iterable[str | Unknown | Reference]) -> Automaton:
    builder = Builder()
    state = builder.automaton.state()
    for piece in pieces:
        state = _piece(builder, piece, state)
    builder.automaton.end = state
    return builder.automaton


def _piece(builder: Builder, piece: str | Unknown | Reference, state: int) -> int:
    """Add a piece behind a state; the state after it."""
    match piece:
        case str():
            return builder.literal(piece, state)
        case Reference():  # a name or an ARN that AWS gives
            return builder.loop(_PLAIN, state)
        case Unknown(choices=choices) if choices and all(map(_is_scalar, choices)):
            if len(choices) > MOST_CHOICES:
                raise UndecidableError
            return builder.branches(
                builder.literal(scalar_text(choice), state) for choice in choices
            )
        case Unknown(causes=causes):
            shape = _shape(piece)
            if shape:
                return builder.pattern(_parsed(shape), state, 0)
            plain = all(cause.decider in WITHOUT_WILDCARD for cause in causes)
            return builder.loop(_PLAIN if plain else ALL, state)


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float)


def _shape(piece: Unknown) -> str | None:
    """What is known of a pseudo parameter by itself."""
    causes = piece.causes
    if len(causes) != 1 or causes[0].decider is not Decider.PSEUDO or not piece.exact:
        return None
    return SHAPES.get(causes[0].name)


@lru_cache(maxsize=16)
def _parsed(shape: str) -> Any:
    return import_module("re._parser").parse(shape)
