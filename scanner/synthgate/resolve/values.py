"""What a property may hold once intrinsic functions are resolved.

A resolved value is plain data, or one of the classes here. "Unknown" is a value
with its reasons; it is never absent, never an exception and never a pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from enum import Enum
from math import inf
from typing import Any, Final

from synthgate.model import Text, joined
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.template.data import is_list, is_mapping

MOST_CAUSES = 100
"""How many causes of one value are told; nobody reads more, and merging them must have an end."""


class Nothing(Enum):
    """Two ways of not being there."""

    ABSENT = "absent"
    """No such property."""
    NO_VALUE = "AWS::NoValue"
    """The property that holds this is left out (CloudFormation, "Pseudo parameters")."""


ABSENT: Final = Nothing.ABSENT
NO_VALUE: Final = Nothing.NO_VALUE


@dataclass(frozen=True, slots=True)
class Limits:
    """What a template says of a value that it leaves open: the constraints of a parameter.

    `pattern` fits the whole text, where there is one; the text has `shortest` to `longest`
    letters; a number (`is_number`) lies from `least` to `most`. Of a list (`of_items`) all this
    is said of each item. `offered` is what the template itself offers: the default, if the value of
    now may be another, and what is allowed.
    """

    pattern: str = ""
    shortest: int = 0
    longest: float = inf
    is_number: bool = False
    least: float = -inf
    most: float = inf
    of_items: bool = False
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that only the deployment knows, and why.

    `choices` holds every value it can take, where the template limits them
    (`AllowedValues`, the rows of a mapping, the branches of an `Fn::If`, of which one
    may be `NO_VALUE`); empty means anything. `excluded` holds what it is not: a world
    in which a parameter has none of the values that conditions ask for. It is `exact`
    where it is the very thing that its cause names, so that two of the same are equal.
    `limits` says what else is known of it, `of` whose it is: a piece of these references, and of
    nothing else, so that it leads where they do.
    """

    causes: tuple[Cause, ...]
    choices: tuple[Any, ...] = ()
    excluded: tuple[Any, ...] = ()
    exact: bool = False
    limits: Limits | None = None
    of: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A `Ref` (`attribute` is None) or `Fn::GetAtt` to a resource.

    `stack` is the identity of the stack that the resource is in, empty for the same. `value` is
    what it comes to, as far as that is known: an attribute that is a property which the template
    states. It leads to the resource nevertheless. It is `single` where it is surely no list.
    """

    logical_id: str
    attribute: str | None = None
    stack: str = ""
    value: Any = field(default=ABSENT, compare=False)
    single: bool = field(default=False, compare=False)

    @property
    def cause(self) -> Cause:
        """Why the value itself is not known."""
        name = f"{self.logical_id}.{self.attribute}" if self.attribute else self.logical_id
        return Cause(Decider.ATTRIBUTE, name, self.stack)


class Remaining(list[Any]):
    """The items of a list that `AWS::NoValue` left, with the places at which they are written."""

    def __init__(self, items: list[Any], written: tuple[int, ...]) -> None:
        super().__init__(items)
        self.written = written


def written_at(items: list[Any], index: int) -> int:
    """The place at which an item of a resolved list stands in the template."""
    return items.written[index] if isinstance(items, Remaining) else index


@dataclass(frozen=True, slots=True)
class Partial:
    """A string of which some pieces are known: ``arn:${AWS::Partition}:s3:::x/*``."""

    parts: tuple[str | Unknown | Reference, ...]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Why it is not known whole."""
        return causes_of(self)

    @property
    def prefix(self) -> str:
        """What it surely starts with."""
        first = self.parts[0]
        return first if isinstance(first, str) else ""

    @property
    def suffix(self) -> str:
        """What it surely ends with."""
        last = self.parts[-1]
        return last if isinstance(last, str) else ""


def unknown(decider: Decider, name: str, choices: tuple[Any, ...] = ()) -> Unknown:
    """An unknown value with a single cause."""
    return Unknown((Cause(decider, name),), choices)


def exactly(
    decider: Decider, name: str, choices: tuple[Any, ...] = (), limits: Limits | None = None
) -> Unknown:
    """The unknown value that the cause itself has: a parameter, not something made of it."""
    return Unknown((Cause(decider, name),), choices, exact=True, limits=limits)


def text_of(parts: list[Any]) -> str | Partial:
    """Join pieces of a string, known or not."""
    joined: list[str | Unknown | Reference] = []
    known: list[str] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Partial) else (part,):
            if not isinstance(piece, Unknown | Reference):
                known.append(scalar_text(piece))
                continue
            joined.extend(_together(known))
            joined.append(piece)
            known = []
    if not joined:
        return "".join(known)
    return Partial((*joined, *_together(known)))


def _together(pieces: list[str]) -> tuple[str, ...]:
    """Known pieces in a row as one; none where there is nothing in them."""
    text = "".join(pieces)
    return (text,) if text else ()


def known(value: Any) -> Any:
    """A value with the references in it as what they come to, where that is known."""
    match value:
        case Reference(value=stated) if stated is not ABSENT:
            return stated
        case Partial(parts) if any(known(part) is not part for part in parts):
            return text_of([known(part) for part in parts])
        case _:
            return value


_MOST_BITS = 4096


def scalar_text(value: object) -> str:
    """A scalar as CloudFormation writes it into a string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    # Python refuses to write integers of thousands of digits; no service takes such a number.
    return hex(value) if isinstance(value, int) and value.bit_length() > _MOST_BITS else str(value)


def causes_of(value: object) -> tuple[Cause, ...]:
    """Every cause inside a value, in the order of its text, each once; the first hundred."""
    found = (
        piece.causes if isinstance(piece, Unknown) else (piece.cause,) for piece in _open(value)
    )
    return distinct(cause for causes in found for cause in causes)


def distinct(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Causes, each once: the first `MOST_CAUSES` of them."""
    found: dict[Cause, None] = {}
    for cause in causes:
        found[cause] = None
        if len(found) == MOST_CAUSES:
            break
    return tuple(found)


def reasons(causes: tuple[Cause, ...]) -> Text:
    """Several causes as one sentence without its full stop."""
    return joined("; ", (cause.text for cause in causes))


def references_in(value: object) -> Iterator[Reference]:
    """Every reference to a resource inside a value."""
    for piece in _open(value):
        yield from (piece,) if isinstance(piece, Reference) else piece.of


def _open(value: object) -> Iterator[Unknown | Reference]:
    """The pieces inside a value that are not known."""
    if isinstance(value, str):
        return  # as most are
    if isinstance(value, Unknown | Reference):
        yield value
        return
    inside = value.parts if isinstance(value, Partial) else ()
    inside = value.values() if is_mapping(value) else value if is_list(value) else inside
    for item in inside:
        yield from _open(item)


def seen_from_outside(value: Any, stack: str) -> Any:
    """A value of one stack as another sees it: its names are those of the first."""
    match value:
        case Reference(logical_id, attribute, ""):
            outside = seen_from_outside(value.value, stack)
            return Reference(logical_id, attribute, stack, outside, value.single)
        case Unknown(causes, choices):
            named = tuple(replace(cause, stack=cause.stack or stack) for cause in causes)
            outside = tuple(seen_from_outside(choice, stack) for choice in choices)
            leading = tuple(seen_from_outside(one, stack) for one in value.of)
            return replace(value, causes=named, choices=outside, of=leading)
        case Partial(parts):
            return Partial(tuple(seen_from_outside(part, stack) for part in parts))
        case _ if is_mapping(value):
            return {key: seen_from_outside(item, stack) for key, item in value.items()}
        case _ if is_list(value):
            return [seen_from_outside(item, stack) for item in value]
        case _:
            return value
