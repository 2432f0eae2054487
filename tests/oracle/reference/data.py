"""The values of a deployed stack: plain data, and texts that know whom they were made of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple, Self


class Span(NamedTuple):
    """Where in a text the name or the attribute of a resource stands."""

    start: int
    end: int
    of: str


class Text(str):
    """A string that knows where the names and attributes of resources are in it."""

    spans: tuple[Span, ...] = ()

    def __new__(cls, text: str, spans: tuple[Span, ...] = ()) -> Self:
        made = super().__new__(cls, text)
        made.spans = spans
        return made

    def part(self, start: int, end: int) -> Text:
        """A slice, with what of the names is in it."""
        return Text(
            self[start:end],
            tuple(
                Span(max(at, start) - start, min(to, end) - start, of)
                for at, to, of in self.spans
                if at < end and to > start
            ),
        )

    @property
    def leads(self) -> frozenset[str]:
        """The resources whose names stand in it as whole words: what is glued to one makes another.

        (`docs/rule-language.md`, "Which texts lead to a resource".)
        """
        return frozenset(
            of
            for start, end, of in self.spans
            if not _LETTER.match(self[:start][-1:]) and not _LETTER.match(self[end:][:1])
        )


_LETTER = re.compile("[A-Za-z0-9_.-]")
"""What names are made of."""


class Nothing:
    """What is not there."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


ABSENT = Nothing("absent")
NO_VALUE = Nothing("AWS::NoValue")


class Impossible(Exception):  # noqa: N818 - no fault of ours: such a world there is not
    """The deployment is refused."""


def refers(value: Any) -> frozenset[str]:
    """Every resource that a value is made of."""
    match value:
        case Text():
            return frozenset(one.of for one in value.spans)
        case list():
            return frozenset().union(*map(refers, value))
        case dict():
            return frozenset().union(*map(refers, value.values()))
        case _:
            return frozenset()


def written(value: Any) -> str:
    """A scalar as CloudFormation writes it into a text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise Impossible("a text of something that is none")


def leads(value: Any) -> frozenset[str]:
    """Every resource that a text, or a text in a value, leads to."""
    match value:
        case Text():
            return value.leads
        case list():
            return frozenset().union(*map(leads, value))
        case dict():
            return frozenset().union(*map(leads, value.values()))
        case _:
            return frozenset()


def joined(pieces: list[Any]) -> Text:
    """A text of pieces, with the names where they come to stand."""
    text, spans = "", list[Span]()
    for piece in pieces:
        if isinstance(piece, Text):
            at = len(text)
            spans += [Span(at + start, at + end, of) for start, end, of in piece.spans]
        text += written(piece)
    return Text(text, tuple(spans))


def number(value: Any) -> float | None:
    """The number that a value is, or spells."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str) and not re.fullmatch(r"[-+0-9.eE\s]+", value):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def same(left: Any, right: Any) -> bool:
    """`true` and `"true"`, `1` and `"1"` are the same (`docs/rule-language.md`, "Operators")."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list | dict | Nothing) or isinstance(right, list | dict | Nothing):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return str(left) == str(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left) is not None and boolean(left) == boolean(right)
    return number(left) is not None and number(left) == number(right)


def mapping_of(value: Any) -> dict[str, Any] | None:
    """A mapping, or the one that a text holds as JSON."""
    if isinstance(value, dict):
        return value
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def is_there(value: Any) -> bool:
    """Not absent, and no empty string."""
    return value is not ABSENT and value != ""


LIMITS: dict[str, Callable[[float, float], bool]] = {
    "equals": lambda found, limit: found == limit,
    "at-least": lambda found, limit: found >= limit,
    "at-most": lambda found, limit: found <= limit,
    "above": lambda found, limit: found > limit,
    "below": lambda found, limit: found < limit,
}


def within(found: float, limits: Any) -> bool:
    """Whether a number of things keeps to its limits."""
    every = limits if isinstance(limits, dict) else {"equals": limits}
    return all(LIMITS[word](found, limit) for word, limit in every.items())
