"""Alarms on names under which there are no metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.resolve.values import Cause, Decider, references_in
from synthgate.rule.api import ABSENT, Place, Resource, Truth, Unknown, View, disjunction, each
from synthgate.template.data import is_mapping
from synthgate_rules.cards.cloudwatch.watching import KINDS, leads_to, metrics_of, unless

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
        yield from unless(disjunction(_named(metric, view)) if _has_names(metric) else True)


def _has_names(metric: Mapping[str, Any]) -> bool:
    return any(_types(metric, dimension) for dimension in _dimensions(metric))


def _types(metric: Mapping[str, Any], dimension: Mapping[str, Any]) -> list[str]:
    namespace, name = metric.get("Namespace"), dimension.get("Name")
    return BY_DIMENSION.get((str(namespace), str(name)), [])


def _dimensions(metric: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (one for _, one in each((), metric.get("Dimensions", [])) if is_mapping(one))


def _named(metric: Mapping[str, Any], view: View) -> Iterator[Truth]:
    """Whether the value of a dimension is the name of something that has such metrics."""
    for dimension in _dimensions(metric):
        value = dimension.get("Value", ABSENT)
        types = _types(metric, dimension)
        if types and isinstance(value, str):
            yield Unknown((Cause(Decider.OUTSIDE, value[:100]),))
        elif types and not any(True for _ in references_in(value)):
            yield True
        for other in view.everywhere(types, "app") if types else ():
            yield leads_to(value, other, view)
        for other, _ in view.targets(value, ["*"]) if types and _refers(value) else ():
            yield other.is_whole or other.resource.type not in types


def _refers(value: Any) -> bool:
    return any(True for _ in references_in(value))
