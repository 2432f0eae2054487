"""A Deny of an identity, beside a managed policy of which only the name is known."""

from __future__ import annotations

from typing import Any

import pytest
from access_compared import told

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def role(*statements: dict[str, Any], names: tuple[str, ...] = (READ_ONLY,)) -> dict[str, Any]:
    policy = {"PolicyName": "p", "PolicyDocument": {"Statement": [*statements]}}
    properties = {"ManagedPolicyArns": [*names], "Policies": [policy]}
    return {"R": {"Type": "AWS::IAM::Role", "Properties": properties}}


def deny(*actions: str) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": [*actions], "Resource": "*"}


def allow(*actions: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": [*actions], "Resource": "*"}


def test_a_deny_that_goes_lets_in_what_the_managed_policy_allows() -> None:
    """Which nobody knows; it is told by the name of the policy, either way round."""
    before, after = role(deny("s3:GetObject")), role()
    for sides, kind in (((before, after), "broadens-access"), ((after, before), "narrows-access")):
        [one] = told(*sides, kind)
        assert str(one.status) == "unknown"
        assert [cause.name for cause in one.place.causes] == [READ_ONLY]
        assert "s3:GetObject" in str(one.place.message)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (role(deny("s3:GetObject"), names=()), role(names=())),
        (role(deny("s3:GetObject", "s3:PutObject")), role(deny("s3:PutObject", "s3:GetObject"))),
        (
            role(deny("s3:GetObject", "s3:PutObject")),
            role(deny("s3:GetObject"), deny("s3:PutObject")),
        ),
        (role(deny("s3:GetObject")), role(deny("s3:*"))),
    ],
    ids=["nothing to keep out", "another order", "split up", "denied by more"],
)
def test_nothing_is_let_in(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Where nothing could be allowed, or all of it is denied as before."""
    assert told(before, after) == []


def test_what_is_known_stays_sure() -> None:
    """What the own policy allows is told for sure, as without a managed policy."""
    found = told(role(deny("s3:GetObject"), allow("s3:*")), role(allow("s3:*")))
    assert "fail" in {str(one.status) for one in found}
