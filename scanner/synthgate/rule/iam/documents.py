"""Policy documents as statements, in every spelling that IAM accepts.

IAM User Guide, "IAM JSON policy elements reference": a document has one statement or
a list of them. (Grammar: "Grammar of the IAM JSON policy language".)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of
from synthgate.rule.iam.statement import Placed, Statement, each
from synthgate.rule.paths.embedding import embedded, unreadable
from synthgate.template.data import is_mapping
from synthgate.template.document import Route


def statements(document: Any, route: Route) -> list[Statement]:
    """The statements of a policy document that stands at a route, as a mapping or as JSON text.

    Of text that cannot be read as JSON, one that is unknown.
    """
    if isinstance(document, Partial):
        document = embedded(document) or document
    if isinstance(document, Unknown | Partial | Reference):
        return [Statement(route, Unknown(causes_of(document)))]
    if isinstance(document, str) and embedded(document) is None:
        return [Statement(route, unreadable(route))]
    mapping = document if is_mapping(document) else embedded(document) or {}
    found = mapping.get("Statement", ABSENT)
    if found is ABSENT:
        return []
    return [Statement(*placed) for placed in each((*route, "Statement"), found)]


POLICY_ROUTES: dict[str, tuple[Route, ...]] = {
    f"AWS::IAM::{kind}": (("Properties", "PolicyDocument"),)
    for kind in ("Policy", "ManagedPolicy", "RolePolicy", "UserPolicy", "GroupPolicy")
}
"""Where a resource type keeps the document that grants permissions to identities."""


def identity_statements(resource_type: str, body: Any) -> list[Statement]:
    """The statements that a resource attaches to roles, users or groups."""
    found: list[Statement] = []
    for route in POLICY_ROUTES.get(resource_type, ()):
        found.extend(statements(_dig(body, route), route))
    for route, policy in _inline_policies(body):
        document = policy if isinstance(policy, Unknown) else _dig(policy, ("PolicyDocument",))
        found.extend(statements(document, (*route, "PolicyDocument")))
    return found


def _inline_policies(body: Any) -> Iterator[Placed]:
    policies = _dig(body, ("Properties", "Policies"))
    if policies is not ABSENT:
        yield from each(("Properties", "Policies"), policies)


def _dig(value: Any, route: Route) -> Any:
    for step in route:
        if isinstance(value, Unknown):
            break
        value = value.get(str(step), ABSENT) if is_mapping(value) else ABSENT
    return value
