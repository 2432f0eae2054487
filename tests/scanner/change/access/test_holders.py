"""Rights are compared by who holds them, or gives them, wherever they are written."""

from __future__ import annotations

from typing import Any

import pytest
from access_compared import template, told

from synthgate.change.access.effects import effects
from synthgate.change.matching import matched
from synthgate.change.sides import Matched, Member, Pair
from synthgate.model import Severity
from synthgate.resolve.resolver import Resolver

Resources = dict[str, Any]
ARN = {"Fn::GetAtt": ["Table", "Arn"]}
TABLE: Resources = {"Table": {"Type": "AWS::DynamoDB::Table"}}


def allow(actions: Any, resource: Any = ARN, **more: Any) -> Resources:
    return {"Effect": "Allow", "Action": actions, "Resource": resource, **more}


def document(*statements: Resources) -> Resources:
    return {"Version": "2012-10-17", "Statement": [*statements]}


def role(*statements: Resources, **properties: Any) -> Resources:
    inline = [{"PolicyName": "p", "PolicyDocument": document(*statements)}] if statements else []
    return {"Type": "AWS::IAM::Role", "Properties": {"Policies": inline, **properties}}


def policy(kind: str, *statements: Resources, **properties: Any) -> Resources:
    return {"Type": kind, "Properties": {"PolicyDocument": document(*statements), **properties}}


READ = allow("dynamodb:GetItem")
ELSEWHERE: dict[str, Resources] = {
    "in the role": {"Role": role(READ)},
    "in a policy of its own": {
        "Role": role(),
        "P": policy("AWS::IAM::Policy", READ, Roles=[{"Ref": "Role"}]),
    },
    "in a policy of the role": {
        "Role": role(),
        "P": policy("AWS::IAM::RolePolicy", READ, RoleName={"Ref": "Role"}),
    },
    "in a managed policy that names the role": {
        "Role": role(),
        "P": policy("AWS::IAM::ManagedPolicy", READ, Roles=[{"Ref": "Role"}]),
    },
    "in a managed policy that the role names": {
        "Role": role(ManagedPolicyArns=[{"Ref": "P"}]),
        "P": policy("AWS::IAM::ManagedPolicy", READ),
    },
}


@pytest.mark.parametrize("before", ELSEWHERE)
@pytest.mark.parametrize("after", ELSEWHERE)
def test_it_does_not_matter_where_a_right_of_a_role_is_written(before: str, after: str) -> None:
    """A statement that moves is no change of the role's rights."""
    one, other = TABLE | ELSEWHERE[before], TABLE | ELSEWHERE[after]
    about = [it.place.message and it.place.message.en for it in told(one, other)]
    assert not [it for it in about if it and it.startswith("Role ")]


@pytest.mark.parametrize("after", ELSEWHERE)
def test_a_right_that_comes_is_told_wherever_it_is_written(after: str) -> None:
    """Of the role, with the table by its name."""
    found = told(TABLE | {"Role": role()}, TABLE | ELSEWHERE[after])
    said = [it.place.message.en for it in found if it.place.message]
    assert any(it.startswith("Role ") and "Table" in it and "GetItem" in it for it in said)


def test_a_managed_policy_that_nobody_has_any_more_gives_nothing() -> None:
    """And one that nobody here has is told of itself: others may have it."""
    policies = {key: TABLE | ELSEWHERE[key] for key in ELSEWHERE if "that the role names" in key}
    (before,) = policies.values()
    after = before | {"Role": role()}
    assert not told(before, after)
    assert len(told(before, after, "narrows-access")) == 1
    more = policy("AWS::IAM::ManagedPolicy", READ, allow("dynamodb:PutItem"))
    (found,) = told(after, after | {"P": more})
    assert "P " in str(found.place.message and found.place.message.en)


def test_a_managed_policy_of_aws_is_told_by_its_name() -> None:
    """One that makes an administrator is as bad as can be."""
    arn = "arn:aws:iam::aws:policy/{}".format
    before = {"Role": role(ManagedPolicyArns=[arn("ReadOnlyAccess")])}
    after = {"Role": role(ManagedPolicyArns=[arn("AdministratorAccess"), arn("ReadOnlyAccess")])}
    (found,) = told(before, after)
    assert found.place.severity is Severity.CRITICAL
    assert "AdministratorAccess" in str(found.place.message and found.place.message.en)
    assert not told(after, before)
    assert told(after, before, "narrows-access")


def test_who_may_take_on_a_role_is_told() -> None:
    """Another account is worse than a service."""

    def trust(principal: Any) -> Resources:
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
        return {"Role": role(AssumeRolePolicyDocument=document(statement))}

    service = trust({"Service": "lambda.amazonaws.com"})
    (found,) = told(service, trust({"AWS": "arn:aws:iam::999988887777:root"}))
    assert found.place.severity is Severity.HIGH
    (found,) = told(service, trust("*"))
    assert found.place.severity is Severity.CRITICAL
    (found,) = told(service, trust({"Service": "ecs-tasks.amazonaws.com"}))
    assert found.place.severity is Severity.LOW


def test_what_is_new_on_both_sides_is_ordinary_growth() -> None:
    """A new role that writes to a new table is for information; to an old one, it is not."""
    new = {"Role": role(allow("dynamodb:PutItem"))}
    (found,) = told({}, TABLE | new)
    assert found.place.severity is Severity.INFO
    (found,) = told(TABLE, TABLE | new)
    assert found.place.severity is Severity.MEDIUM
    (found,) = told(TABLE, TABLE | {"Role": role(READ)})
    assert found.place.severity is Severity.LOW


def test_passing_roles_is_worse_than_writing() -> None:
    """And everything on everything is worst."""
    (found,) = told({"Role": role()}, {"Role": role(allow("iam:PassRole", "*"))})
    assert found.place.severity is Severity.HIGH
    (found,) = told({"Role": role()}, {"Role": role(allow("*", "*"))})
    assert found.place.severity is Severity.CRITICAL


IF = {"Fn::If": ["Prod", allow(["dynamodb:GetItem", "dynamodb:Query"]), {"Ref": "AWS::NoValue"}]}
SECTIONS = {
    "Parameters": {"Stage": {"Type": "String"}},
    "Conditions": {"Prod": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
}


def test_what_a_condition_decides_alike_is_compared() -> None:
    """The same condition on both sides: less is less, more is not known."""
    less = {"Fn::If": ["Prod", READ, {"Ref": "AWS::NoValue"}]}
    before, after = TABLE | {"Role": role(IF)}, TABLE | {"Role": role(less)}
    assert not told(before, after, **SECTIONS)
    (found,) = told(after, before, **SECTIONS)
    assert "Prod" in {cause.name for cause in found.place.causes}


def test_a_resource_that_a_condition_makes_is_there_or_not_on_both_sides() -> None:
    """So what it grants is no more than it did."""
    attached = policy("AWS::IAM::Policy", READ, Roles=[{"Ref": "Role"}])
    before = TABLE | {"Role": role(), "P": {**attached, "Condition": "Prod"}}
    tagged = policy("AWS::IAM::Policy", READ, Roles=[{"Ref": "Role"}], PolicyName="q")
    after = TABLE | {"Role": role(), "P": {**tagged, "Condition": "Prod"}}
    assert not told(before, after, **SECTIONS)
    (found,) = told(before, TABLE | {"Role": role(), "P": tagged}, **SECTIONS)
    assert found.place.causes


def test_what_cannot_be_read_is_unknown() -> None:
    """A document that a parameter gives is never taken for the one that was there."""
    sections = {"Parameters": {"Given": {"Type": "String"}}}
    before = {"P": policy("AWS::IAM::ManagedPolicy", allow("s3:GetObject", "*"))}
    given = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Ref": "Given"}}}
    (found,) = told(before, {"P": given}, **sections)
    assert [cause.name for cause in found.place.causes] == ["Given"]
    assert not told({"P": given}, {"P": {**given, "Metadata": {"a": 1}}}, **sections)


def test_functions_and_queues_give_rights_of_their_own() -> None:
    """A permission is a statement; a policy counts for each queue that it names."""
    function = {"F": {"Type": "AWS::Lambda::Function"}}

    def permission(**more: Any) -> Resources:
        said = {"FunctionName": {"Ref": "F"}, "Action": "lambda:InvokeFunction", **more}
        return function | {"P": {"Type": "AWS::Lambda::Permission", "Properties": said}}

    service = permission(Principal="s3.amazonaws.com", SourceAccount="111122223333")
    assert not told(service, permission(Principal="s3.amazonaws.com", SourceAccount="111122223333"))
    (found,) = told(service, permission(Principal="s3.amazonaws.com"))
    assert "F" in str(found.place.message and found.place.message.en)
    (found,) = told(service, permission(Principal="*"))
    assert found.place.severity is Severity.CRITICAL

    queues = {name: {"Type": "AWS::SQS::Queue"} for name in "AB"}
    send = {**allow("sqs:SendMessage", "*"), "Principal": {"AWS": "999988887777"}}

    def to(*names: str) -> Resources:
        said = {"Queues": [{"Ref": name} for name in names], "PolicyDocument": document(send)}
        return queues | {"P": {"Type": "AWS::SQS::QueuePolicy", "Properties": said}}

    assert not told(to("A", "B"), to("B", "A"))
    (found,) = told(to("A"), to("A", "B"))
    assert "B" in str(found.place.message and found.place.message.en)


def test_an_endpoint_without_a_policy_lets_everything_through() -> None:
    """ "Endpoint policies": the default one allows full access."""

    def endpoint(**properties: Any) -> Resources:
        return {"E": {"Type": "AWS::EC2::VPCEndpoint", "Properties": properties}}

    limited = document({**allow("s3:GetObject", "*"), "Principal": "*"})
    assert told(endpoint(PolicyDocument=limited), endpoint())
    assert not told(endpoint(), endpoint(PolicyDocument=limited))


def test_a_table_that_was_renamed_is_the_same_table() -> None:
    """Who had rights on it has them on what it becomes, whatever it is called."""
    before = {
        "Old": {"Type": "AWS::DynamoDB::Table"},
        "Role": role(allow("dynamodb:*", _arn("Old"))),
    }
    after = {
        "New": {"Type": "AWS::DynamoDB::Table"},
        "Role": role(allow("dynamodb:*", _arn("New"))),
    }
    one, other = template(before), template(after)
    pairs = [
        Pair(Member(one, "Old"), Member(other, "New"), is_moved=True),
        Pair(Member(one, "Role"), Member(other, "Role")),
    ]
    paired = Matched(matched([one], [other]).stacks, pairs)
    assert not [*effects(paired)]
    assert [*effects(matched([one], [other]))]


def _arn(name: str) -> Resources:
    return {"Fn::GetAtt": [name, "Arn"]}


def test_what_is_written_as_it_was_is_not_even_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many roles there are."""
    every = {f"R{number}": role(allow("s3:*", "*")) for number in range(50)}
    asked: list[str] = []
    resource = Resolver.resource
    monkeypatch.setattr(
        Resolver, "resource", lambda one, name: (asked.append(name), resource(one, name))[1]
    )
    assert not told(every, every)
    assert not asked


def test_letters_that_stand_for_others_are_letters_of_hostile_names() -> None:
    """They neither break anything nor are they taken for what is open."""
    strange = "arn:aws:s3:::b/\U000f0000\U00100001\0"
    before = {"Role": role(allow("s3:GetObject", "arn:aws:s3:::a"))}
    (found,) = told(before, {"Role": role(allow("s3:GetObject", strange))})
    assert not found.place.causes
    assert found.place.message
    assert found.place.message.ko


@pytest.mark.parametrize("before", ["true", "false"])
def test_what_is_not_there_opens_nothing(before: str) -> None:
    """A function's address that a condition leaves out is not open."""
    url = {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "NONE"}, "Condition": "Open"}
    conditions = {"Conditions": {"Open": {"Fn::Equals": ["true", before]}}}
    assert bool(told({}, {"U": url}, **conditions)) is (before == "true")


def test_joining_a_group_is_as_bad_as_what_that_has() -> None:
    """A group of administrators is told as their policy is."""
    arn = "arn:aws:iam::aws:policy/{}".format

    def joined(*groups: Resources) -> Resources:
        properties = {"ManagedPolicyArns": [arn("ReadOnlyAccess"), arn("AdministratorAccess")]}
        return {
            "G": {"Type": "AWS::IAM::Group", "Properties": properties},
            "U": {"Type": "AWS::IAM::User", "Properties": {"Groups": [*groups]}},
        }

    (found,) = told(joined(), joined({"Ref": "G"}))
    assert found.place.severity is Severity.CRITICAL


def test_a_share_that_lets_in_other_organizations_is_told() -> None:
    """What says nothing does ("AWS::RAM::ResourceShare", "AllowExternalPrincipals")."""

    def share(**more: Any) -> Resources:
        properties = {"Name": "s", "Principals": ["999988887777"], **more}
        return {"S": {"Type": "AWS::RAM::ResourceShare", "Properties": properties}}

    closed = share(AllowExternalPrincipals=False)
    for one in (share(), share(AllowExternalPrincipals=True)):
        assert told(closed, one)
        assert not told(one, closed)
        assert told(one, closed, "narrows-access")
