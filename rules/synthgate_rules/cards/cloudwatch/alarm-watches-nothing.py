"""Alarms on names under which there are no metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import references_in
from synthgate.rule.api import (
    ABSENT,
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    conjunction,
    disjunction,
    each,
    equal,
)
from synthgate.template.data import is_mapping
from synthgate_rules.cards.cloudwatch.watching import KINDS, is_near, leads_to, metrics_of, unless

BY_DIMENSION = {
    (namespace, kind.dimension): [
        name for name, one in KINDS.items() if one.dimension == kind.dimension
    ]
    for kind in KINDS.values()
    for namespace in kind.namespaces
}
"""The types whose metrics have a dimension in a namespace."""


def astray(resource: Resource, view: View) -> Iterator[Place]:
    """The alarm, once for each of its metrics that names what nothing is called."""
    for metric in metrics_of(resource):
        found = [*_named(metric, view)]
        yield from unless(disjunction(found) if found else True)


def _named(metric: Mapping[str, Any], view: View) -> Iterator[Truth]:
    """Whether the value of a dimension is the name of something that has such metrics."""
    for dimension in _dimensions(metric):
        value = dimension.get("Value", ABSENT)
        for (namespace, name), types in BY_DIMENSION.items():
            namespaces = equal(metric.get("Namespace", ABSENT), namespace)
            fits = conjunction((namespaces, equal(dimension.get("Name", ABSENT), name)))
            if isinstance(fits, Unknown):
                yield fits
            elif fits:
                yield from _is_name(value, types, view)


def _dimensions(metric: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (one for _, one in each((), metric.get("Dimensions", [])) if is_mapping(one))


def _is_name(value: Any, types: list[str], view: View) -> Iterator[Truth]:
    if isinstance(value, str):
        yield Unknown((Cause(Decider.OUTSIDE, value[:100]),))
    elif not _refers(value):
        yield True
    for other in view.everywhere(types, "app"):
        yield is_near(view, other) and leads_to(value, other, view)
    for other, _ in view.targets(value, ["*"]) if _refers(value) else ():
        yield other.is_whole or other.resource.type not in types


def _refers(value: Any) -> bool:
    return any(True for _ in references_in(value))
