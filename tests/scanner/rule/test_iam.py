"""A policy document has many spellings and one meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from synthgate.resolve.values import ABSENT, Unknown
from synthgate.rule.iam.conditions import limits_principals
from synthgate.rule.iam.documents import identity_statements, statements
from synthgate.rule.iam.principals import admits_everyone

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.resolve.resolver import Resolver
    from synthgate.rule.iam.statement import Statement

AROUND = """
Parameters:
  Open: {Type: String}
Conditions:
  Maybe: !Equals [!Ref Open, x]
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      Document: %s
"""


@pytest.fixture
def one(resolver: Callable[..., Resolver]) -> Callable[[str], Statement]:
    """The statement of a document of one."""

    def make(text: str) -> Statement:
        document = resolver(AROUND % f"{{Statement: [{text}]}}").resource("R").properties
        (statement,) = statements(document["Document"], ("D",))
        return statement

    return make


@pytest.mark.parametrize(
    ("document", "routes"),
    [
        ("{Statement: {Effect: Allow}}", [("D", "Statement")]),
        ("{Statement: [{Effect: Allow}]}", [("D", "Statement", 0)]),
        ("{Statement: [{}, {}]}", [("D", "Statement", 0), ("D", "Statement", 1)]),
        ("{Statement: []}", []),
        ("{Version: '2012-10-17'}", []),
        ("{}", []),
        ("'{\"Statement\": [{}]}'", [("D", "Statement", 0)]),
        ("text", [("D",)]),
        ("''", [("D",)]),
        ("'{\"Statement\": ['", [("D",)]),
        ('\'{"Statement": [], "Statement": [{}]}\'', [("D",)]),
        ("!Ref Open", [("D",)]),
        ("{Statement: !Ref Open}", [("D", "Statement")]),
        ("{Statement: [!Ref Open]}", [("D", "Statement", 0)]),
    ],
)
def test_statements_are_found_in_every_spelling(
    resolver: Callable[..., Resolver], document: str, routes: list[tuple[str | int, ...]]
) -> None:
    """One, many, none, unknown: each statement at its place, and an unknown is one."""
    found = resolver(AROUND % document).resource("R").properties["Document"]
    assert [statement.route for statement in statements(found, ("D",))] == routes


@pytest.mark.parametrize(
    ("element", "places"),
    [
        ("Action: 's3:*'", [(("Action",), "s3:*")]),
        ("Action: [a, b]", [(("Action", 0), "a"), (("Action", 1), "b")]),
        ("Action: []", []),
        ("NotAction: a", []),
        ("Effect: Allow", []),
    ],
)
def test_actions_are_one_or_many(
    one: Callable[[str], Statement], element: str, places: list[Any]
) -> None:
    """A string is a list of one; `NotAction` names none."""
    start = ("D", "Statement", 0)
    assert one(f"{{{element}}}").actions == [((*start, *route), value) for route, value in places]


@pytest.mark.parametrize(
    ("principal", "values"),
    [
        ("'*'", ["*"]),
        ("{AWS: '*'}", ["*"]),
        ("{AWS: ['*', '1']}", ["*", "1"]),
        ("{AWS: '1', Service: [a, b]}", ["1", "a", "b"]),
        ("{}", []),
    ],
)
def test_principals_are_found_in_every_spelling(
    one: Callable[[str], Statement], principal: str, values: list[str]
) -> None:
    """A string, a mapping of strings, a mapping of lists."""
    found = one(f"{{Effect: Allow, Principal: {principal}}}").principals()
    assert [value for _, value in found] == values


def test_a_statement_without_an_element_says_so(one: Callable[[str], Statement]) -> None:
    """What is not there is absent, and not None."""
    statement = one("{Effect: Allow}")
    assert statement.conditions is ABSENT
    assert statement.principals() == []
    assert not statement.has("Principal")


ANYONE = "{Effect: Allow, Principal: '*', Condition: %s}"


def everyone(statement: Statement) -> list[tuple[tuple[str | int, ...], bool]]:
    """Routes within the statement, each with whether it is a doubt."""
    length = len(statement.route)
    return [(place.route[length:], bool(place.causes)) for place in admits_everyone(statement)]


@pytest.mark.parametrize(
    ("statement", "places"),
    [
        ("{Effect: Allow, Principal: '*'}", [(("Principal",), False)]),
        ("{Effect: Allow, Principal: {AWS: '*'}}", [(("Principal", "AWS"), False)]),
        ("{Effect: Allow, Principal: {AWS: [x, '*']}}", [(("Principal", "AWS", 1), False)]),
        ("{Effect: Allow, Principal: {AWS: '123456789012'}}", []),
        ("{Effect: Allow, Principal: {Service: sns.amazonaws.com}}", []),
        ("{Effect: Allow}", []),
        ("{Effect: Deny, Principal: '*'}", []),
        ("{Effect: Allow, Principal: !Ref Open}", [(("Principal",), True)]),
        ("{Effect: Allow, Principal: {AWS: !Ref Open}}", [(("Principal", "AWS"), True)]),
        ("{Effect: Allow, Principal: {AWS: !GetAtt R.Arn}}", []),
        ("{Effect: Allow, NotPrincipal: {AWS: x}}", [(("NotPrincipal",), False)]),
        (
            ANYONE % "{StringEquals: {'aws:PrincipalOrgID': o-1}}",
            [],
        ),
        (
            ANYONE % "{StringEquals: {'AWS:SOURCEACCOUNT': '1'}}",
            [],
        ),
        (
            ANYONE % "{Bool: {'aws:SecureTransport': true}}",
            [(("Principal",), False)],
        ),
        (
            ANYONE % "{StringNotEquals: {'aws:PrincipalOrgID': o-1}}",
            [(("Principal",), False)],
        ),
        (
            "{Effect: !Ref Open, Principal: '*'}",
            [(("Principal",), True)],
        ),
        (
            ANYONE % "!If [Maybe, {StringEquals: {'aws:PrincipalOrgID': o-1}}, !Ref AWS::NoValue]",
            [(("Principal",), True)],
        ),
        ("!Ref Open", None),
    ],
)
def test_everyone_is_found_in_every_spelling(
    one: Callable[[str], Statement], statement: str, places: list[Any] | None
) -> None:
    """A star anywhere admits everyone, unless a condition on who asks closes it."""
    found = everyone(one(statement))
    if places is None:
        assert found
        assert all(doubtful for _, doubtful in found)
    else:
        assert found == places


@pytest.mark.parametrize(
    ("condition", "limits"),
    [
        ("{StringEquals: {'aws:PrincipalArn': 'arn:x'}}", True),
        ("{ArnLike: {'aws:SourceArn': 'arn:x'}}", True),
        ("{StringLike: {'aws:PrincipalArn': '*'}}", False),
        ("{StringNotEquals: {'aws:PrincipalArn': 'arn:x'}}", False),
        ("{IpAddress: {'aws:SourceIp': 192.0.2.0/24}}", False),
        ("{DateLessThan: {'aws:CurrentTime': x}}", False),
        ("{StringEqualsIfExists: {'aws:PrincipalOrgID': o-1}}", False),
        ("{'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': o-1/*}}", True),
        ("{'ForAllValues:StringLike': {'aws:PrincipalOrgPaths': o-1/*}}", False),
        ("{'forallvalues:stringlike': {'aws:PrincipalOrgPaths': o-1/*}}", False),
        (
            (
                "{'ForAllValues:StringLike': {'aws:PrincipalOrgPaths': o-1/*}, "
                "Null: {'AWS:principalOrgPaths': 'false'}}"
            ),
            True,
        ),
        (
            (
                "{'ForAllValues:StringLike': {'aws:PrincipalOrgPaths': o-1/*}, "
                "Null: {'aws:PrincipalOrgPaths': true}}"
            ),
            False,
        ),
        (
            (
                "{'ForAllValues:StringLike': {'aws:PrincipalOrgPaths': o-1/*}, "
                "Null: {'aws:PrincipalArn': false}}"
            ),
            False,
        ),
        ("text", False),
    ],
)
def test_only_a_condition_on_who_asks_limits_principals(
    one: Callable[[str], Statement], condition: str, limits: bool
) -> None:
    """A condition that names callers does, and no other."""
    assert limits_principals(one(f"{{Condition: {condition}}}")) is limits


@pytest.mark.parametrize(
    "key",
    [
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:PrincipalOrgPaths",
        "aws:PrincipalTag/team",
        "aws:PrincipalServiceName",
        "aws:PrincipalIsAWSService",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceOrgID",
        "aws:SourceOrgPaths",
        "aws:SourceOwner",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:SourceVpcArn",
        "aws:userid",
        "aws:username",
        "kms:CallerAccount",
    ],
)
def test_every_key_of_who_asks_limits_principals(one: Callable[[str], Statement], key: str) -> None:
    """IAM User Guide, "AWS global condition context keys"; KMS's own."""
    assert limits_principals(one(f"{{Condition: {{StringEquals: {{'{key}': x}}}}}}")) is True


def test_a_condition_that_is_unknown_may_limit(one: Callable[[str], Statement]) -> None:
    """Who cannot see the condition cannot say that it admits everyone."""
    assert isinstance(limits_principals(one("{Condition: !Ref Open}")), Unknown)


@pytest.mark.parametrize(
    ("kind", "properties", "actions"),
    [
        ("AWS::IAM::Policy", {"PolicyDocument": {"Statement": {"Action": "a"}}}, ["a"]),
        (
            "AWS::IAM::Role",
            {"Policies": [{"PolicyDocument": {"Statement": [{"Action": ["a", "b"]}]}}]},
            ["a", "b"],
        ),
        (
            "AWS::IAM::Role",
            {"AssumeRolePolicyDocument": {"Statement": {"Action": "sts:AssumeRole"}}},
            [],
        ),
        ("AWS::IAM::Role", {}, []),
        ("AWS::IAM::Role", {"Policies": ["text", 5, {}]}, []),
    ],
)
def test_what_a_resource_grants_is_found(
    kind: str, properties: dict[str, Any], actions: list[str]
) -> None:
    """Documents of policies and inline ones; who may assume a role is no grant."""
    found = identity_statements(kind, {"Properties": properties})
    assert [value for statement in found for _, value in statement.actions] == actions
