"""Frozen dataclasses that cost little to define, and little to make.

`dataclass` here is the standard library's, for the forms that synthgate uses. That one writes the
source of five or six methods for each class and compiles it when the class is defined: half a
millisecond, for hundreds of classes of which one run uses some. Here nothing is compiled but
``__init__``, when the first instance is made. It puts values where they belong by the descriptors
of the slots, or the dictionary, in half the time that ``object.__setattr__`` by name takes. What
the library knows of a class (`Field`) is made when somebody asks for it; the library itself, which
brings `inspect` along, is not even imported before that.

`dataclasses.fields`, `replace`, `asdict` and pattern matching work as ever. A class that inherits
from another dataclass is left to the standard library, and so is one with annotations that are of
no field (`ClassVar`, `KW_ONLY`).
"""

from __future__ import annotations

from abc import update_abstractmethods
from collections.abc import Mapping
from functools import lru_cache
from operator import eq as eq_of
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any, TypeVar

from synthgate.record_methods import (
    FIELDS,
    Known,
    beginning,
    comparing,
    freezing,
    hashing,
    restore,
    showing,
    state,
    values_of,
)

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, **options):
        """The decorator, with the options `frozen`, `slots`, `eq` and `order`."""
        if cls is None:
            return lambda given: _record(given, **options)
        return _record(cls, **options)


T = TypeVar("T")


def replaced(record: T, /, **changes: Any) -> T:
    """The same record with other values, as `dataclasses.replace` has it, in half of its time."""
    kind: Any = record.__class__
    names: tuple[str, ...] = kind.__match_args__
    return kind(**dict(zip(names, _all(names)(record), strict=True)) | changes)


_all = lru_cache(maxsize=None)(values_of)

__all__ = ["dataclass", "replaced"]

_PARAMETERS = "__dataclass_params__"
"""Where the standard library looks for the options of a class."""


def _record(
    cls: type[Any],
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    order: bool = False,
) -> type[Any]:
    """A class with the methods of a dataclass."""
    known = Known(cls)
    inherits = any(FIELDS in vars(base) for base in cls.__mro__[1:])
    if inherits or not (known.is_plain and (frozen or slots)):
        from dataclasses import dataclass as standard  # noqa: PLC0415 - see above

        return standard(frozen=frozen, slots=slots, eq=eq, order=order)(cls)
    own = frozenset(vars(cls))
    if "__eq__" in own and cls.__hash__ is None:  # Python has set that, not the class
        own -= {"__hash__"}
    options = {"frozen": frozen, "eq": eq, "order": order}
    added = {name: _Later(name, known, options) for name in (FIELDS, _PARAMETERS)}
    methods = added | _methods(known, frozen=frozen, eq=eq, order=order)
    if frozen and slots:
        methods |= {"__getstate__": state, "__setstate__": restore}
    cls = _with(cls, known, {it: methods[it] for it in methods if it not in own}, slots=slots)
    for name, method in {
        "__init__": beginning(cls, known),
        **(freezing(cls, known) if frozen else {}),
    }.items():
        if name not in own:
            setattr(cls, name, method)
    update_abstractmethods(cls)
    return cls


class _Later:
    """What the standard library knows of a class: an attribute of it, made when it is asked for."""

    def __init__(self, name: str, known: Known, options: Mapping[str, bool]) -> None:
        self.name, self.known, self.options = name, known, options

    def __get__(self, instance: object, cls: type[Any]) -> Any:
        from dataclasses import dataclass as standard  # noqa: PLC0415 - see above

        said = {"__doc__": "none", "__annotations__": self.known.types}
        said |= {**self.known.given, **self.known.told}
        made: Any = standard(init=False, repr=False, eq=False)(type(cls.__name__, (), said))
        for name, it in {"init": True, "repr": True, **self.options}.items():
            setattr(made.__dataclass_params__, name, it)
        found = getattr(made, self.name)
        owner = next((one for one in cls.__mro__ if vars(one).get(self.name) is self), None)
        if owner is None:  # another thread was quicker, and what it has made is there for good
            return getattr(cls, self.name)
        setattr(owner, self.name, found)
        return found


def _methods(known: Known, *, frozen: bool, eq: bool, order: bool) -> dict[str, Any]:
    """What a class is given of which its fields are all that has to be known."""
    fields = known.having("compare")
    methods: dict[str, Any] = {
        "__match_args__": tuple(known.positional),
        "__repr__": showing(known.having("repr")),
    }
    if eq:
        methods["__eq__"] = comparing(fields, eq_of)
        methods["__hash__"] = hashing(known.hashed) if frozen else None
    if order:
        for name, compares in {"__lt__": lt, "__le__": le, "__gt__": gt, "__ge__": ge}.items():
            methods[name] = comparing(fields, compares)
    return methods


def _with(cls: type[Any], known: Known, methods: Mapping[str, Any], *, slots: bool) -> type[Any]:
    """A class with more methods: with `slots` another one, for a class has them from the start."""
    if slots:
        gone = {"__dict__", "__weakref__", *known.names}
        said = {name: it for name, it in vars(cls).items() if name not in gone}
        qualname = cls.__qualname__
        inherited = {it for base in cls.__mro__[1:] for it in vars(base).get("__slots__", ())}
        names = tuple(it for it in known.names if it not in inherited)
        kind: Any = type(cls)
        cls = kind(cls.__name__, cls.__bases__, {**said, **methods, "__slots__": names})
        cls.__qualname__ = qualname
        return cls
    defaults = known.defaults
    for name in known.told:
        if name in defaults:
            setattr(cls, name, defaults[name])
        else:
            delattr(cls, name)
    for name, it in methods.items():
        setattr(cls, name, it)
    return cls
