"""``Fn::FindInMap``: the cells of a mapping that keys, known or not, lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from synthgate.resolve.calls import Resolving, impossible, malformed, not_known
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import is_same
from synthgate.resolve.values import (
    ABSENT,
    Partial,
    Reference,
    Unknown,
    causes_of,
    scalar_text,
    unknown,
)
from synthgate.template.data import is_container, is_list, is_mapping

MAX_CHOICES = 64
"""Rows of a mapping beyond which an unknown key may lead to anything."""


def find_in_map(resolver: Resolving, argument: Any) -> Any:
    """The cell, or one of those that an open key may lead to."""
    if not (is_list(argument) and len(argument) in {3, 4}):
        return malformed("Fn::FindInMap")
    name, first, second = (resolver.resolve(part) for part in argument[:3])
    if not isinstance(name, str):
        return not_known("Fn::FindInMap", name)
    table = resolver.mapping(name)
    if not is_mapping(table):
        return unknown(Decider.MISSING, f"Mappings.{name}")
    causes = causes_of([first, second])
    options: Mapping[str, Any] = argument[3] if len(argument) == 4 else {}
    default = options.get("DefaultValue", ABSENT) if is_mapping(options) else ABSENT
    if causes:
        if not resolver.takes(len(table)):
            return unknown(Decider.EFFORT, f"Mappings.{name}")
        return _one_of(resolver, name, causes, _cells(table, first, second), default)
    cell = next(_cells(table, first, second), None)
    if cell:
        return resolver.cell(name, *cell)
    if default is not ABSENT:
        return resolver.resolve(default)
    return impossible(f"Mappings.{name}.{_shown(first)}.{_shown(second)}")


def _one_of(
    resolver: Resolving,
    name: str,
    causes: tuple[Cause, ...],
    cells: Iterator[tuple[str, str]],
    default: Any,
) -> Any:
    """What a key that is not known may lead to in a mapping."""
    likely = [*islice(cells, MAX_CHOICES + 1)]
    found = [] if default is ABSENT else [default]
    if len(likely) + len(found) > MAX_CHOICES:
        return Unknown(causes)
    choices = (
        *(resolver.cell(name, *cell) for cell in likely),
        *(resolver.resolve(value) for value in found),
    )
    if not choices:
        return impossible(f"Mappings.{name}.*.*")
    is_one = all(is_same(choices[0], choice) for choice in choices)
    return choices[0] if is_one else Unknown(causes, choices)


def _cells(table: Mapping[str, Any], first: object, second: object) -> Iterator[tuple[str, str]]:
    """The cells of a mapping that two keys may lead to, by their rows and columns."""
    for key in _keys(table, first):
        row = table[key]
        if is_mapping(row):
            for column in _keys(row, second):
                yield key, column


def _keys(table: Mapping[str, Any], key: object) -> list[str]:
    """The keys that a key may turn out to be."""
    if isinstance(key, Unknown):
        excluded = set(map(_key, key.excluded))
        likely = [*map(_key, key.choices)] or list(table)
        return [name for name in likely if name in table and name not in excluded]
    if isinstance(key, Partial | Reference):
        return list(table)
    return [_key(key)] if _key(key) in table else []


def _key(value: object) -> str:
    """A key as it stands in a mapping; no list or mapping is one."""
    return "" if value is None or is_container(value) else scalar_text(value)


def _shown(key: object) -> str:
    return scalar_text(key) if isinstance(key, str | int) else "*"
