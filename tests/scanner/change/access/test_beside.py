"""Policies of a resource are held beside those of the identities of its account."""

from __future__ import annotations

from typing import Any

import pytest
from access_compared import told

Resources = dict[str, Any]
OWN = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}
ROLE = {"Fn::GetAtt": ["R", "Arn"]}
OUTSIDE = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/elsewhere"}
THEIRS = "arn:aws:iam::999988887777:root"
ELSEWHERE = "arn:aws:iam::999988887777:role/elsewhere"


def statement(who: Any, action: Any, effect: str = "Allow", **more: Any) -> Resources:
    named = who if who == "*" or (isinstance(who, dict) and "AWS" in who) else {"AWS": who}
    return {"Effect": effect, "Principal": named, "Action": action, "Resource": "*", **more}


def deny(who: Any, action: Any, **more: Any) -> Resources:
    return statement(who, action, "Deny", **more)


def role(*allowed: Resources, **properties: Any) -> Resources:
    written = {"PolicyName": "p", "PolicyDocument": {"Statement": [*allowed]}}
    return {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [written], **properties}}}


def may(action: str, resource: Any = "*") -> Resources:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def key(*statements: Resources, **others: Resources) -> Resources:
    policy = {"KeyPolicy": {"Statement": [*statements]}}
    return {"K": {"Type": "AWS::KMS::Key", "Properties": policy}, **others}


def trust(*statements: Resources, **others: Resources) -> Resources:
    document = {"AssumeRolePolicyDocument": {"Statement": [*statements]}}
    return {"T": {"Type": "AWS::IAM::Role", "Properties": document}, **others}


def bucket(*statements: Resources, **others: Resources) -> Resources:
    properties = {"Bucket": {"Ref": "B"}, "PolicyDocument": {"Statement": [*statements]}}
    policy = {"P": {"Type": "AWS::S3::BucketPolicy", "Properties": properties}}
    return {"B": {"Type": "AWS::S3::Bucket"}, **(policy if statements else {}), **others}


def queue(*statements: Resources, **others: Resources) -> Resources:
    properties = {"Queues": [{"Ref": "Q"}], "PolicyDocument": {"Statement": [*statements]}}
    policy = {"P": {"Type": "AWS::SQS::QueuePolicy", "Properties": properties}}
    return {"Q": {"Type": "AWS::SQS::Queue"}, **(policy if statements else {}), **others}


NAMING: dict[str, tuple[Any, str]] = {
    "a key": (key, "kms:Decrypt"),
    "the trust of a role": (trust, "sts:AssumeRole"),
    "a queue": (queue, "sqs:SendMessage"),
}


@pytest.mark.parametrize(("made", "action"), NAMING.values(), ids=NAMING)
def test_a_role_that_is_named_beside_its_account_may_do_more(made: Any, action: str) -> None:
    """The account leaves it to the role's policies, which do not allow it; its name does."""
    before = made(statement(OWN, action), **role())
    after = made(statement(OWN, action), statement(ROLE, action), **role())
    (found,) = told(before, after)
    assert not found.place.causes
    assert "R" in str(found.place.message and found.place.message.en)
    assert not told(after, before)
    assert told(after, before, "narrows-access")


@pytest.mark.parametrize(("made", "action"), NAMING.values(), ids=NAMING)
@pytest.mark.parametrize("where", ["*", "the ARN"])
def test_a_role_that_may_already_may_do_no_more(made: Any, action: str, where: str) -> None:
    """Where its own policies allow what the account leaves to them."""
    (name,) = (one for one in "KTQ" if one in made())
    able = role(may(action, "*" if where == "*" else {"Fn::GetAtt": [name, "Arn"]}))
    before = made(statement(OWN, action), **able)
    after = made(statement(OWN, action), statement(ROLE, action), **able)
    assert not told(before, after)
    assert not told(after, before, "narrows-access")
    unable = role(may(action, "arn:aws:kms:us-east-1:111122223333:key/other"))
    assert told(before | unable, after | unable)


@pytest.mark.parametrize(
    "about",
    [
        role(ManagedPolicyArns=["arn:aws:iam::aws:policy/PowerUserAccess"]),
        role(PermissionsBoundary="arn:aws:iam::aws:policy/PowerUserAccess"),
    ],
    ids=["has what another policy grants", "is bounded"],
)
def test_what_a_role_may_already_is_not_always_known(about: Resources) -> None:
    """Then it is unknown whether its name in a policy of a key gives it more."""
    before = key(statement(OWN, "kms:Decrypt"), **about)
    after = key(statement([OWN, ROLE], "kms:Decrypt"), **about)
    (found,) = told(before, after)
    assert "R" in {cause.name for cause in found.place.causes}


def test_policies_that_only_let_a_function_log_are_known() -> None:
    """What each function of the CDK has says nothing of keys."""
    logs = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    about = role(ManagedPolicyArns=[logs])
    before = key(statement(OWN, "kms:Decrypt"), **about)
    (found,) = told(before, key(statement([OWN, ROLE], "kms:Decrypt"), **about))
    assert not found.place.causes


def test_a_role_that_is_not_of_the_app_may_or_may_not_do_more() -> None:
    """Nobody knows its policies."""
    before = key(statement(OWN, "kms:Decrypt"))
    (found,) = told(before, key(statement([OWN, OUTSIDE], "kms:Decrypt")))
    assert found.place.causes
    assert found.place.causes[0].text.ko


def test_a_role_of_another_account_needs_policies_of_its_own_anyway() -> None:
    """So whether it is named, or its account, is the same."""
    before = key(statement(THEIRS, "kms:Decrypt"))
    after = key(statement([THEIRS, ELSEWHERE], "kms:Decrypt"))
    assert not told(before, after, account="111122223333")
    (found,) = told(before, after)
    assert "AWS::AccountId" in {cause.name for cause in found.place.causes}


def test_a_right_that_a_role_gets_is_told_of_the_role_alone() -> None:
    """A key that leaves it to the account does not change by it."""
    before = key(statement(OWN, "kms:Decrypt"), **role())
    after = key(statement(OWN, "kms:Decrypt"), **role(may("kms:Decrypt")))
    assert len(told(before, after)) == 1
    both = key(statement([OWN, ROLE], "kms:Decrypt"), **role(may("kms:Decrypt")))
    assert len(told(before, both)) == 1


TLS = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
GOING: dict[str, tuple[Any, Resources]] = {
    "a bucket, whoever comes without TLS": (bucket, deny("*", "s3:*", **TLS)),
    "a bucket, to its account": (bucket, deny(OWN, "s3:DeleteObject")),
    "a queue": (queue, deny("*", "sqs:*")),
}


@pytest.mark.parametrize(("made", "denied"), GOING.values(), ids=GOING)
def test_a_deny_that_goes_may_let_others_do_more(made: Any, denied: Resources) -> None:
    """Identities that are not of the app; and a Deny that comes may let them do less."""
    for without in (made(), made(deny("*", "s3:DeleteBucket" if made is bucket else "sqs:No"))):
        kept = without["P"]["Properties"]["PolicyDocument"]["Statement"] if "P" in without else []
        (found,) = told(made(denied, *kept), without)
        assert found.place.causes
        assert found.place.message
        assert "no longer denies" in found.place.message.en
        assert found.place.message.ko != found.place.message.en
        assert not told(without, made(denied, *kept))
        assert told(without, made(denied, *kept), "narrows-access")


def test_a_deny_that_goes_lets_a_role_do_what_its_policies_allow() -> None:
    """That is sure; what others may is not."""
    able = role(may("s3:DeleteObject", {"Fn::Sub": "${B.Arn}/*"}))
    found = told(bucket(deny("*", "s3:*"), **able), bucket(**able))
    (sure,) = (one.place.message for one in found if not one.place.causes)
    assert sure
    assert "R may now do more with B" in sure.en
    assert "s3:DeleteObject" in sure.en
    assert "s3:*" not in sure.en
    unable = role(may("s3:GetObject", {"Fn::Sub": "${B.Arn}/*"}))
    found = told(bucket(deny("*", "s3:DeleteObject"), **unable), bucket(**unable))
    assert all(one.place.causes for one in found)


NOTHING: dict[str, tuple[Resources, Resources]] = {
    "moved": (
        bucket(deny("*", "s3:PutObject"), deny("*", "s3:DeleteObject")),
        bucket(deny("*", "s3:DeleteObject"), deny("*", "s3:PutObject")),
    ),
    "split": (
        bucket(deny("*", ["s3:PutObject", "s3:DeleteObject"])),
        bucket(deny("*", "s3:PutObject"), deny({"AWS": "*"}, "s3:DeleteObject")),
    ),
    "of no such action": (bucket(deny("*", "s3:GetObjects")), bucket()),
    "of an action of another service": (queue(deny("*", "s3:GetObject")), queue()),
    "of an action that is about no single resource": (
        bucket(deny("*", "s3:ListAllMyBuckets")),
        bucket(),
    ),
    "with its resource": (bucket(deny("*", "s3:*")), {}),
}


@pytest.mark.parametrize(("before", "after"), NOTHING.values(), ids=NOTHING)
def test_a_deny_that_kept_nobody_out_is_nothing(before: Resources, after: Resources) -> None:
    """One that is written otherwise, or about what no identity of the account could do."""
    assert not told(before, after)


def test_a_deny_of_another_account_kept_nobody_of_this_one_out() -> None:
    """Who is elsewhere needs an Allow of the resource."""
    for who in (THEIRS, ELSEWHERE):
        before = bucket(deny(who, "s3:*"))
        assert not told(before, bucket(), account="111122223333")
        assert all(one.place.causes for one in told(before, bucket()))


def test_a_deny_of_a_key_keeps_those_out_that_its_policy_lets_in() -> None:
    """No policy of an identity is enough for a key."""
    alone = statement(ELSEWHERE, "kms:Sign")
    assert not told(key(deny("*", "kms:Decrypt"), alone), key(alone))
    open_to_own = statement(OWN, "kms:*")
    (found,) = told(key(deny("*", "kms:Decrypt"), open_to_own), key(open_to_own))
    assert not found.place.causes


def test_what_a_retained_policy_denies_it_denies() -> None:
    """It stays where it is when the template has it no more."""
    before = bucket(deny("*", "s3:PutObject"))
    before["P"]["DeletionPolicy"] = "Retain"
    assert not told(before, bucket())


def test_a_new_resource_that_denies_takes_nothing_from_anybody() -> None:
    """Nobody had rights on it."""
    assert not told({}, bucket(deny("*", "s3:*")), "narrows-access")


def test_what_nobody_knows_of_accounts_is_not_told_of_each_role() -> None:
    """A role that no statement names is asked about what a Deny kept from it, and no more."""
    about = role(may("s3:DeleteObject", {"Fn::Sub": "${B.Arn}/*"}))
    theirs = statement(THEIRS, "s3:GetObject")
    found = told(bucket(theirs, deny("*", "s3:*"), **about), bucket(theirs, **about))
    said = [one.place.message.en for one in found if one.place.causes and one.place.message]
    assert len(said) == 1
    assert "no longer denies" in said[0]
