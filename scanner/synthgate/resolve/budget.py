"""How much work one template may make, counted in steps and letters: never in seconds.

A few hundred bytes can ask for a value of 2^40 pieces. What a template asks for beyond
its budget is unknown, and a problem; what it asked for before, and what is written out
in it, is judged. Real templates need a hundredth of it (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, Final

from synthgate.model import Message
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import Partial, Unknown, unknown
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

MOST_STEPS = 1_200_000
"""Values looked at, and functions and conditions worked out, in all worlds of a template."""
A_CALL = 2
"""Steps of a function, which has an argument to look at."""
A_DECISION = 5
"""Steps of a condition, which compares."""
MOST_CASES = 750_000
"""Resources that rules may look at in worlds: what the template leaves open, taken apart."""
MOST_LETTERS = 16 * 1024 * 1024
"""What functions make and hand out: sixteen times the largest template."""
LONGEST = 1024 * 1024
"""Letters of one value that functions make: no template, and so nothing in one, is longer."""
DEEPEST = 32
"""Levels of a value that a name stands for; CloudFormation takes lists of strings there."""
MOST_LEVELS = 220
"""How deep functions may ask each other: a little more than a template may nest."""

PIECE = 16
"""What anything but a string counts, in letters: about what it takes when it is written out."""


class Excess(Enum):
    """What there was too much of. The member's value says it, and the way out."""

    STEPS = Message(
        "this template takes more than {most:,} steps to resolve, so values in it are "
        "unknown: split the template, or give values of its parameters with --parameters"
    ).format(most=MOST_STEPS)
    CASES = Message(
        "this template leaves so much open that its cases are too many to look at, so some "
        "verdicts are unknown: give values of its parameters with --parameters, or split it"
    )
    LETTERS = Message(
        "the functions of this template make more than {most:,} letters, so values in it are "
        "unknown: split the template, or write out what its functions repeat"
    ).format(most=MOST_LETTERS)
    LENGTH = Message(
        "functions make a value here that is longer than {longest:,} letters, or deeper than "
        "{deepest} levels, so it is unknown: nothing that long can be deployed; shorten it"
    ).format(longest=LONGEST, deepest=DEEPEST)
    DEPTH = Message(
        "functions ask each other more than {most} levels deep here, so the value is "
        "unknown: write out what they come to"
    ).format(most=MOST_LEVELS)


TOO_LONG: Final = unknown(Decider.LENGTH, f"{LONGEST:,}")
"""Stands for a value that is longer than `LONGEST`."""


class Nesting:
    """How deep the functions of an app are asking each other just now."""

    __slots__ = ("levels",)

    def __init__(self) -> None:
        self.levels = 0


class Budget:
    """What a template may still ask for; all of its worlds share one.

    `excess` is what it had too much of, and `route` the place where that was. That nothing is
    left is told before anything else.
    """

    __slots__ = ("cases", "excess", "here", "is_spent", "letters", "route", "steps")

    def __init__(self) -> None:
        self.steps = 0
        self.cases = 0
        self.letters = 0
        self.here: Route = ()
        """What is being resolved."""
        self.is_spent = False
        self.excess: Excess | None = None
        self.route: Route = ()

    def takes(self, steps: int) -> bool:
        """Count steps; false where there are not as many left."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            self._spend(Excess.STEPS)
        return not self.is_spent

    def splits(self, cases: int) -> bool:
        """Count what worlds will be asked; false where that is too much, or nothing is left."""
        self.cases += cases
        if self.cases > MOST_CASES and self.excess is None:
            self.excess = Excess.CASES  # of the template as a whole: no place has it
        return not self.is_spent and self.cases <= MOST_CASES

    def writes(self, letters: int) -> None:
        """Count letters that are made."""
        self.letters += letters
        if self.letters > MOST_LETTERS:
            self._spend(Excess.LETTERS)

    def admitted(self, value: Any) -> Any:
        """A value that is handed out, and that rules will walk; `TOO_LONG` in place of one."""
        length = weight(value)
        if length is None:
            self.note(Excess.LENGTH)
            self.writes(LONGEST)
            return TOO_LONG
        self.writes(length)
        return value

    def note(self, excess: Excess) -> None:
        """Remember what one value had too much of: the first is told."""
        if self.excess is None:
            self.excess, self.route = excess, self.here

    def _spend(self, excess: Excess) -> None:
        if not self.is_spent:
            self.is_spent, self.excess, self.route = True, excess, self.here


def weight(value: object) -> int | None:
    """How long a value is when it is written out, in letters; None if too long, or too deep.

    What is in it twice counts twice, for whoever walks it meets it twice.
    """
    total, level = _own_weight(value), [value]
    if isinstance(value, str) or (
        isinstance(value, Unknown) and not (value.choices or value.excluded)
    ):
        return total if total <= LONGEST else None  # most of what is handed out
    for _ in range(DEEPEST):
        inside: list[Any] = []
        for item in level:
            for child in _inside(item):
                total += _own_weight(child)
                if total > LONGEST:
                    return None
                if not isinstance(child, str):
                    inside.append(child)
        if not inside:
            return total if total <= LONGEST else None
        level = inside
    return None


def _own_weight(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Unknown):
        return PIECE * (1 + len(value.causes))
    return PIECE


def _inside(value: object) -> Iterator[Any]:
    if is_list(value):
        yield from value
    elif is_mapping(value):
        for key, item in value.items():
            yield key
            yield item
    elif isinstance(value, Unknown):
        yield from value.choices
        yield from value.excluded
    elif isinstance(value, Partial):
        yield from value.parts
