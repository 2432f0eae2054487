"""What plain data is made of, said once so that types can be trusted further in."""

from __future__ import annotations

from typing import Any, TypeGuard

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
