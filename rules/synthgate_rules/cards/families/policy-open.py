"""Everyone, let in by the policy of a resource, wherever a type keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View, equal
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
    if "Statement" in properties:
        yield from admits_everyone(Statement(("Properties", "Statement"), properties["Statement"]))
    elif "Principal" in properties:
        body = {**properties, "Effect": "Allow", "Condition": _condition(properties)}
        yield from admits_everyone(Statement(("Properties",), body))
    else:
        yield from open_policy(resource, view)


def _condition(properties: Any) -> Any:
    """``{Type, Key, Value}`` as policies write it (CloudFormation, "EventBusPolicy Condition")."""
    written = properties.get("Condition", {})
    if not is_mapping(written) or not written:
        return written
    return {str(written.get("Type")): {str(written.get("Key")): written.get("Value")}}


def open_secret(resource: Resource, view: View) -> Iterator[Place]:
    """The same of a secret, unless Secrets Manager is to refuse such a policy."""
    if equal(resource.properties.get("BlockPublicPolicy"), True) is not True:
        yield from open_policy(resource, view)
