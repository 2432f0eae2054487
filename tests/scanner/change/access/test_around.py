"""What a role may do is by its own policies and by those of resources together."""

from __future__ import annotations

from typing import Any

import pytest
from access_compared import told

Resources = dict[str, Any]
ROLE, OWN = {"Fn::GetAtt": ["R", "Arn"]}, {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}
OBJECTS = {"Fn::Sub": "${T.Arn}/*"}
ITSELF = {"Fn::GetAtt": ["T", "Arn"]}


def role(*statements: Resources) -> Resources:
    written = {"PolicyName": "p", "PolicyDocument": {"Statement": [*statements]}}
    policies = [written] if statements else []
    return {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": policies}}}


def bucket(*statements: Resources) -> Resources:
    properties = {"Bucket": {"Ref": "T"}, "PolicyDocument": {"Statement": [*statements]}}
    policy = {"P": {"Type": "AWS::S3::BucketPolicy", "Properties": properties}}
    return {"T": {"Type": "AWS::S3::Bucket"}, **(policy if statements else {})}


def key(*statements: Resources) -> Resources:
    return {
        "T": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [*statements]}}}
    }


def allow(action: str, what: Any = "*", who: Any = None, effect: str = "Allow") -> Resources:
    named = {"Principal": {"AWS": who}} if who else {}
    return {"Effect": effect, "Action": action, "Resource": what, **named}


def deny(action: str, what: Any = "*", who: Any = None) -> Resources:
    return allow(action, what, who, "Deny")


GET = "s3:GetObject"
FULL = allow("kms:*", who=OWN)
NOTHING: dict[str, tuple[Resources, Resources]] = {
    "a right moves from the bucket to the role": (
        bucket(allow(GET, OBJECTS, ROLE)) | role(),
        bucket() | role(allow(GET, OBJECTS)),
    ),
    "the bucket denies it": (
        bucket(deny(GET, OBJECTS, "*")) | role(),
        bucket(deny(GET, OBJECTS, "*")) | role(allow(GET, OBJECTS)),
    ),
    "the bucket gives it already": (
        bucket(allow(GET, OBJECTS, ROLE)) | role(),
        bucket(allow(GET, OBJECTS, ROLE)) | role(allow(GET, OBJECTS)),
    ),
    "the role has it already": (
        bucket() | role(allow(GET, OBJECTS)),
        bucket(allow(GET, OBJECTS, ROLE)) | role(allow(GET, OBJECTS)),
    ),
    "the bucket leaves it to its own account": (
        bucket() | role(),
        bucket(allow("s3:*", OBJECTS, OWN)) | role(),
    ),
    "the key leaves it to nobody": (
        key(allow("kms:Sign", who=OWN)) | role(),
        key(allow("kms:Sign", who=OWN)) | role(allow("kms:Decrypt", ITSELF)),
    ),
}


@pytest.mark.parametrize(("before", "after"), NOTHING.values(), ids=NOTHING)
def test_what_is_the_same_in_all_is_no_change(before: Resources, after: Resources) -> None:
    """Whichever policy says it."""
    assert not told(before, after)


def test_a_key_that_leaves_it_to_the_account_is_used_by_what_a_role_is_allowed() -> None:
    """Then the policy of the role decides."""
    (found,) = told(key(FULL) | role(), key(FULL) | role(allow("kms:Decrypt", ITSELF)))
    assert not found.place.causes


def test_a_role_that_reaches_more_than_the_app_has_is_told() -> None:
    """Whatever a bucket of the app denies; others may not."""
    of_it = bucket(deny(GET, OBJECTS, "*"))
    (found,) = told(of_it | role(), of_it | role(allow(GET)))
    assert not found.place.causes


def test_a_deny_of_a_role_that_goes_lets_in_what_resources_give() -> None:
    """It is told of the role; the other way round as well."""
    given = bucket(allow(GET, OBJECTS, ROLE))
    before, after = given | role(deny("s3:*")), given | role()
    (found,) = told(before, after)
    assert not found.place.causes
    message = found.place.message
    assert message
    assert "R is no longer denied" in message.en
    assert "policies of resources" in message.en
    assert message.ko != message.en
    assert not told(after, before)
    (found,) = told(after, before, "narrows-access")
    assert found.place.message
    assert "R is now denied" in found.place.message.en
    assert not told(bucket() | role(deny("s3:*")), bucket() | role())
