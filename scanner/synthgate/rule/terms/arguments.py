"""What may stand beside words: the kinds of arguments that several of them take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.terms.mistakes import Mistake, meant, told, wrong_kind
from synthgate.rule.terms.word import Argument, Form, Reader, Role, Shape
from synthgate.template.data import is_list
from synthgate.template.document import Route


def ref(name: str) -> Form:
    """A form that the JSON Schema of cards defines under a name."""
    return {"$ref": f"#/$defs/{name}"}


SAME = "condition-of-the-same"
"""Stands for the name of the conditions among which a word stands: of resources, or of matches."""


def refused(take: Callable[[Any], object], value: Any, route: Route) -> Iterator[Mistake]:
    """The mistake of a value that its taker will not have."""
    try:
        take(value)
    except CardError as error:
        yield told(route, error.text, error=type(error))


def unknown_word(
    route: Route, word: str, known: Iterable[str], *, at: Route | None = None
) -> Mistake:
    """A word that is none of those that are known there; `at` is the place, else the word's."""
    unknown = Message("unknown word {word!r} (one of {known}){meant}").format(
        word=word, known=", ".join(known), meant=meant(word, known)
    )
    return told(at, unknown) if at else told(route, unknown, at=word)


def a_path(read: Callable[[str], object], text: Any, route: Route) -> Iterator[Mistake]:
    """The mistakes of a path, as its reader has it."""
    if isinstance(text, str):
        yield from refused(read, text, route)
    else:
        yield told(route, Message("a path is a string"))


def _path(_: Reader, text: Any, route: Route, __: bool) -> Iterator[Mistake]:
    yield from a_path(compile_path, text, route)


def _names(kind: Text) -> Shape:
    """A name that is not empty, or a list of such names."""

    def shape(_: Reader, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
        every: list[Any] = value if is_list(value) else [value]
        if not (every and all(isinstance(name, str) and name for name in every)):
            yield told(route, wrong_kind(kind, value))

    return shape


def choice(choices: Iterable[str]) -> Argument:
    """One of some words."""
    known = [*choices]

    def shape(_: Reader, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
        if value not in known:
            yield unknown_word(route[:-1], str(value), known, at=route)

    return Argument(shape, ({"enum": known},))


def taken(take: Callable[[Any], object], *forms: Form) -> Argument:
    """Whatever a taker does not refuse."""
    return Argument(lambda _, value, route, __: refused(take, value, route), forms)


def _inner(reader: Reader, node: Any, route: Route, _: bool) -> Iterator[Mistake]:
    yield from reader.condition(node, route)


def _of_match(reader: Reader, node: Any, route: Route, _: bool) -> Iterator[Mistake]:
    yield from reader.condition(node, route, of_a_match=True)


def _same(reader: Reader, node: Any, route: Route, of_a_match: bool) -> Iterator[Mistake]:
    yield from reader.condition(node, route, of_a_match=of_a_match)


def _several(reader: Reader, node: Any, route: Route, of_a_match: bool) -> Iterator[Mistake]:
    if not is_list(node) or not node:
        yield told(route, wrong_kind(Message("a list of conditions"), node))
        return
    for index, part in enumerate(node):
        yield from reader.condition(part, (*route, index), of_a_match=of_a_match)


def _truth(_: Reader, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
    if not isinstance(value, bool):
        yield told(route, wrong_kind(Message("true or false"), value))


PATH = Argument(_path, (ref("text"),), Role.PATH)
PATH_OF_OTHERS = Argument(_path, (ref("text"),), Role.PATH_OF_OTHERS)
PATH_TO_ENTRIES = Argument(_path, (ref("text"),), Role.PATH_TO_ENTRIES)
NAMES = Argument(_names(Message("a name or a list of them")), (ref("one-or-more"),))
TYPES = Argument(
    _names(Message("a resource type or a list of them")), (ref("one-or-more"),), Role.TYPES
)
TRUTH = Argument(_truth, ({"type": "boolean"},))
ANYTHING = Argument(lambda _, __, ___, ____: iter(()))
CONDITION = Argument(_same, (ref(SAME),), Role.CONDITION)
CONDITIONS = Argument(
    _several, ({"type": "array", "items": ref(SAME), "minItems": 1},), Role.CONDITION
)
OF_A_MATCH = Argument(_of_match, (ref("condition-of-a-match"),), Role.INNER)
OF_RESOURCES = Argument(_inner, (ref("condition"),), Role.INNER)
OF_OTHERS = Argument(_inner, (ref("condition-of-a-match"),), Role.INNER)
"""The same, in the form that words have which ask of matches, too: an editor cannot tell which."""
