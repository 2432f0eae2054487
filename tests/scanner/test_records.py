"""Records are the standard library's dataclasses, made cheaply."""

from __future__ import annotations

import dataclasses
import pickle
import re
from copy import deepcopy
from dataclasses import KW_ONLY, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, ClassVar

import pytest

from synthgate import record_methods
from synthgate.records import dataclass

ROOT = Path(__file__).parents[2]
FORMS = [
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True, "eq": False},
    {"frozen": True, "slots": True, "eq": False},
    {"slots": True},
]


class Simple:
    """Fields of every kind."""

    kinds: ClassVar[int] = 3
    first: int
    second: str = "b"
    third: list[int] = field(default_factory=list[int])
    hidden: str = field(default="h", repr=False, compare=False)
    unhashed: int = field(default=1, hash=False)
    fixed: int = field(default=7, init=False)
    made: list[str] = field(default_factory=list[str], init=False, compare=False)
    _: KW_ONLY
    named: tuple[int, ...] = ()


class One:
    """One field, whose name is that of a builtin."""

    type: float


class Nothing:
    """No field."""


class Own:  # noqa: PLW1641 - what becomes of the hash is asked
    """Methods of its own, which are kept."""

    value: int

    def __repr__(self) -> str:
        return "own"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and abs(other.value) == abs(self.value)


class Hashed:
    """A hash of its own."""

    value: int

    def __hash__(self) -> int:
        return 3


class After:
    """What is done when all fields are set."""

    names: list[str]

    def __post_init__(self) -> None:
        self.names.append("after")


CLASSES: dict[type, tuple[list[Any], dict[str, Any]]] = {
    Simple: ([1], {"second": "x", "named": (2,)}),
    One: ([float("nan")], {}),
    Nothing: ([], {}),
    Own: ([-3], {}),
    Hashed: ([1], {}),
    After: ([[]], {}),
}


def _both(model: type, form: dict[str, bool]) -> list[Any]:
    """The class by our decorator and by the standard one."""
    said = {name: it for name, it in vars(model).items() if name not in {"__dict__", "__weakref__"}}
    ways: list[Any] = [dataclass, dataclasses.dataclass]
    return [way(**form)(type(model.__name__, (), dict(said))) for way in ways]


def _done(action: Any, *given: Any) -> Any:
    try:
        return action(*given)
    except Exception as error:  # noqa: BLE001 - whatever the standard library raises is the law
        return type(error), re.sub(r"[\w.]*__init__", "", str(error))


def _told(cls: Any, given: list[Any], named: dict[str, Any], form: dict[str, bool]) -> list[Any]:
    """All that a class and its instances show to others."""
    one, same = cls(*given, **named), cls(*given, **named)
    told = [
        repr(dataclasses.replace(one)),
        repr(one),
        one == same,
        one == 1,
        dataclasses.asdict(one),
        cls.__match_args__,
    ]
    if form.get("eq", True):
        told += [_done(hash, one)]
    told += [_done(lambda: one < same), _done(lambda: one >= same)]
    told += [_done(cls), _done(cls, *range(20))]
    told += [getattr(cls, name, None) for name in ("kinds", "second") if "slots" not in form]
    for name in cls.__match_args__[:1]:
        told += [_done(setattr, one, name, 2), getattr(one, name)]
    if "slots" not in form:  # where the library's own error is another one
        told += [_done(setattr, one, "more", 2), _done(delattr, one, "more")]
    told += [getattr(cls, "__slots__", None), hasattr(one, "__dict__"), cls.__doc__]
    told += [cls.__init__.__annotations__]
    if form.get("slots") and form.get("frozen"):
        told += [cls.__getstate__(one)]
    told += [(it.name, it.type, it.default, it.init) for it in dataclasses.fields(cls)]
    params = cls.__dataclass_params__
    return [*told, params.init, params.repr, params.eq, params.order, params.frozen]


@pytest.mark.parametrize(("model", "form"), [*product(CLASSES, FORMS)])
def test_a_record_does_what_a_dataclass_does(model: type, form: dict[str, bool]) -> None:
    """Made, shown, compared, ordered, hashed, replaced, changed, pickled: as the library does."""
    ours, theirs = (_told(cls, *deepcopy(CLASSES[model]), form) for cls in _both(model, form))
    for mine, its in zip(ours, theirs, strict=True):
        assert repr(mine) == repr(its)


@dataclass(frozen=True, slots=True)
class Kept:
    """One that can be pickled."""

    name: str
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class Lazy:
    """One with something that is worked out when it is asked for."""

    name: str

    @cached_property
    def long(self) -> str:
        return self.name * 2


@dataclass(frozen=True)
class More(Lazy):
    """A dataclass that inherits from one."""

    other: int = 1


def test_a_record_is_pickled_and_inherited_from() -> None:
    """With slots, too; and a property that is kept has its place."""
    assert pickle.loads(pickle.dumps(Kept("a", (1,)))) == Kept("a", (1,))  # noqa: S301
    assert Lazy("a").long == "aa"
    assert More("a", 2) == More("a", 2) != More("a", 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        More("a").name = "b"  # pyright: ignore[reportAttributeAccessIssue]


def test_threads_that_ask_at_once_learn_the_same() -> None:
    """What a class is known by is made when it is asked for; one is later, and asks no more."""

    @dataclass(frozen=True, slots=True)
    class Asked:
        value: int

    later = vars(Asked)["__dataclass_fields__"]
    assert [one.name for one in dataclasses.fields(Asked)] == ["value"]
    assert later.__get__(None, Asked) is Asked.__dataclass_fields__


def test_defining_a_record_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run defines hundreds; of those that are made, one of each shape is compiled."""
    sources: list[str] = []

    def compiled(source: str, *names: Any) -> None:
        sources.append(source)
        exec(source, *names)  # noqa: S102

    monkeypatch.setattr(dataclasses, "exec", compiled, raising=False)
    monkeypatch.setattr("synthgate.record_methods.exec", compiled, raising=False)
    record_methods._compiled.cache_clear()
    cls = dataclass(frozen=True, slots=True)(type("R", (), {"__annotations__": {"a": "int"}}))
    assert not sources
    assert {cls(1), cls(1), cls(2)} == {cls(1), cls(2)}
    assert len(sources) == 1
    other = dataclass(frozen=True, slots=True)(type("S", (), {"__annotations__": {"b": "int"}}))
    assert repr(other(b=3)) == "S(b=3)"
    assert len(sources) == 1


def test_the_program_defines_no_other_dataclasses() -> None:
    """But where `synthgate.records` makes them."""
    for root in ("scanner/synthgate", "rules/synthgate_rules", "reports/synthgate_reports"):
        for path in (ROOT / root).rglob("*.py"):
            found = re.search(
                r"^from dataclasses import .*\bdataclass\b", path.read_text(), re.MULTILINE
            )
            assert not found or path.name == "records.py", path
