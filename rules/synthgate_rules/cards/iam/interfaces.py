"""Whether a role may manage network interfaces, as Lambda asks of it. No card of its own.

Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC" ("Required
IAM permissions"): describing works on every resource alone; deleting on every one too, for Lambda
asks before there is an interface to name. ("Security best practices": what is denied by the key
`lambda:SourceFunctionArn` is denied to the code, and not to Lambda.) What else that page lists,
assigning addresses and describing subnets, older roles do without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import agreed
from synthgate.resolve.values import unknown
from synthgate.rule.api import (
    ABSENT,
    Reference,
    Statement,
    Truth,
    Unknown,
    View,
    causes_of,
    compile_path,
    conjunction,
    disjunction,
    equal,
    negation,
)
from synthgate.rule.iam.elements import covers, resource_pattern, touches, wanted_resource
from synthgate.template.data import is_mapping
from synthgate_rules.cards.iam.grants import (
    ATTACHED,
    BOUNDARY,
    EVERY_RESOURCE,
    covered,
    readable,
    statements_in,
)
from synthgate_rules.cards.iam.identities import boundary_of, is_bounded, policies_of
from synthgate_rules.cards.iam.interface_policies import DESCRIBING, PARTLY, WHOLE

Reach = Callable[[Statement], Truth]
"""Whether a statement is about what Lambda names when it asks."""
Said = tuple[Statement, Truth]
"""A statement, and whether it is the role's."""

CREATE, DESCRIBE, DELETE = (
    f"ec2:{name}"
    for name in ("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface")
)
_ALL_OF_EC2 = re.compile(rf"{EVERY_RESOURCE.pattern}|arn:[^:]*:(ec2|\*+):[^:]*:[^:]*:\*+(/\*+)?")
_ONE_INTERFACE = re.compile(r".*:network-interface/eni-[0-9a-f]+")
_OF_AWS = re.compile(r"arn:[^:]*:iam::aws:policy/(?:.*/)?([^/]+)")
_ATTACHED, _BOUNDARY = compile_path(ATTACHED), compile_path(BOUNDARY)
_FOR_CODE = "lambda:sourcefunctionarn"


def may(role: View, action: str, is_there: Callable[[View], bool] | None = None) -> Truth:
    """Whether a role may do one of the three, whatever stands in its policies and boundary.

    Of the policies of the app that are attached to it only those count that are there.
    """
    if is_there:
        return _may(role, action, is_there)
    memo, key = role.resolver.memo, ("interfaces.may", role.resource.logical_id, action)
    if key not in memo:
        memo[key] = _may(role, action, lambda _: True)
    known: Truth = memo[key]
    return known


def _may(role: View, action: str, is_there: Callable[[View], bool]) -> Truth:
    attached_to = ((one, attached) for one, attached in policies_of(role) if is_there(one))
    own = ((role, True), *attached_to)
    said = [(one, attached) for at, attached in own for one in statements_in(at)]
    of_aws = [_by_policy(match.value, role, action) for match in _ATTACHED.find(role.resource.body)]
    allowed = disjunction((_says(said, action), *of_aws))
    return conjunction((allowed, negation(_is_denied(said, action)), _in_bounds(role, action)))


def _says(said: Iterable[Said], action: str) -> Truth:
    """Whether statements allow an action on all that it is asked for, one or several of them."""
    every = [(one, _is_about(one, there, "Allow", action)) for one, there in said]
    allowing = [(one, truth) for one, truth in every if truth is not False]
    return conjunction(
        disjunction(conjunction((truth, reaches(one))) for one, truth in allowing)
        for reaches in _REACHES[action]
    )


def _is_denied(said: Iterable[Said], action: str) -> Truth:
    every = ((one, _is_about(one, there, "Deny", action)) for one, there in said)
    return disjunction(
        conjunction((truth, _bars(one))) for one, truth in every if truth is not False
    )


def _is_about(statement: Statement, there: Truth, effect: str, action: str) -> Truth:
    """Whether a statement allows, or denies, an action: when Lambda asks."""
    parts = (
        lambda: there,
        lambda: equal(statement.effect, effect),
        lambda: statement.covers_action(action),
        lambda: _met(statement),
    )
    return conjunction(part() for part in parts)


def _bars(statement: Statement) -> Truth:
    """Whether a Deny is about what Lambda asks for; one of some interfaces, nobody says."""
    every = _on(_ALL_OF_EC2)(statement)
    touched = disjunction(reaches(statement) for reaches in _REACHES[CREATE])
    return every is True or conjunction((touched, unknown(Decider.RULE, "Deny")))


def _met(statement: Statement) -> Truth:
    """Whether the conditions let it count when Lambda asks, and not the function's code."""
    conditions = statement.conditions
    if not is_mapping(conditions):
        return conditions is ABSENT or Unknown(causes_of(conditions))
    return conjunction(
        _holds(operator.lower(), key, values)
        for operator, keys in conditions.items()
        for key, values in _members(keys)
    )


def _members(keys: Any) -> Iterator[tuple[str, Any]]:
    if is_mapping(keys):
        yield from ((str(key).lower(), values) for key, values in keys.items())
    else:
        yield "", keys


def _holds(operator: str, key: str, values: Any) -> Truth:
    if key != _FOR_CODE:
        return unknown(Decider.RULE, f"Condition {key}".strip())
    if operator == "null":
        return equal(values, True)
    return "not" in operator or operator.endswith("ifexists") or operator.startswith("forall")


def _on(pattern: re.Pattern[str]) -> Reach:
    """Whether a statement is about every resource; of one interface by its ID, it is for people."""

    def reaches(statement: Statement) -> Truth:
        if statement.has("NotResource"):
            return statement.covers_resource("arn:aws:ec2:*:*:*/*")
        every, _ = covered(pattern, statement.resources)
        named, _ = covered(_ONE_INTERFACE, statement.resources)
        return disjunction((every, conjunction((named, unknown(Decider.RULE, "Resource")))))

    return reaches


def _touching(kind: str) -> Reach:
    """Whether a statement is about some resource of a kind: which one, the function decides."""
    wanted = wanted_resource(f"arn:aws:ec2:*:*:{kind}/*")
    return lambda statement: statement.asked(
        "Resource",
        lambda value: touches(value, wanted, resource_pattern),
        lambda value: negation(covers(value, wanted, resource_pattern)),
    )


_REACHES: dict[str, tuple[Reach, ...]] = {
    CREATE: (_touching("network-interface"), _touching("subnet")),
    DESCRIBE: (_on(EVERY_RESOURCE),),
    DELETE: (_on(_ALL_OF_EC2),),
}
"""What an action is asked for. (Service Authorization Reference, "Actions, resources, and condition
keys for Amazon EC2": an interface is created in a subnet, and describing knows no resource.)"""


def _by_policy(arn: Any, role: View, action: str) -> Truth:
    """Whether a policy that is none of the app's own allows an action."""
    if arn is ABSENT or isinstance(arn, Reference):
        return False
    if isinstance(arn, Unknown) and arn.choices:
        return agreed(lambda choice: _by_policy(choice, role, action), arn)
    text = readable(arn)
    of_aws = _OF_AWS.fullmatch(text)
    if of_aws and "\0" not in of_aws[1]:
        return _of_aws(of_aws[1], action)
    seen = role.targets(arn, ["AWS::IAM::ManagedPolicy"])
    return disjunction(there for policy, there in seen if policy.is_whole)


def _of_aws(name: str, action: str) -> Truth:
    if name in PARTLY:
        return unknown(Decider.OUTSIDE, name)
    return name in WHOLE or (action == DESCRIBE and name in DESCRIBING)


def _in_bounds(role: View, action: str) -> Truth:
    """Whether the permissions boundary lets an action through."""
    bounded = is_bounded(role)
    if bounded is False:
        return True
    boundary = boundary_of(role)
    if boundary is None:
        through = _by_policy(next(_BOUNDARY.find(role.resource.body)).value, role, action)
        return disjunction((negation(bounded), through))
    said = [(one, True) for one in statements_in(boundary)]
    return conjunction((_says(said, action), negation(_is_denied(said, action))))
