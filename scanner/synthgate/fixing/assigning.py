"""Where in a resource a cure belongs, as values to be set at routes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.snippets import copied
from synthgate.fixing.words import is_function
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.template.data import descent, is_container, is_list, is_mapping
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True)
class Assignment:
    """A value to be set; the index behind the last one of a list appends it."""

    route: Route
    value: Any


Assignments = tuple[Assignment, ...]
_STEP = re.compile(r"\[(\d+)\]|\['([^']*)'\]|([^.\[\]]+)")
_OF_RESOURCES = frozenset({"DeletionPolicy", "UpdateReplacePolicy"})
"""What stands beside the properties of a resource, and not among them ("Resource attributes")."""
_NAMING = (("Namespace", "OptionName"), ("Key",), ("HttpMethod", "ResourcePath"), ("Name",))
"""What tells an entry of a list from the others."""


def ways(
    data: Mapping[str, Any], logical_id: str, path: str, snippet: Mapping[str, Any]
) -> Iterator[Assignments]:
    """How a cure may be meant, the likeliest first; `path` is where the fault was found.

    Raises:
        NoFixError: a function stands where a value would have to be set.
    """
    seen: list[Assignments] = []
    refused: NoFixError | None = None
    for place in _places(data, logical_id, path, snippet):
        for replaces in (False, True):
            try:
                way = tuple(_merged(data, place, snippet, replaces=replaces))
            except NoFixError as error:
                refused = refused or error
                continue
            if way and way not in seen:
                seen.append(way)
                yield way
    if refused:
        raise refused


def _places(
    data: Mapping[str, Any], logical_id: str, path: str, snippet: Mapping[str, Any]
) -> Iterator[Route]:
    """Where it may be merged into: what has the property that is at fault, then further out."""
    resource: Route = ("Resources", logical_id)
    if not _OF_RESOURCES.isdisjoint(snippet):
        yield resource
        return
    steps = (*resource, *steps_of(path))
    known = [at for at in range(3, len(steps)) if steps[at] in snippet]
    around = [*known, *range(len(steps), 3, -1)]
    for place in dict.fromkeys((*(steps[:at] for at in around), (*resource, "Properties"))):
        node, depth = descent(data, place)
        is_there = depth == len(place) and is_mapping(node) and not is_function(node)
        if is_there or place[2:] == ("Properties",):
            yield place


def steps_of(path: str) -> Iterator[str | int]:
    """The steps of a path as it is shown: ``Properties.Rules[0]['a.b']``."""
    for index, quoted, plain in _STEP.findall(path):
        yield int(index) if index else quoted or plain


def _merged(data: Any, place: Route, value: Any, *, replaces: bool) -> Iterator[Assignment]:
    """What has to be set so that the value is there, with all that is there already.

    Lists grow; where it `replaces`, those of single values give way.
    """
    there, depth = descent(data, place)
    if there is None:
        yield Assignment(place[:depth], _around(place[depth:], value))
    elif depth < len(place) and is_mapping(there) and not is_function(there):
        yield Assignment(place[: depth + 1], _around(place[depth + 1 :], value))
    elif is_function(there) and there != value:
        raise NoFixError(_A_FUNCTION)
    elif is_mapping(there) and is_mapping(value) and not is_function(value):
        for key, inner in value.items():
            yield from _merged(data, (*place, key), inner, replaces=replaces)
    elif is_list(there) and is_list(value):
        yield from _listed(data, place, value, replaces=replaces)
    elif depth < len(place) or is_container(there) != is_container(value) or is_function(value):
        raise NoFixError(_ANOTHER_KIND)
    elif there != value:
        yield Assignment(place, copied(value))


def _around(steps: Sequence[str | int], value: Any) -> Any:
    for step in reversed(steps):
        value = {step: value}
    return copied(value)


def _listed(data: Any, place: Route, value: list[Any], *, replaces: bool) -> Iterator[Assignment]:
    there, _ = descent(data, place)
    if replaces and not any(map(is_container, (*there, *value))):
        if there != value:
            yield Assignment(place, copied(value))
        return
    end = len(there)
    for item in value:
        at = _same(there, item)
        if at is not None:
            yield from _merged(data, (*place, at), item, replaces=replaces)
        else:
            yield Assignment((*place, end), copied(item))
            end += 1


def _same(entries: Sequence[Any], item: Any) -> int | None:
    """Which entry of a list an item is about, if one is there."""
    if not is_mapping(item):
        return entries.index(item) if item in entries else None
    for names in _NAMING:
        if all(name in item for name in names):
            wanted = [item[name] for name in names]
            for at, one in enumerate(entries):
                if is_mapping(one) and [one.get(name) for name in names] == wanted:
                    return at
            return None
    alone = entries[0] if len(entries) == 1 else None
    return 0 if is_mapping(alone) and alone.keys() >= item.keys() else None


def is_there(data: Any, route: Route) -> bool:
    """Whether a route leads to a value already."""
    return descent(data, route)[1] == len(route)


def assigned(data: Any, assignments: Sequence[Assignment]) -> Any:
    """A copy of the data in which these values are set."""
    made = copied(data)
    for one in assignments:
        *way, last = one.route
        node: Any = descent(made, tuple(way))[0]
        if last == len(node) and isinstance(last, int):
            node.append(copied(one.value))
        else:
            node[last] = copied(one.value)
    return made


_A_FUNCTION = Message("the value is what a function or a parameter gives: change it there, by hand")
_ANOTHER_KIND = Message("what stands there is of another form than the cure")
