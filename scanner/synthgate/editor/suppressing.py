"""A suppression written into a template, without its reason: that is the writer's to say.

Until there is one, the entry does not count and says so; no click takes a finding from the gate.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import yaml

from synthgate.editor.cures import Change
from synthgate.editor.texts import Span
from synthgate.errors import TemplateError
from synthgate.model import Position
from synthgate.template import yaml_text

_ROUTE = ("Metadata", "synthgate", "suppress")
_STEP = 2
"""By how much a level is indented."""


def suppression(text: str, logical_id: str, rule: str) -> Change | None:
    """The change that begins a suppression of a rule on a resource; None where there is no place.

    YAML or JSON, whatever else of `Metadata` the resource has; comments and order stay.
    """
    resource = _at(_root(text), ("Resources", logical_id))
    if not isinstance(resource, yaml.MappingNode):
        return None
    entry = {"rule": rule, "reason": ""}
    node: yaml.Node = resource
    for level, key in enumerate(_ROUTE):
        inner = _at(node, (key,))
        if inner is None:
            return _new_key(text, node, _nested(_ROUTE[level:], entry))
        node = inner
    return _new_item(text, node, entry)


def _root(text: str) -> yaml.Node | None:
    try:
        return yaml_text.compose(text)
    except TemplateError:
        return None


def _at(node: yaml.Node | None, route: Sequence[str]) -> yaml.Node | None:
    for step in route:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == step), None)
    return node


def _nested(route: Sequence[str], entry: dict[str, str]) -> Any:
    value: Any = [entry]
    for key in reversed(route):
        value = {key: value}
    return value


def _new_key(text: str, node: yaml.Node, value: dict[str, Any]) -> Change | None:
    """A key that a mapping has not, after its type or before all others."""
    if not isinstance(node, yaml.MappingNode):
        return None
    keys: list[yaml.Node] = [key for key, _ in node.value]
    if _is_flow(text, node):
        return _in_flow(text, node, keys, json.dumps(value, ensure_ascii=False)[1:-1])
    if not keys:
        return None
    after = next((two for one, two in pairwise(keys) if one.value == "Type"), keys[0])
    return _in_block(text, after, _block(value))


def _new_item(text: str, node: yaml.Node, entry: dict[str, str]) -> Change | None:
    """An item before those of a list."""
    if not isinstance(node, yaml.SequenceNode):
        return None
    items: list[yaml.Node] = node.value
    if _is_flow(text, node):
        return _in_flow(text, node, items, json.dumps(entry, ensure_ascii=False))
    return _in_block(text, node, _block([entry])) if items else None


def _is_flow(text: str, node: yaml.Node) -> bool:
    return text[node.start_mark.index : node.start_mark.index + 1] in {"{", "["}


def _in_flow(text: str, node: yaml.Node, inner: Sequence[yaml.Node], said: str) -> Change:
    """After the opening bracket, with the space that what follows has."""
    at = node.start_mark.index + 1
    if not inner:
        return Change(_point(text, at), said)
    gap = text[at : inner[0].start_mark.index]
    gap = gap if gap.isspace() else ""
    return Change(_point(text, at), f"{gap}{said}," + ("" if gap else " "))


def _in_block(text: str, before: yaml.Node, lines: Iterator[str]) -> Change | None:
    """On lines of their own, before that of a node and as far to the right."""
    column = before.start_mark.column
    start = before.start_mark.index - column
    if text[start : start + column].strip(" "):
        return None  # something else stands before it on the line
    end = "\r\n" if "\r\n" in text else "\n"
    said = "".join(f"{' ' * column}{line}{end}" for line in lines)
    return Change(_point(text, start), said)


def _block(value: Any, indent: int = 0) -> Iterator[str]:
    """Mappings and lists in lines; what stands in them is plain enough for JSON's quotes."""
    space = " " * indent
    if isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType] - of a suppression
            first, *rest = _block(item)
            yield f"{space}- {first}"
            yield from (f"{space}  {line}" for line in rest)
        return
    for key, inner in value.items():
        if isinstance(inner, str):
            shown = inner if inner and inner.replace("-", "").isalnum() else json.dumps(inner)
            yield f"{space}{key}: {shown}"
        else:
            yield f"{space}{key}:"
            yield from _block(inner, indent + _STEP)


def _point(text: str, at: int) -> Span:
    """A place by its offset: of lines, as YAML's marks count signs, so does Python."""
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = at - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at))
    return Span(Position(line, column), Position(line, column))
