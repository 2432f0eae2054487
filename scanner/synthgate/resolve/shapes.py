"""What is known of values that only the deployment decides: what they fit, how long they are.

Pseudo parameters have shapes, or are one of few (CloudFormation Template Reference, "Pseudo
parameters"; an account has twelve digits: AWS Account Management Reference Guide, "View AWS account
identifiers"), parameters the limits of their declaration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.numbers import as_number
from synthgate.resolve.regions import PARTITIONS, REGIONS
from synthgate.resolve.values import Limits, Partial, Unknown, scalar_text, text_of

if TYPE_CHECKING:
    from synthgate.texts.automata import Automaton

SHAPES: Mapping[str, str] = {
    "AWS::AccountId": "[0-9]{12}",
    "AWS::Region": "[a-z]+(-[a-z]+)+-[0-9]+",
    "AWS::Partition": "aws(-[a-z]+)*",
    "AWS::URLSuffix": "[a-z0-9]+([.-][a-z0-9]+)*",
    "AWS::StackName": "[A-Za-z][A-Za-z0-9-]*",
    "AWS::StackId": "arn:aws[a-z-]*:cloudformation:[a-z0-9-]+:[0-9]{12}:stack/[A-Za-z0-9/-]+",
}
"""Patterns that fit the whole of a pseudo parameter."""


_OF_A_FEW: Mapping[str, tuple[str, ...]] = {
    "AWS::Region": REGIONS,
    "AWS::Partition": tuple(one.name for one in PARTITIONS),
    "AWS::URLSuffix": tuple(dict.fromkeys(one.suffix for one in PARTITIONS)),
}
"""Pseudo parameters that are one of a few. What a condition compares them with may be newer."""
_LISTED: Mapping[str, str] = {
    name: "|".join(map(re.escape, dict.fromkeys(texts))) for name, texts in _OF_A_FEW.items()
}

_LONGEST = 1024
"""Letters; of a longer text it is not asked whether a value may be that."""
_ANYTHING = Limits()


def limits_on(value: Unknown) -> Limits:
    """What is known of a value, whatever says it."""
    if value.limits:
        return value.limits
    shape = SHAPES.get(_pseudo_name(value))
    return Limits(shape, longest=_LONGEST) if shape else _ANYTHING


def is_listed(value: Unknown) -> bool:
    """Whether a value is one of a list of AWS's: a Region, a partition, a suffix of names."""
    return not value.limits and _pseudo_name(value) in _LISTED


def listed(value: Unknown) -> tuple[str, ...]:
    """All that such a value may be; nothing of any other."""
    return _OF_A_FEW[_pseudo_name(value)] if is_listed(value) else ()


def shape_of(value: Unknown) -> str | None:
    """The pattern of a text that is not known; None where nothing is known of it."""
    limits = limits_on(value)
    listed = None if value.limits else _LISTED.get(_pseudo_name(value))
    return listed or (limits.pattern if limits.pattern and not limits.of_items else None)


def may_be(value: Unknown, text: str) -> bool:
    """Whether a value that is not known may be a text, as far as is known of it."""
    if any(isinstance(no, str | int | float) and scalar_text(no) == text for no in value.excluded):
        return False
    limits = limits_on(value)
    return limits.of_items or _fits(limits, text)


def may_hold(value: Unknown, text: str) -> bool:
    """Whether a value may be a text, or a list with such an item."""
    return _fits(limits_on(value), text)


def _fits(limits: Limits, text: str) -> bool:
    from synthgate.texts.automata import accepts  # noqa: PLC0415 - likewise

    if limits.is_number:
        number = as_number(text)
        return number is not None and limits.least <= number <= limits.most
    if not limits.shortest <= len(text) <= limits.longest:
        return False
    shape = _automaton(limits.pattern) if limits.pattern and len(text) <= _LONGEST else None
    return shape is None or accepts(shape, text)


def never_holds(value: object, text: str) -> bool:
    """Whether a value that is not known, or no item of it, surely has a text in it."""
    if not isinstance(value, Unknown):
        return False
    if value.choices:
        return all(isinstance(one, str) and text not in one for one in value.choices)
    limits = limits_on(value)
    if limits.is_number:
        return not set(text) <= set("0123456789+-.eE")
    return bool(limits.pattern) and _lacks(limits.pattern, text)


def spelt(value: Any) -> Any:
    """A text with what is written out in the pattern that it, or a piece of it, has to fit.

    A parameter that fits ``alias/aws/[a-z]+`` is ``alias/aws/`` and a piece that is not known.
    """
    match value:
        case Partial(parts):
            return text_of([spelt(part) for part in parts])
        case Unknown(choices=(), limits=Limits(pattern=pattern, of_items=False)) if pattern:
            pieces = _literals(pattern)
            if not any(pieces):
                return value
            open_piece = replace(value, exact=False, limits=_free(value))
            made = text_of([open_piece if piece is None else piece for piece in pieces])
            return value if made == value else made
        case _:
            return value


def _free(value: Unknown) -> Limits | None:
    """What is known of a piece of a text: its letters."""
    letters = pieces_of(value)
    return replace(letters, of_items=False) if letters else None


@lru_cache(maxsize=256)
def _literals(pattern: str) -> tuple[str | None, ...]:
    from synthgate.texts.automata import UndecidableError  # noqa: PLC0415 - few values need one
    from synthgate.texts.patterns import literals  # noqa: PLC0415 - likewise

    try:
        return tuple(literals(pattern))
    except UndecidableError:
        return ()


def lengths_of(value: Unknown) -> tuple[int, float]:
    """How many letters a text that is not known has at least, and at most."""
    from synthgate.texts.patterns import widths  # noqa: PLC0415 - likewise

    limits = limits_on(value)
    shape = _automaton(limits.pattern) if limits.pattern else None
    low, high = widths(limits.pattern) if shape else (0, limits.longest)
    return max(low, limits.shortest), min(high, limits.longest)


def ends_of_number(value: Partial) -> tuple[str, ...]:
    """A text with the least and with the most that the one number in it may be; else nothing.

    What a text counts is not below zero.
    """
    match value.parts:
        case (str(before), Unknown() as piece, str(behind)) if _stands_apart(before, behind):
            limits = limits_on(piece)
            ends = (max(limits.least, 0), min(limits.most, _BEYOND_COUNTING))
            return tuple(f"{before}{end:f}{behind}" for end in ends) if limits.is_number else ()
        case _:
            return ()


_BEYOND_COUNTING = 1e15
_IN_NUMBERS = frozenset("0123456789.+-eE")


def _stands_apart(before: str, behind: str) -> bool:
    return before[-1] not in _IN_NUMBERS and behind[0] not in _IN_NUMBERS


def item_of(value: Unknown) -> Unknown:
    """Any item of a list that is not known."""
    limits = value.limits
    if limits is None or not limits.of_items:
        return Unknown(value.causes, of=value.of)
    return Unknown(value.causes, limits=replace(limits, of_items=False), of=value.of)


def pieces_of(value: Unknown) -> Limits | None:
    """What is known of the pieces of a text that is not known: of which letters they are."""
    limits = limits_on(value)
    letters = _letters(limits.pattern) if limits.pattern and not limits.of_items else None
    return None if letters is None else Limits(letters, of_items=True)


@lru_cache(maxsize=256)
def _letters(pattern: str) -> str | None:
    """A pattern that fits whatever is made of the letters of texts that another fits."""
    shape = _automaton(pattern)
    edges = shape.every_letter() if shape else ()
    spans = "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in edges)
    return f"[{spans}]*" if spans else None


@lru_cache(maxsize=256)
def _automaton(pattern: str) -> Automaton | None:
    """The texts that a pattern fits; None of one that no automaton here has."""
    from synthgate.texts.automata import UndecidableError  # noqa: PLC0415 - likewise
    from synthgate.texts.patterns import made_of  # noqa: PLC0415 - likewise

    try:
        return made_of(pattern)
    except UndecidableError:
        return None


@lru_cache(maxsize=1024)
def _lacks(pattern: str, text: str) -> bool:
    from synthgate.texts.automata import UndecidableError, decided  # noqa: PLC0415 - likewise
    from synthgate.texts.patterns import found_by  # noqa: PLC0415 - likewise

    shape = _automaton(pattern)
    try:
        return shape is not None and decided(shape, found_by(re.escape(text))) is False
    except UndecidableError:
        return False


def _pseudo_name(value: Unknown) -> str:
    """The pseudo parameter that a value is, if it is one and nothing else."""
    if value.choices or not value.exact or len(value.causes) != 1:
        return ""
    cause: Any = value.causes[0]
    return cause.name if cause.decider is Decider.PSEUDO else ""
