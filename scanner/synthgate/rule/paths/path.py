"""A path: its steps walked one after the other.

The walk is our own, because a walk through `Unknown` must say "unknown" where a library would
find nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth, merged
from synthgate.resolve.shapes import item_of
from synthgate.resolve.values import ABSENT, Nothing, Partial, Reference, Unknown, causes_of
from synthgate.rule.paths.embedding import embedded
from synthgate.rule.paths.steps import Each, Field, Match, Step, Test

_ABSENT: Any = ABSENT


@dataclass(frozen=True, slots=True)
class Path:
    """A compiled path. `steps` is empty for ``$``."""

    text: str
    steps: tuple[Step, ...]

    def find(self, value: Any) -> Iterator[Match]:
        """Every match below a value; a missing last part is a match that is absent."""
        return walk(Match((), value), self.steps)

    def then(self, further: Path) -> Path:
        """The path that goes on from wherever this one leads."""
        return Path(f"{self.text} {further.text}", (*self.steps, *further.steps))

    def first(self, value: Any) -> Any:
        """What the first match holds; of a path without wildcards, the only one."""
        return next((match.value for match in self.find(value)), ABSENT)


def walk(match: Match, steps: tuple[Step, ...]) -> Iterator[Match]:
    """Every match that steps lead to from one."""
    match, steps = _along(match, steps)
    if not steps:
        yield match
        return
    if isinstance(match.value, Partial) and not isinstance(steps[0], Each):
        match = replace(match, value=embedded(match.value) or match.value)
    opaque = _opaque(match.value, steps)
    if opaque and not (isinstance(steps[0], Each) and _is_string(match.value)):
        yield _through_branches(match, steps) or Match(match.route, opaque, match.doubt)
    elif match.value is ABSENT and not isinstance(steps[0], Field):
        yield match
    else:
        for found in steps[0](match):
            yield from walk(found, steps[1:])


def _along(match: Match, steps: tuple[Step, ...]) -> tuple[Match, tuple[Step, ...]]:
    """What the first keys lead to, as far as there are mappings that tell of them; and the rest.

    Most paths are of keys, and most of what they lead through are mappings.
    """
    value, names = match.value, list[str]()
    for step in steps:
        if not isinstance(step, Field) or value.__class__ is not dict:
            break
        name = step.name
        if name not in value and "Fn::Transform" in value:
            break
        value = value.get(name, _ABSENT)
        names.append(name)
    if not names:
        return match, steps
    return Match((*match.route, *names), value, match.doubt), steps[len(names) :]


def _through_branches(match: Match, steps: tuple[Step, ...]) -> Match | None:
    """Where each branch of an `Fn::If` has one value for the rest of the path: one or the other."""
    if not (isinstance(match.value, Unknown) and match.value.choices):
        return None
    found: list[Match] = []
    for choice in match.value.choices:
        known = ABSENT if isinstance(choice, Nothing) else choice
        matches = list(walk(Match(match.route, known, match.doubt), steps))
        if len(matches) != 1:
            return None
        found.append(matches[0])
    values = tuple(one.value for one in found)
    return Match(found[0].route, Unknown(match.value.causes, values), match.doubt)


def _is_string(value: object) -> bool:
    """Whether a value that is not known is a single string all the same."""
    return isinstance(value, Partial) or (isinstance(value, Reference) and value.single)


def _opaque(value: object, steps: tuple[Step, ...]) -> Unknown | None:
    """An unknown that stands for whatever lies below a value that is not known, or nothing."""
    if not isinstance(value, Unknown | Reference | Partial):
        return None
    causes = causes_of(value)
    last = len(steps) == 1 and isinstance(steps[0], Each)
    item = item_of(value) if last and isinstance(value, Unknown) else Unknown(causes)
    return Unknown(causes, (ABSENT, item))


def is_there(path: Path) -> Test:
    """A filter without an operator: ``[?(@.Key)]``."""

    def test(value: Any) -> Truth:
        found = [match.value for match in path.find(value)]
        known = [match for match in found if match is not ABSENT]
        open_ones = [match for match in known if isinstance(match, Unknown)]
        if len(known) > len(open_ones):
            return True
        return merged(open_ones) if open_ones else False

    return test


def bad_path(text: str, reason: Text) -> CardError:
    """The refusal of a path."""
    return CardError(
        Message("not a JSONPath that rules understand: {text} ({reason})").format(
            text=text, reason=reason
        )
    )
