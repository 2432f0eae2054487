"""The shape of a card: which keys it has, and what each of them holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from synthgate.model import LANGUAGES, Pillar, Severity, Text
from synthgate.rule.mistakes import Mistake, meant, short, told, wrong_kind
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Shape = Callable[[Any, Route], Iterator[Mistake]]
"""Says what is wrong with the value that stands at a route."""

OPTIONAL = ("when", "link", "config-rule", "equivalents", "controls")
PEERS = ("checkov", "cdk-nag", "guard-registry", "cfn_nag", "kics", "trivy", "cfn-lint")
_MAPPING = Text("a mapping", "매핑")


def mistakes_of(card: Mapping[str, Any]) -> Iterator[Mistake]:
    """Every mistake of a card but those inside its conditions."""
    required = tuple(key for key in _SHAPES if key not in OPTIONAL)
    yield from _keys(card, (), required, OPTIONAL)
    for key, shape in _SHAPES.items():
        if key in card:
            yield from shape(card[key], (key,))


def _keys(
    node: Mapping[str, Any], route: Route, required: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[Mistake]:
    known = (*required, *optional)
    for key in node:
        if key not in known:
            unknown = Text("unknown key {key!r}{meant}", "알 수 없는 키 {key!r}{meant}")
            yield Mistake((*route, key), unknown.format(key=key, meant=meant(key, known)))
    for key in required:
        if key not in node:
            missing = Text("missing key {key!r}", "키 {key!r}이(가) 없습니다")
            yield Mistake(route, missing.format(key=key))


def _kind(is_right: Callable[[Any], bool], kind: Text) -> Shape:
    def shape(value: Any, route: Route) -> Iterator[Mistake]:
        if not is_right(value):
            yield told(route, wrong_kind(kind, value))

    return shape


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: object) -> bool:
    return is_list(value) and all(map(_is_text, value))


def _member(kind: type[StrEnum]) -> Shape:
    names = [str(member) for member in kind]

    def shape(value: Any, route: Route) -> Iterator[Mistake]:
        if value not in names:
            other = Text(
                "{key} is one of {names}, not {value}",
                "{key}은(는) {names} 중 하나여야 합니다: {value}",
            )
            filled = other.format(key=route[-1], names=", ".join(names), value=short(value))
            yield Mistake(route, filled)

    return shape


def _members(required: tuple[str, ...], optional: tuple[str, ...], item: Shape) -> Shape:
    def shape(value: Any, route: Route) -> Iterator[Mistake]:
        if not is_mapping(value):
            yield told(route, wrong_kind(_MAPPING, value))
            return
        yield from _keys(value, route, required, optional)
        for key in (*required, *optional):
            if key in value:
                yield from item(value[key], (*route, key))

    return shape


def _languages(value: Any, route: Route) -> Iterator[Mistake]:
    """A sentence in each language."""
    if not is_mapping(value):
        needs = Text("{key} needs 'en' and 'ko'", "{key}에는 'en'과 'ko'가 필요합니다")
        yield Mistake(route, needs.format(key=route[-1]))
        return
    for language in LANGUAGES:
        if not _is_text(value.get(language)):
            lacks = Text(
                "{key} has no text in {language!r}", "{key}에 {language!r} 문장이 없습니다"
            )
            yield Mistake((*route, language), lacks.format(key=route[-1], language=language))


def _sentence(value: Any, route: Route) -> Iterator[Mistake]:
    yield from _languages(value, route)
    if is_mapping(value):
        yield from _keys(value, route, (), LANGUAGES)


def _fix(value: Any, route: Route) -> Iterator[Mistake]:
    """A sentence in each language, and code in any."""
    yield from _languages(value, route)
    for key in value if is_mapping(value) else ():
        if key not in LANGUAGES:
            yield from _text(value[key], (*route, key))


_text = _kind(_is_text, Text("a text", "문장"))
_string = _kind(lambda value: isinstance(value, str), Text("a text", "문장"))
_ids = _kind(_are_texts, Text("a list of ids", "ID의 목록"))
_types = _kind(
    lambda value: bool(value) and _are_texts(value),
    Text("a list of types", "리소스 유형의 목록"),
)
_condition = _kind(is_mapping, _MAPPING)

_SHAPES: dict[str, Shape] = {
    "id": _text,
    "title": _sentence,
    "severity": _member(Severity),
    "pillar": _member(Pillar),
    "resources": _types,
    "when": _condition,
    "check": _condition,
    "why": _sentence,
    "fix": _fix,
    "link": _text,
    "config-rule": _text,
    "equivalents": _members((), PEERS, _ids),
    "controls": _ids,
    "examples": _members(("fails", "passes"), ("unknown",), _string),
}
