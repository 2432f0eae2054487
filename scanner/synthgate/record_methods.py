"""The methods of records, made of the fields in the text of a class: see `synthgate.records`."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import Field

FIELDS = "__dataclass_fields__"
"""Where the standard library looks for the fields of a class."""
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY", "typing.", "dataclasses.")
"""How annotations begin that may be of no field."""


class Known:
    """The fields of a class as its text has them: by their names, in its order.

    `told` are those that `dataclasses.field` tells more of, `given` the defaults of the others.
    """

    def __init__(self, cls: type[Any]) -> None:
        self.types: Mapping[str, Any] = cls.__annotations__
        self.names = [*self.types]
        said, library = vars(cls), sys.modules.get("dataclasses")
        values = {name: said[name] for name in self.names if name in said}
        self.told: dict[str, Field[Any]] = {
            name: it for name, it in values.items() if library and isinstance(it, library.Field)
        }
        self.given = {name: it for name, it in values.items() if name not in self.told}

    @property
    def is_plain(self) -> bool:
        """Whether every annotation is that of a field, and every default one that may be."""
        for it in self.types.values():
            if not isinstance(it, str) or it.startswith(_NO_FIELDS):
                return False
        return None not in [it.__hash__ for it in self.given.values()]

    def having(self, aspect: str) -> list[str]:
        """The fields that have part in something: ``init``, ``repr``, ``compare``."""
        if not self.told:
            return self.names
        return [it for it in self.names if it not in self.told or getattr(self.told[it], aspect)]

    @property
    def hashed(self) -> list[str]:
        """The fields that have part in the hash of an instance."""
        if not self.told:
            return self.names
        return [it for it in self.names if it not in self.told or _counts(self.told[it])]

    @property
    def positional(self) -> list[str]:
        """The fields that need not be named when an instance is made."""
        if not self.told:
            return self.names
        return [
            it
            for it in self.having("init")
            if it not in self.told or self.told[it].kw_only is not True
        ]

    @property
    def defaults(self) -> dict[str, Any]:
        """The values that fields have where none is given."""
        return self.given | {
            name: it.default for name, it in self.told.items() if not _is_missing(it.default)
        }

    @property
    def made(self) -> dict[str, Any]:
        """What makes such values, of those fields that have one of its own in each instance."""
        return {
            name: it.default_factory
            for name, it in self.told.items()
            if not _is_missing(it.default_factory)
        }


def _counts(field: Field[Any]) -> bool:
    """Whether a field has part in the hash of an instance."""
    return field.compare if field.hash is None else field.hash


def _is_missing(default: Any) -> bool:
    """Whether a field has no such default."""
    return default is sys.modules["dataclasses"].MISSING  # which has made the field


def beginning(cls: type[Any], known: Known) -> Callable[..., None]:
    """An ``__init__`` that gives way to the one that it writes."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807
        written = _written(cls, known)
        cls.__init__ = written
        written(self, *given, **named)

    return __init__


def _written(cls: type[Any], known: Known) -> Callable[..., None]:
    """The ``__init__`` of a class, of source as the standard library writes it.

    Parsing is most of what that costs, and classes with as many fields of the same kinds differ in
    names alone: so it is compiled for numbered fields, once a shape, and given the names after.
    """
    defaults, made, taken = known.defaults, known.made, known.having("init")
    is_slotted = "__slots__" in vars(cls)
    numbered = {name: f"_{number}" for number, name in enumerate(known.names)}
    names: dict[str, Any] = {"__builtins__": vars(builtins)}  # C that imports looks for it
    names |= {f"_given{numbered[name]}": it for name, it in defaults.items()}
    names |= {f"_made{numbered[name]}": it for name, it in made.items()} | {"_MISSING": _MISSING}
    if is_slotted:
        names |= {f"_put{at}": getattr(cls, name).__set__ for name, at in numbered.items()}
    put = "_put{0}(self, {1})" if is_slotted else "_all[{0!r}] = {1}"
    lines = [] if is_slotted else ["_all = self.__dict__"]
    lines += [
        put.format(at, _value(at, taken=name in taken, made=name in made))
        for name, at in numbered.items()
        if name in taken or name in defaults or name in made
    ]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    named = [name for name in taken if name not in known.positional]
    words = [numbered[name] for name in known.positional]
    words += ["*", *(numbered[name] for name in named)] if named else []
    source = f"def __init__({', '.join(['self', *words])}):\n"
    source += "".join(f"    {line}\n" for line in lines or ["pass"])
    written = _called(_compiled(source), {at: name for name, at in numbered.items()}, names)
    said = dict.fromkeys(made, _MISSING) | defaults
    written.__defaults__ = tuple(said[name] for name in known.positional if name in said)
    written.__kwdefaults__ = {name: said[name] for name in named if name in said}
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    written.__annotations__ = {name: known.types[name] for name in taken} | {"return": None}
    return written


@cache
def _compiled(source: str) -> CodeType:
    """The code of the function in a source, which holds neither values nor names of a class."""
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - of numbers
    code: CodeType = names["__init__"].__code__
    return code


def _called(code: CodeType, names: Mapping[str, str], known: dict[str, Any]) -> FunctionType:
    """A function whose parameters, and keys of the dictionary, are called by other names."""
    code = code.replace(
        co_varnames=tuple(names.get(one, one) for one in code.co_varnames),
        co_consts=tuple(names.get(one, one) for one in code.co_consts),
    )
    return FunctionType(code, known)


_MISSING = object()
"""What stands for a value that is made."""


def _value(at: str, *, taken: bool, made: bool) -> str:
    """What a field is set to, as source."""
    if not made:
        return at if taken else f"_given{at}"
    return f"_made{at}() if {at} is _MISSING else {at}" if taken else f"_made{at}()"


def values_of(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of some fields."""
    if len(names) > 1:  # of one name, it would give the value itself
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def showing(names: Sequence[str]) -> Callable[[Any], str]:
    """What shows an instance as Python would make it."""

    def __repr__(self: Any) -> str:  # noqa: N807
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({told})"

    return recursive_repr()(__repr__)


def hashing(names: Sequence[str]) -> Callable[[Any], int]:
    """What gives the hash of an instance, of the values of some fields."""
    values = values_of(names)

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def comparing(
    names: Sequence[str], operator: Callable[[Any, Any], bool]
) -> Callable[[Any, Any], bool]:
    """What compares instances of one class, field by field; those of others it leaves to them."""
    values = values_of(names)

    def compare(self: Any, other: Any) -> Any:
        if other.__class__ is self.__class__:
            return operator(values(self), values(other))
        return NotImplemented

    return compare


def freezing(cls: type[Any], fields: Known) -> dict[str, Callable[..., None]]:
    """What keeps an instance as it was made."""
    known = frozenset(fields.names)

    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807
        if type(self) is cls or name in known:
            raise _frozen(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in known:
            raise _frozen(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return {"__setattr__": __setattr__, "__delattr__": __delattr__}


def _frozen(said: str) -> AttributeError:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - see above

    return FrozenInstanceError(said)


def state(self: Any) -> list[Any]:
    """For pickle, which cannot set the fields of a frozen class with slots."""
    return [getattr(self, name) for name in getattr(self, FIELDS)]


def restore(self: Any, state: Iterable[Any]) -> None:
    """Likewise."""
    for name, value in zip(getattr(self, FIELDS), state, strict=True):
        object.__setattr__(self, name, value)
