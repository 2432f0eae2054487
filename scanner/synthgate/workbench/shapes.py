"""What may lie below a node of a JSON Schema, as CloudFormation's provider schemas use it.

A node that says nothing of what lies in it (an object without properties, as a policy
document is) is open: anything may. Where a schema may be read in two ways, the one that
allows more is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from synthgate.records import dataclass
from synthgate.template.data import is_list, is_mapping

_SHAPES = ("properties", "patternProperties", "items", "additionalProperties")
_CHOICES = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a schema; `root` is what its ``$ref`` start from."""

    schema: Mapping[str, Any]
    root: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def at(self, schema: object) -> Node:
        """Another part of the same schema."""
        return Node(schema if is_mapping(schema) else {}, self.root)


OPEN = Node({})
"""A node in which anything may lie."""

Nodes = tuple[Node, ...]


def member(node: Node, name: str) -> Iterator[Node]:
    """What the value of a key may be."""
    for part in _parts(node):
        schema = part.schema
        properties = schema.get("properties", {})
        patterns = [
            below
            for pattern, below in schema.get("patternProperties", {}).items()
            if _fits(pattern, name)
        ]
        if name in properties:
            yield part.at(properties[name])
        elif patterns:
            yield from map(part.at, patterns)
        elif is_mapping(schema.get("additionalProperties")):
            yield part.at(schema["additionalProperties"])
        elif schema.get("additionalProperties") is True or _is_open(schema):
            yield OPEN


def members(node: Node) -> Iterator[Node]:
    """What any value of a mapping may be."""
    for part in _parts(node):
        schema = part.schema
        yield from map(part.at, schema.get("properties", {}).values())
        yield from map(part.at, schema.get("patternProperties", {}).values())
        if is_mapping(schema.get("additionalProperties")):
            yield part.at(schema["additionalProperties"])
        elif schema.get("additionalProperties") is True or _is_open(schema):
            yield OPEN


def items(node: Node) -> Iterator[Node]:
    """What the items of a list may be; a single value counts as a list of one."""
    for part in _parts(node):
        inside = part.schema.get("items")
        if is_mapping(inside):
            yield part.at(inside)
        elif "array" in _types(part.schema):
            yield OPEN
        else:
            yield part


def descendants(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and everything below them, each once: schemas may contain themselves."""
    waiting = [*nodes]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node.schema) not in seen:
            seen.add(id(node.schema))
            yield node
            waiting.extend(members(node))
            waiting.extend(items(node))


def names(nodes: Iterable[Node]) -> list[str]:
    """The keys that nodes may have, for who mistook one; those of a list with ``[*].`` before."""
    found: dict[str, None] = {}
    for node in nodes:
        found.update(dict.fromkeys(_own_names(node)))
        for item in items(node):
            found.update(dict.fromkeys(f"[*].{name}" for name in _own_names(item)))
    return [*found]


def _own_names(node: Node) -> Iterator[str]:
    for part in _parts(node):
        yield from part.schema.get("properties", {})


def _parts(node: Node) -> Iterator[Node]:
    """A node with all that it refers to and is composed of, as nodes without composition."""
    yield from _unfolded(node, {id(node.schema)})


def _unfolded(node: Node, seen: set[int]) -> Iterator[Node]:
    if _says_something(node.schema):
        yield node
    parts = [part for word in _CHOICES for part in _listed(node.schema.get(word))]
    # A choice that has neither shape nor type only says more of the node that offers it.
    below = [node.at(part) for part in parts if _is_typed(part) or _has_shape(part)]
    if isinstance(node.schema.get("$ref"), str):
        below.append(node.at(_target(node.root, node.schema["$ref"])))
    for part in below:
        if id(part.schema) not in seen:
            seen.add(id(part.schema))
            yield from _unfolded(part, seen)


def _says_something(schema: Mapping[str, Any]) -> bool:
    """Whether a schema says more than where else to look."""
    own = _is_typed(schema) or any(word in schema for word in _SHAPES)
    return own or not _has_shape(schema)


def _is_typed(schema: object) -> bool:
    return is_mapping(schema) and "type" in schema


def _has_shape(schema: object) -> bool:
    """Whether a schema says, here or elsewhere, what lies in its values."""
    if not is_mapping(schema):
        return False
    if "$ref" in schema or any(word in schema for word in _SHAPES):
        return True
    parts = (part for word in _CHOICES for part in _listed(schema.get(word)))
    return any(_is_typed(part) or _has_shape(part) for part in parts)


def _is_open(schema: Mapping[str, Any]) -> bool:
    """Whether a schema lets anything lie in its values."""
    return not _has_shape(schema) and (not _is_typed(schema) or "object" in _types(schema))


def _types(schema: Mapping[str, Any]) -> list[Any]:
    kinds = schema.get("type", [])
    return kinds if is_list(kinds) else [kinds]


def _listed(value: object) -> list[Any]:
    return value if is_list(value) else []


def _target(root: Mapping[str, Any], reference: str) -> object:
    """What a ``$ref`` such as ``#/definitions/Rule`` leads to."""
    node: object = root
    for step in filter(None, reference.partition("#")[2].split("/")):
        name = step.replace("~1", "/").replace("~0", "~")
        node = node.get(name) if is_mapping(node) else None
    return node


def _fits(pattern: str, name: str) -> bool:
    """Whether a name has a pattern; one of a dialect that Python does not read fits all."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return True
