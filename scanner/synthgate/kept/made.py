"""Rows of JSON as plain data of the model: the way back from `synthgate.kept.rows`.

A record is made by a function that is written for its class, and for the length of its row, when
the first such row is read: thousands are read in a run that finds everything kept, and to go
through the fields of each would take three times as long. The source of these functions is made of
the annotations of the model. Nothing of a row comes into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from synthgate.kept.rows import enum_of, form_of, name_of, without_none

Make = Callable[[Any, Any], Any]
"""From a row to what it stands for, with the tables of one report."""


class Makers:
    """How types are read; `shared` has expressions for those that there are tables for.

    In such an expression ``{}`` is the number in the table, and ``t`` are the tables.
    """

    def __init__(self, shared: Mapping[Any, str], alike: AbstractSet[Any] = frozenset()) -> None:
        """`alike` are types of which two that are equal are to be the same (`t.alike`)."""
        self._shared, self._alike = dict(shared), alike
        self._named: dict[str, Any] = {"check": _check}
        self._records: dict[type, str] = {}

    def record(self, kind: type) -> Make:
        """How a record is read, whatever tables there are."""
        by_length = self._by_length(kind)
        return lambda row, tables: by_length[len(row)](row, tables)

    def _by_length(self, kind: type) -> _ByLength:
        """The functions of a class, each for rows of one length."""
        if kind not in self._records:
            self._records[kind] = self._name(_ByLength(self, kind))
        found: _ByLength = self._named[self._records[kind]]
        return found

    def _name(self, value: Any) -> str:
        """A name in the source for something that it needs."""
        name = f"_{len(self._named)}"
        self._named[name] = value
        return name

    def of(self, kind: Any, row: str, depth: int = 0) -> str:
        """An expression for what a row stands for; `row` is one for that."""
        if kind in self._shared:
            return self._shared[kind].format(row)
        made = self._of(kind, row, depth)
        return f"t.alike({made})" if kind in self._alike else made

    def _of(self, kind: Any, row: str, depth: int) -> str:
        arguments, one = get_args(kind), f"x{depth}"
        match form_of(kind):
            case "plain":
                return f"check({row}, {self._name(_allowed(kind))})"
            case "optional":
                return (
                    f"(None if {row} is None else {self.of(without_none(arguments), row, depth)})"
                )
            case "few":
                each = (self.of(it, f"{row}[{at}]", depth) for at, it in enumerate(arguments))
                return f"({', '.join(each)},)"
            case "many":
                return f"tuple([{self.of(arguments[0], one, depth + 1)} for {one} in {row}])"
            case "mapping":
                value = self.of(arguments[1], one, depth + 1)
                return f"{{k{depth}: {value} for k{depth}, {one} in {row}.items()}}"
            case "enum":
                members = {name_of(it): it for it in enum_of(kind)}
                return f"{self._name(members)}[{row}]"
            case "record":
                self._by_length(kind)
                return f"{self._records[kind]}[len({row})]({row}, t)"

    def written(self, kind: type, length: int) -> Make:
        """The function that reads rows of a class that have so many fields.

        Raises:
            ValueError: the class has fewer.
        """
        hints, names = get_type_hints(kind), [one.name for one in fields(kind)]
        if length > len(names):
            raise ValueError(length)
        values = [f"r[{at}]" for at in range(length)]
        lines: list[str] = []
        for at, name in enumerate(names[:length]):
            hint = hints[name]
            if hint not in self._shared and form_of(hint) == "plain":
                lines.append(
                    f"    if type({values[at]}) not in {self._name(_allowed(hint))}: wrong(r)"
                )
            else:
                values[at] = self.of(hint, values[at])
        source = "\n".join(["def make(r, t):", *lines, f"    return kind({', '.join(values)})"])
        known: dict[str, Any] = {**self._named, "kind": kind, "wrong": _wrong}
        exec(compile(source, f"<{kind.__name__}>", "exec"), known)  # noqa: S102 - see above
        return known["make"]


class _ByLength(dict[int, Make]):
    """The functions that read rows of one class, each written when it is first needed."""

    def __init__(self, makers: Makers, kind: type) -> None:
        super().__init__()
        self._makers, self._kind = makers, kind

    def __missing__(self, length: int) -> Make:
        made = self[length] = self._makers.written(self._kind, length)
        return made


def _allowed(hint: Any) -> frozenset[type]:
    """The types of what stands for itself; an integer may stand for a float."""
    if get_origin(hint) is Literal:
        words: tuple[Any, ...] = get_args(hint)
        return frozenset(map(type, words))
    kinds: frozenset[type] = frozenset(get_args(hint) or (hint,))
    return kinds | {int} if float in kinds else kinds


def _check(value: Any, allowed: frozenset[type]) -> Any:
    if type(value) not in allowed:
        raise TypeError(value)
    return value


def _wrong(row: Any) -> None:
    raise TypeError(row)
