"""Everyone, let in by the policy of a resource, wherever a type keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Unknown, causes_of
from synthgate.rule.api import Place, View, each, equal, is_set
from synthgate.rule.iam.documents import statements
from synthgate.rule.iam.principals import admits_everyone
from synthgate.rule.iam.statement import Statement
from synthgate.template.data import is_mapping

DOCUMENTS = ("Policy", "ResourcePolicy", "PermissionsPolicyDocument", "AccessPolicy")


def open_policy(resource: Resource, _: View) -> Iterator[Place]:
    """A statement that admits every principal."""
    for key in DOCUMENTS:
        for statement in statements(resource.properties.get(key), ("Properties", key)):
            yield from admits_everyone(statement)


def open_bus(resource: Resource, view: View) -> Iterator[Place]:
    """The same of an event bus, whose policy may be one statement, or three properties."""
    properties = resource.properties
    yield from open_policy(resource, view)
    for route, body in each(("Properties", "Statement"), properties.get("Statement", ABSENT)):
        yield from admits_everyone(Statement(route, body))
    if is_set(properties.get("Principal", ABSENT)) is not False:
        body = {**properties, "Effect": "Allow", "Condition": _condition(properties)}
        yield from admits_everyone(Statement(("Properties",), body))


def _condition(properties: Any) -> Any:
    """``{Type, Key, Value}`` as policies write it (CloudFormation, "EventBusPolicy Condition")."""
    written = properties.get("Condition", ABSENT)
    if not is_mapping(written):
        return written
    kind, key = written.get("Type"), written.get("Key")
    if causes_of([kind, key]):
        return Unknown(causes_of([kind, key]))
    return {str(kind): {str(key): written.get("Value")}}


def open_secret(resource: Resource, view: View) -> Iterator[Place]:
    """The same of a secret, unless Secrets Manager is to refuse such a policy."""
    refused = equal(resource.properties.get("BlockPublicPolicy", False), True)
    if refused is not True:
        for place in open_policy(resource, view):
            yield replace(place, causes=(*place.causes, *causes_of(refused)))
