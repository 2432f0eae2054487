"""Frozen dataclasses that cost little to define, and little to make.

`dataclass` here is the standard library's, for the forms that synthgate uses. That one writes the
source of five or six methods for each class and compiles it when the class is defined: half a
millisecond, for hundreds of classes of which one run uses some. Here nothing is compiled but
``__init__``, when the first instance is made. It puts values where they belong by the descriptors
of the slots, or the dictionary, in half the time that ``object.__setattr__`` by name takes.

`dataclasses.fields`, `replace`, `asdict` and pattern matching work as ever. A class that inherits
from another dataclass is left to the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, fields, is_dataclass
from dataclasses import dataclass as standard
from operator import attrgetter, ge, gt, le, lt
from operator import eq as eq_of
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, **options):
        """The decorator, with the options `frozen`, `slots`, `eq` and `order`."""
        if cls is None:
            return lambda given: _record(given, **options)
        return _record(cls, **options)


__all__ = ["dataclass"]


def _record(
    cls: type[Any],
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    order: bool = False,
) -> type[Any]:
    """A class with the methods of a dataclass."""
    if any(map(is_dataclass, cls.__mro__[1:])) or not (frozen or slots):
        return standard(frozen=frozen, slots=slots, eq=eq, order=order)(cls)
    own = frozenset(vars(cls))
    cls = standard(init=False, repr=False, eq=False, slots=slots)(cls)
    said = cls.__dataclass_params__
    said.init = said.repr = True
    said.frozen, said.eq, said.order = frozen, eq, order
    every = fields(cls)
    compared = [it.name for it in every if it.compare]
    methods: dict[str, Any] = {
        "__init__": _first(cls),
        "__repr__": _shown([it.name for it in every if it.repr]),
    }
    if eq:
        methods["__eq__"] = _compared(compared, eq_of)
        methods["__hash__"] = _hashed([it.name for it in every if _counts(it)]) if frozen else None
    if order:
        for name, compares in {"__lt__": lt, "__le__": le, "__gt__": gt, "__ge__": ge}.items():
            methods[name] = _compared(compared, compares)
    if frozen:
        methods |= _freeze(cls, [it.name for it in every])
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _restore}
    if "__eq__" in own and cls.__hash__ is None:  # Python has set that, not the class
        own -= {"__hash__"}
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


def _counts(field: Field[Any]) -> bool:
    """Whether a field has part in the hash of an instance."""
    return field.compare if field.hash is None else field.hash


def _first(cls: type[Any]) -> Callable[..., None]:
    """An ``__init__`` that gives way to the one that it writes."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807
        written = _written(cls)
        cls.__init__ = written
        written(self, *given, **named)

    return __init__


def _written(cls: type[Any]) -> Callable[..., None]:
    """The ``__init__`` of a class, compiled from source as the standard library does.

    The source holds the names of fields, which are those of the class's own text, and no values.
    """
    every, is_slotted = fields(cls), "__slots__" in vars(cls)
    known: dict[str, Any] = {"_MISSING": MISSING}
    for it in every:
        known |= {f"_given_{it.name}": it.default, f"_made_{it.name}": it.default_factory}
        if is_slotted:
            known[f"_put_{it.name}"] = getattr(cls, it.name).__set__
    put = "_put_{0.name}(self, {1})" if is_slotted else "_all[{0.name!r}] = {1}"
    lines = [] if is_slotted else ["_all = self.__dict__"]
    lines += [put.format(it, _value(it)) for it in every if it.init or _has_default(it)]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    taken = ", ".join(_parameters([it for it in every if it.init]))
    source = f"def __init__({taken}):\n" + "".join(f"    {line}\n" for line in lines or ["pass"])
    made: dict[str, Any] = {}
    exec(source, known, made)  # noqa: S102 - of names that Python itself took for fields
    written = made["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    written.__annotations__ = {it.name: it.type for it in every if it.init} | {"return": None}
    return written


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _parameters(fields: Iterable[Field[Any]]) -> Iterator[str]:
    """What ``__init__`` takes, those that have to be named last."""
    yield "self"
    named: list[str] = []
    for it in fields:
        given = it.default is not MISSING
        default = f"=_given_{it.name}" if given else "=_MISSING" if _has_default(it) else ""
        if it.kw_only:
            named.append(it.name + default)
        else:
            yield it.name + default
    yield from ["*", *named] if named else []


def _value(field: Field[Any]) -> str:
    """What a field is set to, as source."""
    name = field.name
    if field.default_factory is MISSING:
        return name if field.init else f"_given_{name}"
    return f"_made_{name}() if {name} is _MISSING else {name}" if field.init else f"_made_{name}()"


def _values(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of some fields."""
    if len(names) > 1:  # of one name, it would give the value itself
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _shown(names: Sequence[str]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:  # noqa: N807
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({told})"

    return recursive_repr()(__repr__)


def _hashed(names: Sequence[str]) -> Callable[[Any], int]:
    values = _values(names)

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _compared(
    names: Sequence[str], operator: Callable[[Any, Any], bool]
) -> Callable[[Any, Any], bool]:
    """What compares instances of one class, field by field; those of others it leaves to them."""
    values = _values(names)

    def compare(self: Any, other: Any) -> Any:
        if other.__class__ is self.__class__:
            return operator(values(self), values(other))
        return NotImplemented

    return compare


def _freeze(cls: type[Any], names: Sequence[str]) -> dict[str, Callable[..., None]]:
    """What keeps an instance as it was made."""
    known = frozenset(names)

    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807
        if type(self) is cls or name in known:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in known:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return {"__setattr__": __setattr__, "__delattr__": __delattr__}


def _state(self: Any) -> list[Any]:
    """For pickle, which cannot set the fields of a frozen class with slots."""
    return [getattr(self, it.name) for it in fields(self)]


def _restore(self: Any, state: Iterable[Any]) -> None:
    for it, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, it.name, value)
