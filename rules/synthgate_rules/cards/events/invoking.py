"""What the cards about events share: what runs when, and what it may do. No card of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import references_in
from synthgate.rule.api import (
    ABSENT,
    Partial,
    Reference,
    Statement,
    Truth,
    Unknown,
    View,
    causes_of,
    compile_path,
    conjunction,
    disjunction,
    each,
    equal,
    negation,
)
from synthgate.rule.iam.documents import identity_statements
from synthgate.rule.paths.embedding import embedded
from synthgate.template.data import is_mapping

RULE = "AWS::Events::Rule"
ACTORS = (
    "AWS::Lambda::Function",
    "AWS::Serverless::Function",
    "AWS::StepFunctions::StateMachine",
    "AWS::CodeBuild::Project",
    "AWS::SSM::Document",
    "AWS::ECS::TaskDefinition",
)
"""What does something when it is invoked; topics, queues and logs only hand on or keep."""

_ROLES = {
    "AWS::Lambda::Function": compile_path("$.Properties.Role"),
    "AWS::Serverless::Function": compile_path("$.Properties.Role"),
    "AWS::StepFunctions::StateMachine": compile_path("$.Properties.RoleArn"),
    "AWS::CodeBuild::Project": compile_path("$.Properties.ServiceRole"),
    "AWS::ECS::TaskDefinition": compile_path("$.Properties.TaskRoleArn"),
}
_POLICIES = {
    "AWS::IAM::ManagedPolicy": compile_path("$.Properties.Roles[*]"),
    "AWS::IAM::Policy": compile_path("$.Properties.Roles[*]"),
    "AWS::IAM::RolePolicy": compile_path("$.Properties.RoleName"),
}
_ATTACHED = compile_path("$.Properties.ManagedPolicyArns[*]")


def exists(view: View) -> Truth:
    """Whether a resource is there at all."""
    return view.resolver.exists(view.resource.logical_id)


def pattern_of(rule: View) -> Mapping[str, Any] | Unknown:
    """What events an EventBridge rule matches; a text may hold it as JSON."""
    pattern = rule.resource.properties.get("EventPattern", ABSENT)
    if isinstance(pattern, Partial):
        pattern = embedded(pattern) or pattern
    if isinstance(pattern, Unknown | Partial | Reference):
        return Unknown(causes_of(pattern))
    return pattern if is_mapping(pattern) else embedded(pattern) or {}


def is_enabled(view: View) -> Truth:
    """Whether a rule or schedule is on, which it is if nobody says otherwise."""
    state = view.resource.properties.get("State", "ENABLED")
    return negation(equal(state, "DISABLED"))


def arns_of_targets(view: View) -> Iterator[Mapping[str, Any]]:
    """The targets of an EventBridge rule, or the one of a schedule."""
    properties = view.resource.properties
    found = (
        properties.get("Targets", []) if view.resource.type == RULE else properties.get("Target")
    )
    return (target for _, target in each((), found) if is_mapping(target))


def may_do(actor: View, actions: tuple[str, ...]) -> Truth:
    """Whether the role that something runs with allows one of these actions."""
    path = _ROLES.get(actor.resource.type)
    role = next(iter(path.find(actor.resource.body))).value if path else ABSENT
    return disjunction(
        there if seen.is_whole else conjunction((there, _role_allows(seen, actions)))
        for seen, there in actor.targets(role, ["AWS::IAM::Role"])
    )


def _role_allows(role: View, actions: tuple[str, ...]) -> Truth:
    return disjunction(_allows(statement, actions) for statement in _statements(role))


def _allows(statement: Statement, actions: tuple[str, ...]) -> Truth:
    covered = disjunction(statement.covers_action(action) for action in actions)
    return conjunction((equal(statement.effect, "Allow"), covered))


def _statements(role: View) -> Iterator[Statement]:
    """Every statement of a role and of the policies of the app that are attached to it."""
    yield from identity_statements(role.resource.type, role.resource.body)
    for kind, path in _POLICIES.items():
        for policy, _ in role.referring([kind], path):
            yield from identity_statements(kind, policy.resource.body)
    for match in _ATTACHED.find(role.resource.body):
        for policy, _ in role.targets(match.value, ["AWS::IAM::ManagedPolicy"]):
            if not policy.is_whole:
                yield from identity_statements(policy.resource.type, policy.resource.body)


PERMISSION = "AWS::Lambda::Permission"


def may_invoke(rule: View, function: View) -> Truth:
    """Whether a permission of the app lets an EventBridge rule invoke a function."""
    return disjunction(
        conjunction(
            (
                exists(permission),
                equal(permission.resource.properties.get("Principal"), "events.amazonaws.com"),
                _is_about(permission, "FunctionName", function),
                _source_is(permission, rule),
            )
        )
        for permission in function.everywhere([PERMISSION], "app")
    )


def is_let_in(rule: View, target: Mapping[str, Any], actor: View) -> Truth:
    """Whether a rule can start its target: a function wants a permission, or a role for it."""
    needs = rule.resource.type == RULE and actor.resource.type == "AWS::Lambda::Function"
    return True if not needs or "RoleArn" in target else may_invoke(rule, actor)


def _source_is(permission: View, rule: View) -> Truth:
    """Whether a permission is for a rule, or for every rule of the account."""
    if permission.resource.properties.get("SourceArn", ABSENT) is ABSENT:
        return True
    return _is_about(permission, "SourceArn", rule)


def _is_about(permission: View, key: str, other: View) -> Truth:
    """Whether a property leads to a resource; one that names it in words may."""
    value = permission.resource.properties.get(key, ABSENT)
    own = other.resolver.identity, other.resource.logical_id
    named = [own_name(one, permission.resolver.identity) for one in references_in(value)]
    if named:
        return own in named
    return disjunction(
        there
        for seen, there in permission.targets(value, [other.resource.type])
        if seen.is_whole or (seen.resolver.identity, seen.resource.logical_id) == own
    )
