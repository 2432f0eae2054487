"""Plain data as it would be if a path led to a certain value."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, cast

from jsonpath_ng import jsonpath
from jsonpath_ng.ext import filter as ng_filter

from synthgate.template.data import is_list, is_mapping
from synthgate.workbench.jsonpaths import steps_of


class Gone(Enum):
    """In the place of a value: none."""

    GONE = "gone"


GONE = Gone.GONE
SOME_KEY = "Any"
"""What a member is called where a path asks for every member and there is none."""

Steps = Sequence[jsonpath.JSONPath]


class UnwritableError(Exception):
    """A path that leads to no single place: ``..``, or a filter that is no equation, or its end."""


def written(data: Any, path: str, value: Any) -> Any:
    """A copy of data in which a path leads to a value, and to nothing else; `GONE` takes it away.

    What is on the way is made where it is not there: an item that a filter keeps, the one item of
    ``[*]``.

    Raises:
        UnwritableError: the path leads to no single place.
    """
    steps = steps_of(path)
    if not steps:
        raise UnwritableError(path)
    return _along(data, steps, value)


def _along(node: Any, steps: Steps, value: Any) -> Any:
    if not steps:
        return value
    if node is GONE and value is GONE:
        return GONE
    step, rest = steps[0], steps[1:]
    match step:
        case jsonpath.Fields(fields=("*",)):
            return _members(node, rest, value)
        case jsonpath.Fields(fields=(str() as name,)):
            return _with(node, name, _along(_mapping(node).get(name, GONE), rest, value))
        case jsonpath.Index(indices=(int() as index,)):
            items = _items(node)
            item = items[index] if index < len(items) else GONE
            return _there([*items[:index], _along(item, rest, value), *items[index + 1 :]])
        case jsonpath.Slice(start=None, end=None):
            return _there([_along(item, rest, value) for item in _items(node) or [GONE]])
        case ng_filter.Filter() if rest:
            return _filtered(node, _equations(step), rest, value)
        case _ if type(step).__name__ == "Wildcard":
            return _members(node, rest, value)
        case _:
            raise UnwritableError(str(step))


def _members(node: Any, rest: Steps, value: Any) -> Any:
    members = _mapping(node) or {SOME_KEY: GONE}
    along = {key: _along(member, rest, value) for key, member in members.items()}
    return {key: it for key, it in along.items() if it is not GONE}


def _filtered(node: Any, wanted: Sequence[tuple[Steps, Any]], rest: Steps, value: Any) -> Any:
    """A list whose items that pass a filter lead to a value; without them, if that is gone."""
    items = _items(node)
    kept = [all(_found(item, steps) == it for steps, it in wanted) for item in items]
    if value is GONE:
        return [item for item, is_kept in zip(items, kept, strict=True) if not is_kept]
    if not any(kept):
        made: Any = {}
        for steps, it in wanted:
            made = _along(made, steps, it)
        items, kept = [*items, made], [*kept, True]
    return [
        _along(item, rest, value) if is_kept else item
        for item, is_kept in zip(items, kept, strict=True)
    ]


def _equations(step: ng_filter.Filter) -> list[tuple[Steps, Any]]:
    """What a filter asks of an item: a path in it, and the value there."""
    found: list[tuple[Steps, Any]] = []
    for one in cast("Any", step).expressions:
        steps = steps_of(str(one.target)) if one.op in ("=", "==") else None
        if not steps:
            raise UnwritableError(str(step))
        found.append((steps, one.value))
    return found


def _found(node: Any, steps: Steps) -> Any:
    for step in steps:
        name = step.fields[0] if isinstance(step, jsonpath.Fields) else ""
        node = _mapping(node).get(name)
    return node


def _mapping(node: Any) -> dict[str, Any]:
    return node if is_mapping(node) else {}


def _items(node: Any) -> list[Any]:
    """The items of a list; a single value counts as a list of one."""
    if is_list(node):
        return node
    return [] if node is GONE else [node]


def _there(items: Sequence[Any]) -> list[Any]:
    return [item for item in items if item is not GONE]


def _with(node: Any, name: str, value: Any) -> dict[str, Any]:
    others = {key: it for key, it in _mapping(node).items() if key != name or value is not GONE}
    return others if value is GONE else {**others, name: value}
