"""``synthgate explain``: a resource as CloudFormation would see it, and why.

Each value that an intrinsic function gave has a note of where it came from; each that
only the deployment knows has the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.model import Language, Text
from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import (
    ABSENT,
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    causes_of,
    scalar_text,
)
from synthgate.rule.jsonpath import compile_path
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, property_path


def explain(
    resolver: Resolver, logical_id: str, language: Language, path: str | None = None
) -> Iterator[str]:
    """The lines of a resource, or of what a JSONPath leads to in it.

    Raises:
        CardError: the path is no JSONPath.
    """
    raw = resolver.template.resources[logical_id]
    if path is None:
        yield f"{logical_id}:"
        for key, value in raw.items():
            if key != "Metadata":
                yield from _entry(f"{key}: ", value, resolver, language, 1)
        return
    for match in compile_path(path).find(resolver.resource(logical_id).body):
        yield f"{property_path(match.route) or '$'}:"
        node, whole = _written(raw, match.route)
        if whole:
            yield from _entry("", node, resolver, language, 1)
        elif match.value is ABSENT:
            yield f"  <{_ABSENT[language]}>"
        else:
            notes = "; ".join(note[language] for note in dict.fromkeys(_notes(node, resolver)))
            yield f"  {_shown(match.value, language)}  # {notes}"


def _written(node: Any, route: Route) -> tuple[Any, bool]:
    """What the template has at a route, or (*False*) the function that it is a part of."""
    for step in route:
        if is_mapping(node) and len(node) == 1 and next(iter(node)) in FUNCTIONS:
            return node, False
        if is_mapping(node) and step in node:
            node = node[str(step)]
        elif is_list(node) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None, False
    return node, True


def _entry(
    label: str, node: Any, resolver: Resolver, language: Language, depth: int
) -> Iterator[str]:
    """A key or a dash with its value: on its line, or indented below."""
    indent = "  " * depth
    if is_mapping(node) and len(node) == 1 and next(iter(node)) in FUNCTIONS:
        notes = "; ".join(note[language] for note in dict.fromkeys(_notes(node, resolver)))
        yield f"{indent}{label}{_shown(resolver.resolve(node), language)}  # {notes}"
    elif is_mapping(node) and node:
        yield f"{indent}{label}".rstrip()
        for key, value in node.items():
            yield from _entry(f"{key}: ", value, resolver, language, depth + 1)
    elif is_list(node) and node:
        yield f"{indent}{label}".rstrip()
        for item in node:
            yield from _entry("- ", item, resolver, language, depth + 1)
    else:
        yield f"{indent}{label}{_shown(resolver.resolve(node), language)}"


def _shown(value: Any, language: Language) -> str:
    match value:
        case Unknown(causes):
            reasons = "; ".join(cause.text[language] for cause in causes)
            options = " | ".join(_shown(choice, language) for choice in value.choices[:8])
            listed = f" {_ONE_OF[language]} {options}" if options else ""
            return f"<{_UNKNOWN[language]}: {reasons}>{listed}"
        case Reference(logical_id, attribute):
            return f"<{logical_id}.{attribute}>" if attribute else f"<{logical_id}>"
        case Partial(parts):
            pieces = (part if isinstance(part, str) else _placeholder(part) for part in parts)
            return "".join(pieces)
        case _ if value is NO_VALUE:
            return f"<{_LEFT_OUT[language]}>"
        case _ if is_mapping(value):
            return "{" + ", ".join(f"{k}: {_shown(v, language)}" for k, v in value.items()) + "}"
        case _ if is_list(value):
            return "[" + ", ".join(_shown(item, language) for item in value) + "]"
        case _:
            return scalar_text(value)


def _placeholder(part: Unknown | Reference) -> str:
    return f"<{', '.join(cause.name for cause in causes_of(part))}>"


def _notes(node: Any, resolver: Resolver) -> Iterator[Text]:
    """Where the pieces of a value come from, outermost function first."""
    if is_list(node):
        for item in node:
            yield from _notes(item, resolver)
        return
    if not is_mapping(node):
        return
    name, argument = next(iter(node.items()), ("", None))
    if len(node) == 1 and name in FUNCTIONS:
        yield from _function_notes(name, argument, resolver)
        return
    for value in node.values():
        yield from _notes(value, resolver)


def _function_notes(name: str, argument: Any, resolver: Resolver) -> Iterator[Text]:
    match name:
        case "Ref" if isinstance(argument, str):
            yield _ref_note(argument, resolver)
        case "Fn::If" if is_list(argument) and len(argument) == 3:
            holds = resolver.condition(str(argument[0]))
            if isinstance(holds, Unknown):
                yield _OPEN_CONDITION.format(name=argument[0])
                yield from _notes(argument[1:], resolver)
            else:
                truth = "true" if holds else "false"
                yield _CONDITION.format(name=argument[0], truth=truth)
                yield from _notes(argument[1 if holds else 2], resolver)
        case "Fn::FindInMap" if is_list(argument):
            keys = [_shown(resolver.resolve(part), "en") for part in argument[:3]]
            yield _MAPPING.format(name=".".join(keys))
            yield from _notes(argument[1:], resolver)
        case _:
            yield Text(name, name)
            yield from _notes(argument, resolver)


def _ref_note(name: str, resolver: Resolver) -> Text:
    if name in resolver.template.section("Resources"):
        return _RESOURCE.format(name=name)
    if name.startswith("AWS::"):
        return _PSEUDO.format(name=name)
    declared = resolver.template.section("Parameters").get(name)
    if not is_mapping(declared):
        return _MISSING.format(name=name)
    value = resolver.ref(name)
    if isinstance(value, Unknown):
        return (_ALLOWED if value.choices else _NO_VALUE).format(name=name)
    return (_GIVEN if resolver.is_given(name) else _DEFAULT).format(name=name)


_UNKNOWN = Text("unknown", "알 수 없음")
_ONE_OF = Text("one of", "다음 중 하나:")
_ABSENT = Text("not set", "설정되지 않음")
_LEFT_OUT = Text("left out", "생략됨")
_RESOURCE = Text("resource {name}", "리소스 {name}")
_PSEUDO = Text("pseudo parameter {name}", "가상 파라미터 {name}")
_MISSING = Text("{name} is not in the template", "{name}이(가) 템플릿에 없음")
_DEFAULT = Text("parameter {name}, its default", "파라미터 {name}의 기본값")
_GIVEN = Text("parameter {name}, as given", "파라미터 {name}에 지정된 값")
_ALLOWED = Text("parameter {name}, its allowed values", "파라미터 {name}의 허용된 값")
_NO_VALUE = Text("parameter {name}, which has no value", "값이 없는 파라미터 {name}")
_CONDITION = Text("condition {name} is {truth}", "조건 {name}은(는) {truth}")
_OPEN_CONDITION = Text("condition {name} is open", "조건 {name}은(는) 미정")
_MAPPING = Text("mapping {name}", "매핑 {name}")
