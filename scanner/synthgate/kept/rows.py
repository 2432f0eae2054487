"""Plain data of the model as rows of JSON, and back: by the types of its fields.

A record is the list of its fields in their order, without those at the end that are as they mostly
are. How a type is written is found out once, from its annotations, so that a field that the model
gets is written without a word here. Types that a codec has tables for (`shared`) are numbers in
these; the tables go along as the second argument.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Convert = Callable[[Any, Any], Any]
"""From a value to its row, or from a row to its value, with the tables of one report."""

PLAIN = frozenset({str, int, float, bool, type(None)})
"""What stands for itself in JSON."""


class Rows:
    """Converters of types into one direction; `shared` has those of types with tables."""

    def __init__(self, shared: Mapping[Any, Convert], *, reading: bool) -> None:
        self._known: dict[Any, Convert | None] = dict(shared)
        self._reading = reading

    def of(self, kind: Any) -> Convert | None:
        """How a type is converted; None for one that stands for itself.

        Raises:
            TypeError: nobody has said how.
        """
        if kind not in self._known:
            self._known[kind] = self._found(kind)
        return self._known[kind]

    def record(self, kind: type) -> Convert:
        """How a record is converted, whatever tables there are."""
        hints = get_type_hints(kind)
        every = [(one, hints[one.name], self.of(hints[one.name])) for one in fields(kind)]
        return _reader(kind, every) if self._reading else _writer(every)

    def _found(self, kind: Any) -> Convert | None:
        origin, arguments = get_origin(kind), get_args(kind)
        if kind in PLAIN:
            return None
        if origin is Literal:
            return self._literal(arguments)
        if origin in {Union, types.UnionType}:
            return self._optional(arguments)
        if origin is tuple and arguments[1:] != (...,):
            return _few([*map(self.of, arguments)], tuple if self._reading else list)
        if origin in {tuple, Sequence}:
            return _many(self.of(arguments[0]), tuple if self._reading else list)
        if origin is Mapping and self.of(arguments[0]) is None:
            return _mapping(self.of(arguments[1]))
        if _is_enum(kind):
            return self._enum(kind)
        if _is_record(kind):
            return self.record(kind)
        raise TypeError(kind)

    def _literal(self, values: tuple[Any, ...]) -> Convert | None:
        kinds: set[type[Any]] = {type(value) for value in values}
        return None if kinds <= PLAIN else self.of(kinds.pop())

    def _optional(self, arguments: tuple[Any, ...]) -> Convert | None:
        rest: list[Any] = [one for one in arguments if one is not type(None)]
        if all(one in PLAIN for one in rest):
            return None
        union = rest[0]
        for one in rest[1:]:
            union = union | one
        convert = self.of(union)
        if convert is None or len(rest) == len(arguments):
            return convert
        return lambda value, tables: None if value is None else convert(value, tables)

    def _enum(self, kind: type[Enum]) -> Convert:
        names = {one: getattr(one, "id", one.value) for one in kind}
        found: Mapping[Any, Any] = (
            {it: one for one, it in names.items()} if self._reading else names
        )
        return lambda value, _: found[value]


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def _many(convert: Convert | None, made: Callable[[Any], Any]) -> Convert:
    if convert is None:
        return lambda value, _: made(value)
    return lambda value, tables: made([convert(one, tables) for one in value])


def _few(converts: Sequence[Convert | None], made: Callable[[Any], Any]) -> Convert:
    def convert_all(value: Any, tables: Any) -> Any:
        pairs = zip(converts, value, strict=True)
        return made([convert(one, tables) if convert else one for convert, one in pairs])

    return convert_all


def _mapping(convert: Convert | None) -> Convert:
    if convert is None:
        return lambda held, _: dict(held)
    return lambda held, tables: {name: convert(one, tables) for name, one in held.items()}


_Every = Sequence[tuple[Field[Any], Any, Convert | None]]
"""The fields of a record with their types, and how these are converted."""


def _writer(every: _Every) -> Convert:
    names = [one.name for one, _, _ in every]
    usual = [_usual(one) for one, _, _ in every]
    converted = [(at, convert) for at, (_, _, convert) in enumerate(every) if convert]

    def write(value: Any, tables: Any) -> list[Any]:
        row = [getattr(value, name) for name in names]
        length = len(row)
        while length and row[length - 1] == usual[length - 1]:
            length -= 1
        del row[length:]
        for at, convert in converted:
            if at < length:
                row[at] = convert(row[at], tables)
        return row

    return write


def _usual(one: Field[Any]) -> Any:
    """What a field mostly is; of one that always has to be said, what no value equals."""
    if one.default is not MISSING:
        return one.default
    return object() if one.default_factory is MISSING else one.default_factory()


def _reader(kind: type, every: _Every) -> Convert:
    plain = [(at, _allowed(hint)) for at, (_, hint, convert) in enumerate(every) if not convert]
    converted = [(at, convert) for at, (_, _, convert) in enumerate(every) if convert]

    def read(row: list[Any], tables: Any) -> Any:
        length = len(row)
        for at, allowed in plain:
            if at < length and type(row[at]) not in allowed:
                raise TypeError(kind, at)
        for at, convert in converted:
            if at < length:
                row[at] = convert(row[at], tables)
        return kind(*row)

    return read


def _allowed(hint: Any) -> frozenset[type]:
    """The types of what stands for itself; an integer may stand for a float."""
    if get_origin(hint) is Literal:
        words: tuple[Any, ...] = get_args(hint)
        return frozenset(map(type, words))
    kinds: frozenset[type] = frozenset(get_args(hint) or (hint,))
    return kinds | {int} if float in kinds else kinds
