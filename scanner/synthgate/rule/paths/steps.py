"""The steps of a path, each from one match to those that it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import may_be_left_out
from synthgate.resolve.kleene import Truth, conjunction, merged
from synthgate.resolve.values import ABSENT, Unknown, causes_of, unknown, written_at
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


Step = Callable[[Match], Iterator[Match]]

OPEN = unknown(Decider.FUNCTION, "Fn::Transform")
"""Something that an `Fn::Transform` may put there."""


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


@dataclass(frozen=True, slots=True)
class At:
    """The step to the item at an index; a single value counts as a list of one."""

    index: int

    def __call__(self, match: Match) -> Iterator[Match]:
        """The one match; which item is at the index, what is left out before it decides."""
        index, items = self.index, match.value if is_list(match.value) else [match.value]
        inside = -len(items) <= index < len(items)
        place = written_at(items, index) if inside else index
        found = items[index] if inside else ABSENT
        value = _any_of(items) if any(map(may_be_left_out, items)) else found
        yield Match((*match.route, place), value, match.doubt)


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
            place = index if items.__class__ is list else written_at(items, index)
            yield Match((*match.route, place), items[index], doubt)


def members(match: Match) -> Iterator[Match]:
    """Every value of a mapping."""
    mapping = match.value if is_mapping(match.value) else embedded(match.value) or {}
    for key, value in mapping.items():
        yield Match((*match.route, key), value, match.doubt)


Test = Callable[[Any], Truth]


@dataclass(frozen=True, slots=True)
class Keep:
    """The step to the items of a list that pass every test; one that may has its doubt."""

    tests: tuple[Test, ...]

    def __call__(self, match: Match) -> Iterator[Match]:
        """A match for each item that passes, or may."""
        for item in Each()(match):
            kept = conjunction(test(item.value) for test in self.tests)
            if kept is True:
                yield item
            elif isinstance(kept, Unknown):
                doubt = merged([*filter(None, [item.doubt]), kept])
                yield Match(item.route, item.value, doubt)
