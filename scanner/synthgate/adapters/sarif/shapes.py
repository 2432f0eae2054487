"""Values of JSON by the shape that is asked for; of any other shape they are as good as absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from synthgate.template.data import is_list, is_mapping

Json = Mapping[str, Any]
NO_OBJECT: Json = {}


def mapping(value: object) -> Json:
    """An object; an empty one in place of anything else."""
    return value if is_mapping(value) else NO_OBJECT


def items(value: object) -> Sequence[Any]:
    """The entries of an array; none of anything else."""
    return value if is_list(value) else ()


def text(value: object) -> str:
    """A text; an empty one in place of anything else."""
    return value if isinstance(value, str) else ""


def whole(value: object) -> int | None:
    """A number that counts something; booleans and fractions are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def entry(values: object, at: object) -> Any:
    """The entry of an array at an index; None where there is no such."""
    index, there = whole(at), items(values)
    return there[index] if index is not None and index < len(there) else None
