"""What a path leads to, without its places: for the quick answer, which needs none.

Most paths are keys, most values plain data: a few looks into mappings. What would be a match with
a doubt, or lies behind a value that is not known, is `OPEN`: how many matches that is, nobody
asks here. Held against `path.walk` by `tests/scanner/rule/test_quick.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from itertools import chain, groupby
from typing import Any, Final

from synthgate.resolve.kleene import conjunction
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown
from synthgate.rule.paths.embedding import below_text, embedded
from synthgate.rule.paths.path import Path
from synthgate.rule.paths.steps import At, Each, Field, Keep, Match, Step, Test, members
from synthgate.template.data import is_list, is_mapping


class Open(Enum):
    """What a quick look does not tell."""

    OPEN = "open"


OPEN: Final = Open.OPEN

One = Callable[[Any], Any]
"""From a value to the one that keys lead to."""
Several = Callable[[Any], Iterable[Any]]
"""From a value to all those that a step leads to."""


def the_one(path: Path) -> One | None:
    """The look along a path of keys, which leads to one value; None of another path."""
    names = [step.name for step in path.steps if isinstance(step, Field)]
    return _along(names) if len(names) == len(path.steps) else None


def all_of(path: Path) -> Callable[[Any], list[Any]]:
    """The look along any path; one with a step that is seldom taken is walked in full."""
    if not all(isinstance(step, Field) or _quick(step) for step in path.steps):
        return lambda value: told_apart(path.find(value))
    stages = [*_stages(path.steps)]

    def look(value: Any) -> list[Any]:
        found = [value]
        for one, several in stages:
            found = [*map(one, found)] if one else [*chain.from_iterable(map(several, found))]
        return found

    return look


def told_apart(matches: Iterable[Match]) -> list[Any]:
    """The values of matches; of one that may be none, that it is open."""
    return [OPEN if match.doubt else match.value for match in matches]


def _stages(steps: tuple[Step, ...]) -> Iterator[tuple[One | None, Several]]:
    """The steps, keys in a row as one."""
    for keys, run in groupby(steps, lambda step: isinstance(step, Field)):
        if keys:
            yield _along([step.name for step in run if isinstance(step, Field)]), _none
        else:
            yield from ((None, _quick(step) or _none) for step in run)


def _none(_: Any) -> Iterable[Any]:
    return ()


def _along(names: list[str]) -> One:
    def look(value: Any) -> Any:
        for name in names:
            if value.__class__ is dict:
                if name in value:
                    value = value[name]
                    continue
                if "Fn::Transform" in value:
                    return OPEN
                value = ABSENT
            if value is ABSENT:
                return ABSENT
            value = _below(value, name)
            if value is OPEN:
                return OPEN
        return value

    return look


def _below(value: Any, name: str) -> Any:
    """What a key leads to in what is no plain mapping: a text may hold one."""
    if isinstance(value, Unknown | Reference | Partial | Open):
        return OPEN
    mapping = value if is_mapping(value) else embedded(value)
    if mapping is None:
        return ABSENT if below_text(value, name, ()) is ABSENT else OPEN
    return OPEN if "Fn::Transform" in mapping else mapping.get(name, ABSENT)


def _quick(step: Step) -> Several | None:
    if isinstance(step, Each):
        return _each if step == Each() else None
    if isinstance(step, Keep):
        return lambda value: [*_kept(value, step.tests)]
    if isinstance(step, At):
        return lambda value: (_at(value, step.index),)
    return _members if step is members else None


def _each(value: Any) -> Iterable[Any]:
    """The items of a list; a single value, also a text known in part, is a list of one."""
    if is_list(value):
        return value
    is_open = isinstance(value, Unknown) or (isinstance(value, Reference) and not value.single)
    return (OPEN,) if is_open else (value,)


def _kept(value: Any, tests: tuple[Test, ...]) -> Iterator[Any]:
    """Those that pass; absence is no item, and ends the path."""
    if value is ABSENT or isinstance(value, Unknown | Reference | Partial | Open):
        yield ABSENT if value is ABSENT else OPEN
        return
    for item in value if is_list(value) else (value,):
        kept = conjunction(test(item) for test in tests)
        if kept is not False:
            yield item if kept is True else OPEN


def _at(value: Any, index: int) -> Any:
    if not is_list(value):
        is_open = isinstance(value, Unknown | Reference | Partial | Open)
        first = value if index in (0, -1) else ABSENT
        return OPEN if is_open else first
    if any(isinstance(item, Unknown) for item in value):
        return OPEN
    return value[index] if -len(value) <= index < len(value) else ABSENT


def _members(value: Any) -> Iterable[Any]:
    if is_mapping(value):
        return value.values()
    if value is ABSENT or isinstance(value, Unknown | Reference | Partial | Open):
        return (ABSENT if value is ABSENT else OPEN,)
    return (embedded(value) or {}).values()
