"""What plain data is made of, said once so that types can be trusted further in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard

from synthgate.errors import TemplateError
from synthgate.model import Message, Position

MAX_DEPTH = 200


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """A JSON object: every key is a string, which reading has made sure of."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """A JSON array."""
    return isinstance(value, list)


def is_container(value: object) -> bool:
    """A JSON object or array."""
    return isinstance(value, dict | list)


def deeper_than(data: object, limit: int) -> bool:
    """Whether data nests more than so many levels; level by level, so it cannot recurse."""
    return count_keys(data, limit) is None


def leaves(node: Any, route: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Everything below a node that is no mapping and no list, with its route."""
    waiting = [(route, node)]
    while waiting:
        at, one = waiting.pop()
        if is_mapping(one):
            waiting.extend([((*at, key), value) for key, value in one.items()])
        elif is_list(one):
            waiting.extend([((*at, index), value) for index, value in enumerate(one)])
        else:
            yield at, one


def descent(node: Any, route: tuple[str | int, ...]) -> tuple[Any, int]:
    """How far a route goes before it leads to nothing: the node there, and the number of steps."""
    for depth, step in enumerate(route):
        if node.__class__ is dict and step in node:
            node = node[step]
            continue
        if not (is_list(node) and isinstance(step, int) and step < len(node)):
            return node, depth
        node = node[step]
    return node, len(route)


_SCALARS = frozenset((str, int, float, bool, type(None)))


def count_keys(data: object, limit: int = MAX_DEPTH) -> int | None:
    """How many keys all objects in data have; None where it nests more than so many levels."""
    level, keys = [data], 0
    for _ in range(limit):
        below: list[Any] = []
        for value in level:
            if type(value) in _SCALARS:
                continue
            if is_mapping(value):
                keys += len(value)
                below.extend(value.values())
            elif is_list(value):
                below.extend(value)
        if not below:
            return keys
        level = below
    return None


def too_deep(position: Position | None = None) -> TemplateError:
    """The refusal of nesting that no template needs."""
    return TemplateError(
        Message("nested more than {most} levels deep; no template needs that: flatten it").format(
            most=MAX_DEPTH
        ),
        position,
    )


def key_twice(key: str, position: Position | None) -> TemplateError:
    """The refusal of two equal keys, of which readers take either the first or the last."""
    shown = repr(key)[:80]
    return TemplateError(
        Message("duplicate key {shown}: keep one of the two").format(shown=shown),
        position,
    )
