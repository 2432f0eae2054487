"""Plain data of the model as rows of JSON: by the types of its fields.

A record is the list of its fields in their order, without those at the end that are as they mostly
are. How a type is written is found out once, from its annotations, so that a field that the model
gets is written without a word here. Types that a codec has tables for (`shared`) are numbers in
these; the tables go along as the second argument. `synthgate.kept.made` has the way back.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from synthgate.record_methods import values_of

Convert = Callable[[Any, Any], Any]
"""From a value to its row, with the tables of one report."""

PLAIN = frozenset({str, int, float, bool, type(None)})
"""What stands for itself in JSON."""


class Rows:
    """How types are written; `shared` has how those are that there are tables for."""

    def __init__(self, shared: Mapping[Any, Convert]) -> None:
        self._known: dict[Any, Convert | None] = dict(shared)

    def of(self, kind: Any) -> Convert | None:
        """How a type is written; None for one that stands for itself.

        Raises:
            TypeError: nobody has said how.
        """
        if kind not in self._known:
            self._known[kind] = self._found(kind)
        return self._known[kind]

    def record(self, kind: type) -> Convert:
        """How a record is written, whatever tables there are."""
        hints = get_type_hints(kind)
        return _writer([(one, self.of(hints[one.name])) for one in fields(kind)])

    def _found(self, kind: Any) -> Convert | None:
        arguments = get_args(kind)
        match form_of(kind):
            case "plain":
                return None
            case "optional":
                return _optional(self.of(without_none(arguments)))
            case "few":
                return _few([*map(self.of, arguments)])
            case "many":
                return _many(self.of(arguments[0]))
            case "mapping":
                return _mapping(self.of(arguments[1]))
            case "enum":
                names = {one: name_of(one) for one in enum_of(kind)}
                return lambda value, _: names[value]
            case "record":
                return self.record(kind)


Form = Literal["plain", "optional", "few", "many", "mapping", "enum", "record"]


def form_of(kind: Any) -> Form:
    """What kind of type something is.

    Raises:
        TypeError: one that there is no row for.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return "plain"
    if origin is Literal:
        return "plain" if _is_plain(arguments) else "enum"
    if origin in {Union, types.UnionType} and type(None) in arguments:
        return "plain" if PLAIN.issuperset(arguments) else "optional"
    if origin is tuple and arguments[1:] != (...,):
        return "few"
    if origin in {tuple, Sequence}:
        return "many"
    if origin is Mapping and arguments[0] is str:
        return "mapping"
    if _is_enum(kind):
        return "enum"
    if _is_record(kind):
        return "record"
    raise TypeError(kind)


def _is_plain(values: tuple[Any, ...]) -> bool:
    return all(type(value) in PLAIN for value in values)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def without_none(arguments: tuple[Any, ...]) -> Any:
    """A type that may be None, without that."""
    first, *others = (one for one in arguments if one is not type(None))
    for one in others:
        first = first | one
    return first


def enum_of(kind: Any) -> type[Enum]:
    """The enumeration of a type, or of the members that a literal one names."""
    found: type[Enum] = kind if isinstance(kind, type) else type(get_args(kind)[0])
    return found


def name_of(one: Enum) -> Any:
    """What is written of a member of an enumeration."""
    return getattr(one, "id", one.value)


def usual_of(one: Field[Any]) -> Any:
    """What a field mostly is; of one that always has to be said, what no value equals."""
    if one.default is not MISSING:
        return one.default
    return object() if one.default_factory is MISSING else one.default_factory()


def _optional(convert: Convert | None) -> Convert | None:
    return convert and (lambda value, tables: None if value is None else convert(value, tables))


def _many(convert: Convert | None) -> Convert:
    if convert is None:
        return lambda value, _: list(value)
    return lambda value, tables: [convert(one, tables) for one in value]


def _few(converts: Sequence[Convert | None]) -> Convert:
    def convert_all(value: Any, tables: Any) -> Any:
        pairs = zip(converts, value, strict=True)
        return [convert(one, tables) if convert else one for convert, one in pairs]

    return convert_all


def _mapping(convert: Convert | None) -> Convert:
    if convert is None:
        return lambda held, _: dict(held)
    return lambda held, tables: {name: convert(one, tables) for name, one in held.items()}


def _writer(every: Sequence[tuple[Field[Any], Convert | None]]) -> Convert:
    values = values_of([one.name for one, _ in every])
    usual = [usual_of(one) for one, _ in every]
    converted = [(at, convert) for at, (_, convert) in enumerate(every) if convert]

    def write(value: Any, tables: Any) -> list[Any]:
        row = [*values(value)]
        length = len(row)
        while length and row[length - 1] == usual[length - 1]:
            length -= 1
        del row[length:]
        for at, convert in converted:
            if at < length:
                row[at] = convert(row[at], tables)
        return row

    return write
