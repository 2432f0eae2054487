"""What is told of access is what is new, and no more than that."""

from __future__ import annotations

from typing import Any

import pytest
from access_compared import told

from synthgate.evaluate import Effect
from synthgate.model import Severity

Resources = dict[str, Any]


def holding(*statements: Resources) -> Resources:
    document = {"Statement": [*statements]}
    return {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}}


def trusted(principal: Any) -> Resources:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    properties = {"AssumeRolePolicyDocument": {"Statement": [statement]}}
    return {"R": {"Type": "AWS::IAM::Role", "Properties": properties}}


def allow(**more: Any) -> Resources:
    return {"Effect": "Allow", "Action": "*", "Resource": "*"} | more


def deny(**more: Any) -> Resources:
    return {"Effect": "Deny", "Action": "*", "Resource": "*"} | more


def said(effect: Effect) -> tuple[str, ...]:
    """Before, and after."""
    return tuple(one.en for one in (effect.place.before, effect.place.after) if one)


def apart(key: str, *names: str) -> Resources:
    """A Deny of all but something."""
    one = deny(**{f"Not{key}": [*names]})
    del one[key]
    return one


def leaving_out(key: str, *names: str) -> Resources:
    one = allow(**{f"Not{key}": [*names]})
    del one[key]
    return one


READ, BIN = "s3:GetObject", "arn:aws:s3:::bin/*"
LET_IN: dict[str, tuple[list[Resources], list[Resources], str]] = {
    "a Deny of actions goes": ([allow(), deny(Action="iam:*")], [allow()], "iam:*"),
    "a Deny of resources goes": (
        [allow(Action=READ), deny(Resource=BIN)],
        [allow(Action=READ)],
        BIN,
    ),
    "a Deny has one less": (
        [allow(), deny(Action=["iam:*", "sts:*"])],
        [allow(), deny(Action=["sts:*"])],
        "iam:*",
    ),
    "a Deny leaves out one more": (
        [allow(), apart("Action", "s3:*")],
        [allow(), apart("Action", "s3:*", "iam:*")],
        "iam:*",
    ),
    "NotAction has one less": (
        [leaving_out("Action", "iam:*", "sts:*")],
        [leaving_out("Action", "sts:*")],
        "iam:*",
    ),
    "NotResource has one less": (
        [leaving_out("Resource", BIN, "arn:aws:s3:::a/*") | {"Action": READ}],
        [leaving_out("Resource", "arn:aws:s3:::a/*") | {"Action": READ}],
        BIN,
    ),
}


@pytest.mark.parametrize(("before", "after", "told_of"), LET_IN.values(), ids=LET_IN)
def test_what_is_let_in_is_told_by_what_kept_it_out(
    before: list[Resources], after: list[Resources], told_of: str
) -> None:
    """Neither the whole statement that allows it now, nor as bad as all of that; and both ways."""
    (found,) = told(holding(*before), holding(*after))
    message = found.place.message
    assert message
    assert told_of in message.en
    assert "all but" not in message.en
    assert "(*)" not in message.en
    assert found.place.severity is not Severity.CRITICAL
    (back,) = told(holding(*after), holding(*before), "narrows-access")
    assert back.place.message
    assert told_of in back.place.message.en


def test_a_deny_that_stays_is_told_beside_what_is_allowed() -> None:
    """What is allowed after the change is not all that the statement says."""
    before, after, _ = LET_IN["a Deny leaves out one more"]
    (found,) = told(holding(*before), holding(*after))
    assert found.place.after
    assert "Deny all but s3:*, iam:*" in found.place.after.en


def test_others_who_could_already_are_told_as_what_was_before() -> None:
    """Nobody is told that nothing was allowed where somebody else was."""
    first, other = "lambda.amazonaws.com", "ec2.amazonaws.com"
    (found,) = told(trusted({"Service": first}), trusted({"Service": [first, other]}))
    assert found.place.before
    assert first in found.place.before.en


def test_a_name_is_told_before_and_after() -> None:
    """A managed policy that comes was not there before."""

    def having(*arns: str) -> Resources:
        return {"R": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": [*arns]}}}

    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    (found,) = told(having(), having(arn))
    assert said(found) == ("nothing", arn)
    (found,) = told(having(arn), having(), "narrows-access")
    assert said(found) == (arn, "nothing")


def test_what_only_stands_for_use_is_not_told_as_an_action() -> None:
    """No policy has such an action."""

    def shared(*who: str) -> Resources:
        properties = {"ResourceArns": ["arn:aws:ec2:us-east-1:1:subnet/s"], "Principals": [*who]}
        return {"S": {"Type": "AWS::RAM::ResourceShare", "Properties": properties}}

    (found,) = told(shared("111122223333"), shared("111122223333", "999988887777"))
    assert not [one for one in said(found) if "use:" in one]
