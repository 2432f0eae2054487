"""One template in other words: each value of it as CloudFormation may be told it, or left open."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Route = tuple[str | int, ...]
Body = dict[str, Any]

OPEN, OPEN_CONDITION, ALWAYS = "ZzOpen", "ZzMaybe", "ZzAlways"
HALF, WHOLE, KEY, MAPPING = "ZzHalf", "ZzWhole", "ZzKey", "ZzMap"
NO_VALUE = {"Ref": "AWS::NoValue"}
LISTED = {"Action", "NotAction", "Resource", "NotResource", "AWS", "Service", "Federated"}
"""Elements of a policy that may be one thing or a list of them."""


@dataclass(frozen=True)
class Rewriting:
    """A template with one value told otherwise; `name` says how, `route` which."""

    name: str
    route: Route
    body: Body

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.route))} {self.name}"

    @property
    def text(self) -> bytes:
        """The template as JSON."""
        return json.dumps(self.body).encode()


def in_other_words(template: Body) -> Iterator[Rewriting]:
    """The same template, each time with one value in other words that mean the same."""
    for route, value in scalars(template):
        for name, way in _SAME.items():
            rewritten = way(value, route)
            if rewritten is not None:
                yield _put(template, route, name, *rewritten)
    for route, statement in _statements(template):
        yield _put(template, route, "list of one", [statement], {})
    for route, item in _only_items(template):
        yield _put(template, route, "item for a list of one", item, {})
    yield Rewriting("other order", (), _turned(template))


def left_open(template: Body) -> Iterator[Rewriting]:
    """The template with one value that only the deployment knows, or does in one case of two."""
    for route, value in scalars(template):
        for name, way in _OPEN.items():
            yield _put(template, route, name, way(value), {})


def scalars(template: Body) -> Iterator[tuple[Route, Any]]:
    """The values in properties, each with its route: not those in functions."""
    for logical_id, resource in template.get("Resources", {}).items():
        properties = resource.get("Properties") if isinstance(resource, dict) else None
        if isinstance(properties, dict):
            yield from _below(properties, ("Resources", logical_id, "Properties"))


def _below(node: Any, route: Route) -> Iterator[tuple[Route, Any]]:
    if isinstance(node, dict):
        if not _is_function(node):
            for key, value in node.items():
                yield from _below(value, (*route, key))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _below(item, (*route, index))
    elif isinstance(node, str | int | float):
        yield route, node


def _is_function(node: Mapping[str, Any]) -> bool:
    return len(node) == 1 and next(iter(node)).startswith(("Ref", "Fn::"))


def _statements(template: Body) -> Iterator[tuple[Route, Any]]:
    """Those of policies, of which one may stand alone: AWS WAF has none that are a list."""
    for logical_id, resource in template.get("Resources", {}).items():
        yield from _single(resource, ("Resources", logical_id))


def _single(node: Any, route: Route) -> Iterator[tuple[Route, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "Statement" and isinstance(value, dict) and "Effect" in value:
                yield (*route, key), value
            yield from _single(value, (*route, key))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _single(item, (*route, index))


def _only_items(template: Body) -> Iterator[tuple[Route, Any]]:
    """The items that are alone in their list, with the route of that."""
    for logical_id, resource in template.get("Resources", {}).items():
        properties = resource.get("Properties") if isinstance(resource, dict) else None
        if isinstance(properties, dict):
            yield from _alone(properties, ("Resources", logical_id, "Properties"))


def _alone(node: Any, route: Route) -> Iterator[tuple[Route, Any]]:
    if isinstance(node, dict) and not _is_function(node):
        for key, value in node.items():
            yield from _alone(value, (*route, key))
    elif isinstance(node, list):
        if len(node) == 1 and not _may_be_list(node[0]) and route[-1] != "Policies":
            yield route, node[0]
        for index, item in enumerate(node):
            yield from _alone(item, (*route, index))


def _may_be_list(node: Any) -> bool:
    """Whether something in the place of a list need not be a single item of it: it may be empty."""
    return isinstance(node, list) or (isinstance(node, dict) and _is_function(node))


def _put(template: Body, route: Route, name: str, value: Any, more: Body) -> Rewriting:
    body = copy.deepcopy(template)
    node = body
    for step in route[:-1]:
        node = node[step]
    node[route[-1]] = value
    parameters = {OPEN: {"Type": "String"}, **more.get("Parameters", {})}
    conditions = {
        OPEN_CONDITION: {"Fn::Equals": [{"Ref": OPEN}, "zz"]},
        ALWAYS: {"Fn::Equals": ["a", "a"]},
    }
    body["Parameters"] = {**body.get("Parameters", {}), **parameters}
    body["Conditions"] = {**body.get("Conditions", {}), **conditions}
    body["Mappings"] = {**body.get("Mappings", {}), **more.get("Mappings", {})}
    return Rewriting(name, route, body)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _literal(text: str) -> str:
    """A text as `Fn::Sub` takes it as it is."""
    return text.replace("${", "${!")


Way = Callable[[Any, Route], tuple[Any, Body] | None]


def _joined(value: Any, _: Route) -> tuple[Any, Body] | None:
    text = _text(value)
    half = len(text) // 2
    return ({"Fn::Join": ["", [text[:half], text[half:]]]}, {}) if half else None


def _substituted(value: Any, _: Route) -> tuple[Any, Body] | None:
    text = _text(value)
    half = len(text) // 2
    if "{{resolve" in text or not half:
        return None
    parameter = {HALF: {"Type": "String", "Default": text[:half]}}
    return {"Fn::Sub": f"${{{HALF}}}{_literal(text[half:])}"}, {"Parameters": parameter}


def _default(value: Any, _: Route) -> tuple[Any, Body]:
    return {"Ref": WHOLE}, {"Parameters": {WHOLE: {"Type": "String", "Default": _text(value)}}}


def _mapped(key: Any) -> Way:
    def way(value: Any, _: Route) -> tuple[Any, Body]:
        more = {
            "Parameters": {KEY: {"Type": "String", "Default": "a"}},
            "Mappings": {MAPPING: {"a": {"b": value}, "c": {"b": "zz"}}},
        }
        return {"Fn::FindInMap": [MAPPING, key, "b"]}, more

    return way


def _listed(value: Any, route: Route) -> tuple[Any, Body] | None:
    return ([value], {}) if route[-1] in LISTED and "Statement" in route else None


def _spelt(value: Any, _: Route) -> tuple[Any, Body] | None:
    return None if isinstance(value, str) else (_text(value), {})


_SAME: dict[str, Way] = {
    "joined": _joined,
    "substituted": _substituted,
    "selected": lambda value, _: ({"Fn::Select": [1, ["zz", value]]}, {}),
    "default of a parameter": _default,
    "of a mapping": _mapped("a"),
    "of a mapping, by a parameter": _mapped({"Ref": KEY}),
    "decided Fn::If": lambda value, _: ({"Fn::If": [ALWAYS, value, "zz"]}, {}),
    "the same in both branches": lambda value, _: ({"Fn::If": [OPEN_CONDITION, value, value]}, {}),
    "text": _spelt,
    "list of one": _listed,
}
_OPEN: dict[str, Callable[[Any], Any]] = {
    "parameter without value": lambda _: {"Ref": OPEN},
    "open Fn::If": lambda value: {"Fn::If": [OPEN_CONDITION, value, {"Ref": OPEN}]},
    "open Fn::If with nothing": lambda value: {"Fn::If": [OPEN_CONDITION, value, NO_VALUE]},
}


def _turned(node: Any) -> Any:
    """The same with the keys of every mapping in the opposite order."""
    if isinstance(node, dict):
        return {key: _turned(node[key]) for key in reversed(node)}
    return [_turned(item) for item in node] if isinstance(node, list) else node
