"""JSONPath over resolved values.

jsonpath-ng reads the path; the walk is our own, because a walk through `Unknown`
must say "unknown" where a library would find nothing. A plain path, as most are, is
split here: importing jsonpath-ng costs as much as scanning a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.resolve.compare import equal, may_be_left_out
from synthgate.resolve.kleene import Truth, conjunction, decided, merged
from synthgate.resolve.values import (
    ABSENT,
    Decider,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    unknown,
    written_at,
)
from synthgate.rule.paths.embedding import below_text, embedded
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True)
class Match:
    """A value that a path leads to, `ABSENT` where the path ends early.

    `doubt` is set where a filter could not decide whether the value belongs to it.
    """

    route: Route
    value: Any
    doubt: Unknown | None = None


OPEN = unknown(Decider.FUNCTION, "Fn::Transform")
"""Something that an `Fn::Transform` may put there."""

Step = Callable[[Match], Iterator[Match]]


@dataclass(frozen=True, slots=True)
class Path:
    """A compiled path. `steps` is empty for ``$``."""

    text: str
    steps: tuple[Step, ...]

    def find(self, value: Any) -> Iterator[Match]:
        """Every match below a value; a missing last part is a match that is absent."""
        return walk(Match((), value), self.steps)

    def first(self, value: Any) -> Any:
        """What the first match holds; of a path without wildcards, the only one."""
        return next((match.value for match in self.find(value)), ABSENT)


def walk(match: Match, steps: tuple[Step, ...]) -> Iterator[Match]:
    """Every match that steps lead to from one."""
    if not steps:
        yield match
        return
    opaque = _opaque(match.value)
    if opaque and not (isinstance(steps[0], Each) and _is_string(match.value)):
        yield _through_branches(match, steps) or Match(match.route, opaque, match.doubt)
    elif match.value is ABSENT and not isinstance(steps[0], Field):
        yield match
    else:
        for found in steps[0](match):
            yield from walk(found, steps[1:])


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
    return isinstance(value, Partial) or (isinstance(value, Reference) and value.attribute is None)


def _opaque(value: object) -> Unknown | None:
    """An unknown that stands for whatever lies below a value that is not known, or nothing."""
    if not isinstance(value, Unknown | Reference | Partial):
        return None
    causes = causes_of(value)
    return Unknown(causes, (ABSENT, Unknown(causes)))


_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_QUOTED = r"""(?:"[^"'\\]+"|'[^"'\\]+')"""
_PLAIN_STEP = re.compile(
    rf"\.({_NAME})|\[(\*)\]|\[([0-9]+)\]|\.(\*)|\[({_QUOTED})\]"
    rf"|\[\?\(@\.({_NAME})\s*==\s*({_QUOTED})\)\]"
)
_PLAIN = re.compile(rf"\$(?:{_PLAIN_STEP.pattern})*\Z")
"""Paths that are split here, as jsonpath-ng would: names, items, members, one equality."""


@lru_cache(maxsize=4096)
def compile_path(text: str) -> Path:
    """Read a path.

    Raises:
        CardError: it is no JSONPath, or of a kind that makes no sense in a rule.
    """
    if _PLAIN.match(text):
        steps = (_plain_step(match) for match in _PLAIN_STEP.finditer(text))
        return Path(text, tuple(steps))
    from synthgate.rule.paths import jsonpath_ng_steps  # noqa: PLC0415 - see the module docstring

    return Path(text, jsonpath_ng_steps.steps_of(text))


def _plain_step(match: re.Match[str]) -> Step:
    key, star, index, every, quoted, name, text = match.groups()
    if star:
        return Each()
    if every:
        return members
    if name:
        return keep((_equals(name, text[1:-1]),))
    return at(int(index)) if index else Field(key or quoted[1:-1])


def _equals(name: str, text: str) -> Test:
    """The filter ``[?(@.name == "text")]``; what is absent is equal to nothing."""
    target = Path(f"@.{name}", (Field(name),))

    def test(value: Any) -> Truth:
        found = (match.value for match in target.find(value))
        return conjunction(
            item is not ABSENT and decided(lambda known: equal(known, text), item) for item in found
        )

    return test


@dataclass(frozen=True, slots=True)
class Field:
    """The step to the value of one key; from what is absent, to what is therefore absent."""

    name: str

    def __call__(self, match: Match) -> Iterator[Match]:
        """The one match, absent if there is no such key.

        Beside an `Fn::Transform`, a key that is not there may be in what is included.
        """
        mapping = match.value if is_mapping(match.value) else embedded(match.value)
        if mapping is None:
            value = below_text(match.value, self.name, match.route)
            yield Match((*match.route, self.name), value, match.doubt)
            return
        value = mapping.get(self.name, ABSENT)
        if value is ABSENT and "Fn::Transform" in mapping:
            included = mapping["Fn::Transform"]
            name = included.get("Name") if is_mapping(included) else None
            value = unknown(Decider.FUNCTION, str(name or "Fn::Transform"), (ABSENT, OPEN))
        yield Match((*match.route, self.name), value, match.doubt)


def at(index: int) -> Step:
    """The item at an index; a single value counts as a list of one."""

    def step(match: Match) -> Iterator[Match]:
        items = match.value if is_list(match.value) else [match.value]
        inside = -len(items) <= index < len(items)
        place = written_at(items, index) if inside else index
        found = items[index] if inside else ABSENT
        value = _any_of(items) if any(map(may_be_left_out, items)) else found
        yield Match((*match.route, place), value, match.doubt)

    return step


def _any_of(items: list[Any]) -> Unknown:
    """What an index leads to where items may be left out: one of them, or nothing."""
    causes = causes_of([item for item in items if may_be_left_out(item)])
    return Unknown(causes, (ABSENT, *items))


@dataclass(frozen=True, slots=True)
class Each:
    """The step to the items of a list, or of a slice of it.

    A single value counts as a list of one, as in IAM policies.
    """

    start: int | None = None
    end: int | None = None
    step_by: int | None = None

    def __call__(self, match: Match) -> Iterator[Match]:
        """A match for each item; which are in a slice, what is left out before them decides."""
        items = match.value
        if not is_list(items):
            yield match
            return
        kept = range(*slice(self.start, self.end, self.step_by).indices(len(items)))
        moves = len(kept) < len(items) and any(map(may_be_left_out, items))
        doubt = Unknown(_any_of(items).causes) if moves else match.doubt
        for index in range(len(items)) if moves else kept:
            place = written_at(items, index)
            yield Match((*match.route, place), items[index], doubt)


def members(match: Match) -> Iterator[Match]:
    """Every value of a mapping."""
    mapping = match.value if is_mapping(match.value) else embedded(match.value) or {}
    for key, value in mapping.items():
        yield Match((*match.route, key), value, match.doubt)


Test = Callable[[Any], Truth]


def keep(tests: tuple[Test, ...]) -> Step:
    """The items of a list that pass every test; one that may pass is kept with its doubt."""

    def step(match: Match) -> Iterator[Match]:
        for item in Each()(match):
            kept = conjunction(test(item.value) for test in tests)
            if kept is True:
                yield item
            elif isinstance(kept, Unknown):
                doubt = merged([*filter(None, [item.doubt]), kept])
                yield Match(item.route, item.value, doubt)

    return step


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
