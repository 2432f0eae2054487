"""What runs as another role may do what that may."""

from __future__ import annotations

from typing import Any

import pytest
from access_compared import told

Resources = dict[str, Any]
TABLE: Resources = {"Table": {"Type": "AWS::DynamoDB::Table"}}


def role(*actions: str, **properties: Any) -> Resources:
    statement = {"Effect": "Allow", "Action": [*actions], "Resource": _arn("Table")}
    policy = {"PolicyName": "p", "PolicyDocument": {"Statement": [statement]}}
    policies = [policy] if actions else []
    return {"Type": "AWS::IAM::Role", "Properties": {"Policies": policies, **properties}}


def _arn(name: str) -> Resources:
    return {"Fn::GetAtt": [name, "Arn"]}


ROLES = TABLE | {
    "Weak": role("dynamodb:GetItem"),
    "Twin": role("dynamodb:GetItem"),
    "Strong": role("dynamodb:GetItem", "dynamodb:DeleteItem"),
}


def function(of: Any) -> Resources:
    return {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": of}}}


def task(of: Any) -> Resources:
    return {"F": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"TaskRoleArn": of}}}


def machine(of: Any) -> Resources:
    return {"F": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": of}}}


def target(of: Any) -> Resources:
    properties = {"Targets": [{"Id": "a", "Arn": "arn:aws:x", "RoleArn": of}]}
    return {"F": {"Type": "AWS::Events::Rule", "Properties": properties}}


def instance(of: Any) -> Resources:
    """Which has a profile, which has the role."""
    name = of["Fn::GetAtt"][0]
    profiles = {
        f"{one}Profile": {
            "Type": "AWS::IAM::InstanceProfile",
            "Properties": {"Roles": [{"Ref": one}]},
        }
        for one in ("Weak", "Twin", "Strong")
    }
    properties = {"IamInstanceProfile": {"Ref": f"{name}Profile"}}
    return {"F": {"Type": "AWS::EC2::Instance", "Properties": properties}, **profiles}


@pytest.mark.parametrize("made", [function, task, machine, target, instance])
def test_it_may_do_what_its_new_role_may(made: Any) -> None:
    """More is told of what runs, less as well, and the same is nothing."""
    weak, twin, strong = (ROLES | made(_arn(one)) for one in ("Weak", "Twin", "Strong"))
    (found,) = told(weak, strong)
    assert not found.place.causes
    assert found.logical_id == "F"
    assert found.place.message
    for word in ("F may now do more on Table", "dynamodb:DeleteItem", "Strong", "Weak"):
        assert word in found.place.message.en
    assert "GetItem" not in found.place.message.en
    assert found.place.message.ko
    assert not told(strong, weak)
    assert len(told(strong, weak, "narrows-access")) == 1
    assert not told(weak, twin)
    assert not told(weak, twin, "narrows-access")


def test_the_role_of_a_profile_is_that_of_whatever_has_it() -> None:
    """It is told of the profile."""

    def profile(name: str) -> Resources:
        properties = {"Roles": [{"Ref": name}]}
        return ROLES | {"P": {"Type": "AWS::IAM::InstanceProfile", "Properties": properties}}

    (found,) = told(profile("Weak"), profile("Strong"))
    assert found.logical_id == "P"


def test_a_new_role_is_told_of_by_itself() -> None:
    """Not once more for each that runs as it."""
    new = {"New": role("dynamodb:DeleteItem")}
    found = told(ROLES | function(_arn("Weak")), ROLES | new | function(_arn("New")))
    assert {one.logical_id for one in found} == {"New"}


@pytest.mark.parametrize("other", ["arn:aws:iam::111122223333:role/elsewhere", {"Ref": "Given"}])
def test_a_role_that_is_not_of_the_app_is_unknown(other: Any) -> None:
    """Whether it comes or goes."""
    sections = {"Parameters": {"Given": {"Type": "String"}}}
    before, after = ROLES | function(_arn("Weak")), ROLES | function(other)
    for one, two in ((before, after), (after, before)):
        (found,) = told(one, two, **sections)
        assert found.place.causes
    assert not told(after, after, **sections)


def test_a_role_that_nothing_bounds_may_do_more_than_one_that_is_bounded() -> None:
    """What the boundary let through is not known."""
    bounded = role("dynamodb:GetItem", PermissionsBoundary="arn:aws:iam::1:policy/b")
    roles = ROLES | {"Twin": bounded}
    (found,) = told(roles | function(_arn("Twin")), roles | function(_arn("Weak")))
    assert found.place.causes
    assert not told(roles | function(_arn("Weak")), roles | function(_arn("Twin")))


def test_other_parts_that_something_plays_are_no_roles() -> None:
    """A column of a data set is no identity."""

    def data(what: str) -> Resources:
        properties = {"ColumnGroups": [{"GeographicRole": what}]}
        return {"D": {"Type": "AWS::QuickSight::DataSet", "Properties": properties}}

    assert not told(data("CITY"), data("STATE"))
