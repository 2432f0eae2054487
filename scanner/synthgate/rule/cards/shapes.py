"""Shapes of plain data that people write: each says what is wrong with a value at a route."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from synthgate.model import LANGUAGES, NOTHING, Message, Text
from synthgate.rule.terms.mistakes import Mistake, meant, short, told, wrong_kind
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Shape = Callable[[Any, Route], Iterator[Mistake]]
"""Says what is wrong with the value that stands at a route."""

MAPPING = Message("a mapping")
_COMMA = Message(
    "unknown key {key!r}: within braces a comma ends a text; if this belongs to the one before, "
    "put the whole in quotes"
)


def keys(
    node: Mapping[str, Any], route: Route, required: Iterable[str], optional: Iterable[str] = ()
) -> Iterator[Mistake]:
    """Which keys a mapping has that are unknown, and which it lacks."""
    needed = tuple(required)
    known = (*needed, *optional)
    for key in node:
        if key in known:
            continue
        if node[key] is None and " " in str(key):  # of ``{en: a, or b}`` the comma made a key
            yield told(route, _COMMA.format(key=key), at=key)
            continue
        unknown = Message("unknown key {key!r}{meant}")
        yield told(route, unknown.format(key=key, meant=meant(key, known)), at=key)
    for key in needed:
        if key not in node:
            missing = Message("missing key {key!r}")
            yield told(route, missing.format(key=key))


def kind(is_right: Callable[[Any], bool], wanted: Text) -> Shape:
    """A value of which something holds."""

    def shape(value: Any, route: Route) -> Iterator[Mistake]:
        if not is_right(value):
            yield told(route, wrong_kind(wanted, value))

    return shape


def member(names: Iterable[str]) -> Shape:
    """One of some words."""
    known = [*map(str, names)]

    def shape(value: Any, route: Route) -> Iterator[Mistake]:
        if value not in known:
            other = Message("{where} is one of {names}, not {value}{meant}")
            near = meant(value, known) if isinstance(value, str) else NOTHING
            told_ = other.format(
                where=_named(route), names=", ".join(known), value=short(value), meant=near
            )
            yield Mistake(route, told_)

    return shape


def fields(
    shapes: Mapping[str, Shape], required: Iterable[str] = (), *, whole: Text = MAPPING
) -> Shape:
    """A mapping of known keys, each with its own shape."""
    needed = tuple(required)

    def shape(value: Any, route: Route) -> Iterator[Mistake]:
        if not is_mapping(value):
            yield told(route, wrong_kind(whole, value))
            return
        yield from keys(value, route, needed, (key for key in shapes if key not in needed))
        for key, item in shapes.items():
            if key in value:
                yield from item(value[key], (*route, key))

    return shape


def each(item: Shape, whole: Text = MAPPING) -> Shape:
    """A mapping of any keys to values of one shape."""

    def shape(value: Any, route: Route) -> Iterator[Mistake]:
        if not is_mapping(value):
            yield told(route, wrong_kind(whole, value))
            return
        for key in value:
            yield from item(value[key], (*route, key))

    return shape


def items(item: Shape, whole: Text) -> Shape:
    """A list of values of one shape."""

    def shape(value: Any, route: Route) -> Iterator[Mistake]:
        if not is_list(value):
            yield told(route, wrong_kind(whole, value))
            return
        for index, entry in enumerate(value):
            yield from item(entry, (*route, index))

    return shape


def sentence(value: Any, route: Route) -> Iterator[Mistake]:
    """A sentence in one language or in each: who reads another one has it in that."""
    if not is_mapping(value) or value.keys().isdisjoint(LANGUAGES):
        needs = Message("{where} needs 'en' or 'ko', or both")
        yield Mistake(route, needs.format(where=_named(route)))
        return
    yield from keys(value, route, (), LANGUAGES)
    for language in LANGUAGES:
        if language in value:
            yield from text(value[language], (*route, language))


def is_text(value: object) -> bool:
    """Whether a value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def _named(route: Route) -> str:
    """The key that a value belongs to."""
    return str(next((step for step in reversed(route) if isinstance(step, str)), ""))


def says_something(value: object) -> bool:
    """Whether a text has a letter or a digit: what is all signs, or is not seen, says nothing."""
    return isinstance(value, str) and any(map(str.isalnum, value))


text = kind(is_text, Message("a text"))
saying = kind(says_something, Message("a text with a letter or a digit in it"))
truth = kind(lambda value: isinstance(value, bool), Message("true or false"))
