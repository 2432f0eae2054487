"""The grammar of conditions: every mistake of a `when` or `check`, each at its place.

`conditions` gives the words their meaning, and may trust what has passed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.rule.operators.asking import VALUE_OF, compile_value_of
from synthgate.rule.operators.quantities import Quantity, limits_of, unit
from synthgate.rule.operators.table import ARGUMENTS, WITH_UNITS
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.terms.mistakes import Mistake, meant, told, wrong_kind
from synthgate.rule.terms.parameters import filled_in, unknown_names
from synthgate.rule.words.sentence import FACTS, QUANTIFIERS
from synthgate.template.data import MAX_DEPTH, deeper_than, is_list, is_mapping
from synthgate.template.document import Route

_CONDITION = Message("a mapping")
_CONDITIONS = Message("a list of conditions")
_NAME = Message("a name")
_NAMES = Message("a name or a list of them")
_TYPES = Message("a resource type or a list of them")
_TRUTH = Message("true or false")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What conditions are held against. `python` refuses a function that is not there."""

    python: Callable[[str], object]
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def mistakes(self, node: object, route: Route) -> Iterator[Mistake]:
        """Every mistake of a condition that stands at a route of its card."""
        if deeper_than(node, MAX_DEPTH):
            deep = Message("nested more than {n} levels deep")
            yield told(route, deep.format(n=MAX_DEPTH))
            return
        yield from unknown_names(node, self.parameters, route)
        yield from self.condition(filled_in(node, self.parameters), route)

    def condition(
        self, node: object, route: Route, *, of_a_match: bool = False
    ) -> Iterator[Mistake]:
        """The mistakes of a condition inside another, asked of a resource or of a match."""
        if not is_mapping(node):
            yield told(route, wrong_kind(_CONDITION, node))
            return
        kind = kind_of(node)
        if kind == "":
            yield from self._bare(node, route, of_a_match=of_a_match)
            return
        if of_a_match and kind in _OF_RESOURCES:
            beside = Message("{kind!r} is about the resource, not about a match: say it outside")
            yield told(route, beside.format(kind=kind), at=kind)
        required, optional = WORDS[kind]
        for word in required:
            if word not in node:
                missing = Message("{kind!r} without {word!r}")
                yield told(route, missing.format(kind=kind, word=word), at=kind)
        known = {**required, **optional}
        yield from (_unknown_word(route, word, known) for word in node if word not in known)
        for word in [word for word in node if word in known]:
            yield from known[word](self, node[word], (*route, word), of_a_match)
        yield from _idle(node, route, kind) if kind in _LOOKING else ()

    def _bare(
        self, node: Mapping[str, Any], route: Route, *, of_a_match: bool
    ) -> Iterator[Mistake]:
        """Operators that are asked of a match itself; of a resource, that says nothing."""
        strange = [word for word in node if word not in _ASKING]
        for word in strange if node else [""]:
            yield _unknown_word(route, word, [*(w for w in WORDS if w), *ARGUMENTS])
        if strange or not node:
            return
        if not of_a_match:
            lonely = Message("{word!r} without a 'path'")
            yield told(route, lonely.format(word=next(iter(node))))
            return
        for word, argument in node.items():
            yield from _ASKING[word](self, argument, (*route, word), True)
        yield from _idle(node, route, "")


def kind_of(node: Mapping[str, Any]) -> str:
    """The word that says what a condition asks; empty for one that asks of a match itself."""
    return next((word for word in WORDS if word in node), "")


Shape = Callable[[Grammar, Any, Route, bool], Iterator[Mistake]]
"""The mistakes of a word's argument at its route, in a condition asked of a match or not."""


def _inner(grammar: Grammar, node: Any, route: Route, _: bool) -> Iterator[Mistake]:
    yield from grammar.condition(node, route)


def _of_match(grammar: Grammar, node: Any, route: Route, _: bool) -> Iterator[Mistake]:
    yield from grammar.condition(node, route, of_a_match=True)


def _parts(grammar: Grammar, node: Any, route: Route, of_a_match: bool) -> Iterator[Mistake]:
    """One condition, or a list of them, asked of the same as the one around."""
    if route[-1] == "not":
        yield from grammar.condition(node, route, of_a_match=of_a_match)
    elif not is_list(node) or not node:
        yield told(route, wrong_kind(_CONDITIONS, node))
    else:
        for index, part in enumerate(node):
            yield from grammar.condition(part, (*route, index), of_a_match=of_a_match)


def _path(_: Grammar, text: Any, route: Route, __: bool) -> Iterator[Mistake]:
    yield from _a_path(compile_path, text, route)


def _a_path(read: Callable[[str], object], text: Any, route: Route) -> Iterator[Mistake]:
    if isinstance(text, str):
        yield from _refused(read, text, route)
    else:
        yield told(route, Message("a path is a string"))


def _names(kind: Text, *, one: bool = False) -> Shape:
    """A name that is not empty, or a list of such names."""

    def shape(_: Grammar, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
        every: list[Any] = value if is_list(value) and not one else [value]
        if not (every and all(isinstance(name, str) and name for name in every)):
            yield told(route, wrong_kind(kind, value))

    return shape


def _choice(choices: Iterable[str]) -> Shape:
    def shape(_: Grammar, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
        if value not in choices:
            yield _unknown_word(route[:-1], str(value), choices, at=route)

    return shape


def _truth(_: Grammar, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
    if not isinstance(value, bool):
        yield told(route, wrong_kind(_TRUTH, value))


def _taken(take: Callable[[Any], object]) -> Shape:
    return lambda _, value, route, __: _refused(take, value, route)


def _anything(_: Grammar, __: Any, ___: Route, ____: bool) -> Iterator[Mistake]:
    return iter(())


def _python(grammar: Grammar, name: Any, route: Route, _: bool) -> Iterator[Mistake]:
    if isinstance(name, str):
        yield from _refused(grammar.python, name, route)
    else:
        yield told(route, wrong_kind(_NAME, name))


def _operator(word: str) -> Shape:
    """The argument of an operator, or the path to a property that it is to be compared with."""

    def shape(_: Grammar, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
        if is_mapping(value) and value.keys() == {VALUE_OF}:
            yield from _a_path(compile_value_of, value[VALUE_OF], (*route, VALUE_OF))
        else:
            yield from _refused(ARGUMENTS[word], value, route)

    return shape


_ASKING: dict[str, Shape] = {
    **{word: _operator(word) for word in ARGUMENTS},
    **dict.fromkeys(QUANTIFIERS, _of_match),
    "count": _taken(limits_of),
    "default": _anything,
    "unit": _taken(unit),
}
"""What may be asked of the matches of a path, or of a match itself."""

_OF_RESOURCES = ("tag", "taggable", "python")
_LOOKING = ("path", "keys", "tag", "stack")
_JOINED: dict[str, Shape] = {**dict.fromkeys(QUANTIFIERS, _inner), "count": _taken(limits_of)}
_IN = _choice(("stack", "environment", "app"))
_REACH: dict[str, Shape] = {"where": _inner, "in": _IN}

WORDS: dict[str, tuple[Mapping[str, Shape], Mapping[str, Shape]]] = {
    "path": ({"path": _path}, _ASKING),
    "keys": ({"keys": _path}, _ASKING),
    "tag": ({"tag": _names(_NAMES)}, _ASKING),
    "stack": ({"stack": _choice(FACTS)}, _ASKING),
    "all-of": ({"all-of": _parts}, {}),
    "any-of": ({"any-of": _parts}, {}),
    "not": ({"not": _parts}, {}),
    "related": ({"related": _names(_TYPES), "by": _path}, {**_JOINED, "in": _IN}),
    "refers": ({"refers": _path, "to": _names(_TYPES)}, _JOINED),
    "there-is": ({"there-is": _names(_TYPES)}, {**_REACH, "count": _taken(limits_of)}),
    "unique": ({"unique": _path, "among": _names(_TYPES)}, _REACH),
    "environment": ({"environment": _names(_NAMES)}, {}),
    "taggable": ({"taggable": _truth}, {}),
    "python": ({"python": _python}, {}),
}
"""The kinds of conditions by their word, each with the words that it needs and may have."""


def _idle(node: Mapping[str, Any], route: Route, kind: str) -> Iterator[Mistake]:
    """A condition that looks at something and asks nothing, or counts in no unit."""
    asked = [word for word in node if word not in (kind, "default", "unit")]
    if not asked:
        idle = Message("a {kind} without an operator ({known})")
        known = ", ".join(word for word in _ASKING if word not in ("default", "unit"))
        yield told(route, idle.format(kind=kind, known=known))
    for word in asked if "unit" not in node else ():
        limit = _quantity(word, node[word])
        if limit and limit.dimension:
            bare = Message(
                "{word!r} has a unit; say in which one plain numbers count, as in 'unit: seconds'"
            )
            yield told(route, bare.format(word=word), at=word)


def _quantity(word: str, written: Any) -> Quantity | None:
    try:
        return ARGUMENTS[word](written) if word in WITH_UNITS else None
    except CardError:
        return None


def _refused(take: Callable[[Any], object], value: Any, route: Route) -> Iterator[Mistake]:
    """The mistake of a value that its taker will not have."""
    try:
        take(value)
    except CardError as error:
        yield told(route, error.text, error=type(error))


def _unknown_word(
    route: Route, word: str, known: Iterable[str], *, at: Route | None = None
) -> Mistake:
    unknown = Message("unknown word {word!r} (one of {known}){meant}").format(
        word=word, known=", ".join(known), meant=meant(word, known)
    )
    return told(at, unknown) if at else told(route, unknown, at=word)
