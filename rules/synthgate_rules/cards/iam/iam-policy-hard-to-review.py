"""How hard the documents of a resource are to review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from synthgate.resolve.values import ABSENT
from synthgate.rule.api import Place, Resource, Statement, Unknown, View, each
from synthgate.rule.iam.documents import statements
from synthgate.template.data import is_mapping
from synthgate.template.document import Route
from synthgate_rules.cards.iam.grants import readable

_EVERY = "*"


def complicated(resource: Resource, view: View) -> Iterator[Place]:
    """Each document whose weights sum up to the limit, or more."""
    for route, document in _documents(resource):
        found = statements(document, route)
        unread = [one.body for one in found if isinstance(one.body, Unknown)]
        weight = sum(_weight(one) for one in found if is_mapping(one.body))
        if weight >= view.parameters["limit"]:
            yield Place(route, weight)
        elif unread:
            yield Place(route, unread[0], unread[0].causes)


def _documents(resource: Resource) -> Iterator[tuple[Route, Any]]:
    own = resource.properties.get("PolicyDocument", ABSENT)
    if own is not ABSENT:
        yield ("Properties", "PolicyDocument"), own
    for route, policy in each(("Properties", "Policies"), resource.properties.get("Policies", [])):
        if is_mapping(policy) and "PolicyDocument" in policy:
            yield (*route, "PolicyDocument"), policy["PolicyDocument"]


def _weight(statement: Statement) -> int:
    actions = _services(statement, "Action", 0)
    resources = _services(statement, "Resource", 2)
    named = {*actions, *resources} - {_EVERY}
    weight = 1 + 2 * max(len(named) - 1, 0) + (statement.effect == "Deny")
    weight += statement.has("NotAction") + statement.has("NotResource")
    weight += sum(_EVERY in services and len(services) > 1 for services in (actions, resources))
    if {*actions} != {_EVERY} and {*resources} != {_EVERY}:
        weight += len({*resources} - {*actions} - {_EVERY})
    return weight + _of_conditions(statement.conditions)


def _services(statement: Statement, key: str, part: int) -> list[str]:
    """The services of what an element names, or leaves out: of an action, or of an ARN.

    What a reference leads to has none that is written.
    """
    texts = [readable(value) for _, value in statement.values(key) or statement.values(f"Not{key}")]
    split = [text.split(":") for text in texts if text != _EVERY]
    services = [pieces[part] for pieces in split if len(pieces) > part]
    return [*services, *(_EVERY for text in texts if text == _EVERY)]


def _of_conditions(conditions: Any) -> int:
    if not is_mapping(conditions):
        return 0
    return sum(_of_condition(str(operator), tests) for operator, tests in conditions.items())


def _of_condition(operator: str, tests: Any) -> int:
    weight = 2 + 2 * operator.startswith(("ForAllValues", "ForAnyValue"))
    weight += operator.endswith("IfExists") + (operator == "Null")
    values = tests.values() if is_mapping(tests) else ()
    return weight + sum(_has_variable(value) for value in _flat(values))


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from (one for _, one in each((), value))


def _has_variable(value: Any) -> bool:
    return "${" in readable(value)
