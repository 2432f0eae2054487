"""What plain data is made of, said once so that types can be trusted further in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeGuard

import orjson

from synthgate.errors import TemplateError
from synthgate.model import Position, Text

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
    level = [data]
    for _ in range(limit):
        level = [child for value in level for child in _children(value)]
        if not level:
            return False
    return True


def _children(value: object) -> list[Any]:
    if is_mapping(value):
        return list(value.values())
    return value if is_list(value) else []


def too_deep(position: Position | None = None) -> TemplateError:
    """The refusal of nesting that no template needs."""
    return TemplateError(
        Text(
            f"nested more than {MAX_DEPTH} levels deep; no template needs that: flatten it",
            f"중첩이 {MAX_DEPTH}단계를 넘습니다. 템플릿에 필요 없는 깊이이므로 중첩을 줄이세요",
        ),
        position,
    )


def embedded(value: object) -> dict[str, Any]:
    """The JSON object that a string holds, as policy documents may be given; else an empty one."""
    return _object_in(value) if isinstance(value, str) and value.lstrip()[:1] == "{" else {}


@lru_cache(maxsize=1024)
def _object_in(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return found if is_mapping(found) and not deeper_than(found, MAX_DEPTH) else {}
