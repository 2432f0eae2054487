"""Who may become a role, and whether people or their code act with it. No card of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synthgate.rule.api import (
    ABSENT,
    Partial,
    Reference,
    Truth,
    Unknown,
    View,
    conjunction,
    disjunction,
    each,
    statements,
)
from synthgate.rule.texts.possible import found_in
from synthgate.template.data import is_mapping
from synthgate_rules.cards.iam.grants import allows, readable

_TRUST = ("Properties", "AssumeRolePolicyDocument")
_OWN_CODE = (
    r"^(lambda|ec2|ecs-tasks|codebuild|glue|sagemaker|(tasks|build)\.apprunner|batch|pods\.eks|ssm"
    r"|elasticmapreduce|datapipeline|bedrock-agentcore|amplify|robomaker|deadline)\."
)
"""Services in which a role is held by somebody's code; in the others it is AWS that acts."""
_ROLES = ("AWS::IAM::Role",)
_DEEP = 3
"""Over how many roles somebody is looked for who takes on another."""


def fits(pattern: str, value: Any) -> Truth:
    """Whether a pattern is found in a value, as far as it is known."""
    if isinstance(value, Unknown | Partial | Reference):
        return found_in(pattern, value)
    return isinstance(value, str) and bool(re.search(pattern, value))


def trusted(role: View, *, freely: bool = False) -> Iterator[tuple[str, Any, Truth]]:
    """Whom a role's trust policy admits, or admits without conditions: kind, principal, whether."""
    document = role.resource.properties.get(_TRUST[1])
    for statement in statements(document, _TRUST) if document is not None else ():
        principal = statement.body.get("Principal") if is_mapping(statement.body) else None
        if not is_mapping(principal) or (freely and statement.conditions is not ABSENT):
            continue
        for kind, named in principal.items():
            for _, value in each((), named):
                yield str(kind), value, allows(statement)


def admits_service(role: View, service: str) -> Truth:
    """Whether a service may take on a role: one as it is called, such as ``lambda``."""
    return disjunction(
        conjunction((says, fits(rf"(?i)^{re.escape(service)}\.", value)))
        for kind, value, says in trusted(role)
        if kind == "Service"
    )


def admits(role: View, identity: View) -> Truth:
    """Whether a role lets an identity of the app take it on, by name or with all of its account."""
    return disjunction(
        conjunction((says, _is_meant(role, value, identity)))
        for kind, value, says in trusted(role, freely=True)
        if kind == "AWS"
    )


def _is_meant(role: View, value: Any, identity: View) -> Truth:
    text = readable(value)
    if text.endswith(":root"):
        return "\0" in text  # of the own account, as `AWS::AccountId` says
    targets = role.targets(value, (identity.resource.type,))
    return disjunction(there for target, there in targets if is_same(target, identity))


def is_same(one: View, other: View) -> bool:
    """Whether two views are of one resource."""
    return (one.resolver.identity, one.resource.logical_id) == (
        other.resolver.identity,
        other.resource.logical_id,
    )


def is_held(identity: View, deep: int = _DEEP) -> Truth:
    """Whether people or their code act with an identity, and not AWS alone."""
    if identity.resource.type != "AWS::IAM::Role":
        return True
    return disjunction(
        conjunction((says, _acts(identity, kind, value, deep)))
        for kind, value, says in trusted(identity)
    )


def _acts(role: View, kind: str, value: Any, deep: int) -> Truth:
    if kind == "Service":
        return fits(_OWN_CODE, value)
    if kind == "AWS":
        held = [one for one, _ in role.targets(value, _ROLES) if not one.is_whole]
        return not held or (deep > 0 and disjunction(is_held(one, deep - 1) for one in held))
    return kind == "Federated"
