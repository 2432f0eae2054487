"""The grammar of conditions: every mistake of a `when` or `check`, each at its place.

`conditions` gives the words their meaning, and may trust what has passed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Text
from synthgate.rule.jsonpath import compile_path
from synthgate.rule.mistakes import Mistake, meant, told, wrong_kind
from synthgate.rule.operators import ARGUMENTS
from synthgate.template.data import MAX_DEPTH, deeper_than, is_list, is_mapping
from synthgate.template.document import Route

QUANTIFIERS = ("all", "any", "none")

_CONDITION = Text("a mapping", "매핑")
_CONDITIONS = Text("a list of conditions", "조건의 목록")
_NAME = Text("a name", "이름")
_TYPES = Text("a resource type or a list of them", "리소스 유형 또는 그 목록")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What conditions are held against. `python` refuses a function that is not there."""

    python: Callable[[str], object]

    def mistakes(self, node: object, route: Route) -> Iterator[Mistake]:
        """Every mistake of a condition that stands at a route of its card."""
        if deeper_than(node, MAX_DEPTH):
            deep = Text("nested more than {n} levels deep", "중첩이 {n}단계를 넘습니다")
            yield told(route, deep.format(n=MAX_DEPTH))
        else:
            yield from self.condition(node, route)

    def condition(self, node: object, route: Route) -> Iterator[Mistake]:
        """The mistakes of a condition inside another."""
        if not is_mapping(node):
            yield told(route, wrong_kind(_CONDITION, node))
            return
        kind = kind_of(node)
        yield from _KINDS[kind](self, node, route) if kind else _without_kind(node, route)


def kind_of(node: Mapping[str, Any]) -> str | None:
    """The word that says what a condition asks."""
    return next((word for word in _KINDS if word in node), None)


def _without_kind(node: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    beside = (*QUANTIFIERS, *ARGUMENTS, "default", "by")
    strange = [word for word in node if word not in beside]
    for word in strange if node else [""]:
        yield _unknown_word(route, word, _KINDS)
    if node and not strange:
        lonely = Text("{word!r} without a 'path'", "{word!r}에 'path'가 없습니다")
        yield told(route, lonely.format(word=next(iter(node))))


def _sentence(grammar: Grammar, node: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    yield from _path(node["path"], (*route, "path"))
    words = [word for word in node if word not in {"path", "default"}]
    known = (*QUANTIFIERS, *ARGUMENTS)
    if not words:
        idle = Text("a path without an operator ({known})", "경로에 연산자가 없습니다({known})")
        yield told(route, idle.format(known=", ".join(known)))
    for word in words:
        if word in QUANTIFIERS:
            yield from grammar.condition(node[word], (*route, word))
        elif word in ARGUMENTS:
            yield from _refused(ARGUMENTS[word], node[word], (*route, word))
        else:
            yield _unknown_word(route, word, (*known, "default"))


def _list(grammar: Grammar, node: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    word = "all-of" if "all-of" in node else "any-of"
    yield from _strangers(node, {word}, route)
    if not is_list(node[word]):
        yield told((*route, word), wrong_kind(_CONDITIONS, node[word]))
        return
    for index, part in enumerate(node[word]):
        yield from grammar.condition(part, (*route, word, index))


def _not(grammar: Grammar, node: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    yield from _strangers(node, {"not"}, route)
    yield from grammar.condition(node["not"], (*route, "not"))


def _related(grammar: Grammar, node: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    yield from _strangers(node, {"related", "by", "any"}, route)
    types = node["related"] if is_list(node["related"]) else [node["related"]]
    if not (types and all(isinstance(kind, str) and kind for kind in types)):
        yield told((*route, "related"), wrong_kind(_TYPES, node["related"]))
    yield from _path(node.get("by"), (*route, "by"))
    if "any" in node:
        yield from grammar.condition(node["any"], (*route, "any"))


def _environment(_: Grammar, node: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    yield from _strangers(node, {"environment"}, route)
    if not (isinstance(node["environment"], str) and node["environment"]):
        yield told((*route, "environment"), wrong_kind(_NAME, node["environment"]))


def _python(grammar: Grammar, node: Mapping[str, Any], route: Route) -> Iterator[Mistake]:
    yield from _strangers(node, {"python"}, route)
    if isinstance(node["python"], str):
        yield from _refused(grammar.python, node["python"], (*route, "python"))
    else:
        yield told((*route, "python"), wrong_kind(_NAME, node["python"]))


_KINDS: dict[str, Callable[[Grammar, Mapping[str, Any], Route], Iterator[Mistake]]] = {
    "path": _sentence,
    "all-of": _list,
    "any-of": _list,
    "not": _not,
    "related": _related,
    "environment": _environment,
    "python": _python,
}


def _path(text: object, route: Route) -> Iterator[Mistake]:
    if isinstance(text, str):
        yield from _refused(compile_path, text, route)
    else:
        yield told(route, Text("a path is a string", "경로는 문자열이어야 합니다"))


def _refused(take: Callable[[Any], object], value: Any, route: Route) -> Iterator[Mistake]:
    """The mistake of a value that its taker will not have."""
    try:
        take(value)
    except CardError as error:
        yield told(route, error.text)


def _strangers(node: Mapping[str, Any], words: set[str], route: Route) -> Iterator[Mistake]:
    for word in node:
        if word not in words:
            yield _unknown_word(route, word, sorted(words))


def _unknown_word(route: Route, word: str, known: Iterable[str]) -> Mistake:
    unknown = Text(
        "unknown word {word!r} (one of {known}){meant}",
        "알 수 없는 단어 {word!r} ({known} 중 하나){meant}",
    ).format(word=word, known=", ".join(known), meant=meant(word, known))
    return told(route, unknown, at=word)
