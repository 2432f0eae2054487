"""A resource policy is about the resource that has it, and says nothing of others."""

from __future__ import annotations

from typing import Any

import pytest
from access_compared import told

Resources = dict[str, Any]
WHO = {"AWS": "arn:aws:iam::999988887777:root"}


def document(action: str, resource: Any, **more: Any) -> Resources:
    statement = {"Effect": "Allow", "Principal": WHO, "Action": action, "Resource": resource}
    return {"Statement": [statement | more]}


def bucket(action: str, resource: Any, name: Any = None) -> Resources:
    properties = {"Bucket": name or {"Ref": "B"}, "PolicyDocument": document(action, resource)}
    return {
        "B": {"Type": "AWS::S3::Bucket"},
        "P": {"Type": "AWS::S3::BucketPolicy", "Properties": properties},
    }


def bus(action: str, resource: Any) -> Resources:
    statement = document(action, resource)["Statement"][0]
    properties = {"EventBusName": {"Ref": "Bus"}, "StatementId": "s", "Statement": statement}
    return {
        "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "bus"}},
        "P": {"Type": "AWS::Events::EventBusPolicy", "Properties": properties},
    }


def holding(kind: str, *path: str) -> Any:
    """Of a type that has its policy in itself."""

    def made(action: str, resource: Any) -> Resources:
        value: Any = document(action, resource)
        for step in reversed(path):
            value = {step: value}
        return {"It": {"Type": kind, "Properties": value}}

    return made


TABLE = holding("AWS::DynamoDB::Table", "ResourcePolicy", "PolicyDocument")
API = holding("AWS::ApiGateway::RestApi", "Policy")
DOMAIN = holding("AWS::OpenSearchService::Domain", "AccessPolicies")
POINT = holding("AWS::S3::AccessPoint", "Policy")
OBJECTS = {"Fn::Sub": "${B.Arn}/*"}
PUBLIC = {"Fn::Sub": "${B.Arn}/public/*"}
WHOLE = {"Fn::GetAtt": ["B", "Arn"]}
IN_AN_API = "arn:aws:execute-api:us-east-1:111122223333:abc/"
SEARCHED = "arn:aws:es:us-east-1:111122223333:domain/d"
ENTERED = "arn:aws:s3:us-east-1:111122223333:accesspoint/p"
BUS = {"Fn::GetAtt": ["Bus", "Arn"]}

SAME: dict[str, tuple[Any, str, Any]] = {
    "a bucket and its objects": (bucket, "s3:*", [WHOLE, OBJECTS]),
    "the objects, where the action is about these": (bucket, "s3:GetObject", OBJECTS),
    "the bucket, where the action is about that": (bucket, "s3:ListBucket", WHOLE),
    "a bus": (bus, "events:PutEvents", BUS),
    "an API by its short form": (API, "execute-api:Invoke", "execute-api:/*"),
    "an API by its ARN": (API, "execute-api:Invoke", f"{IN_AN_API}*"),
    "a table, for an item": (
        TABLE,
        "dynamodb:GetItem",
        "arn:aws:dynamodb:us-east-1:111122223333:table/t",
    ),
    "a domain": (DOMAIN, "es:ESHttpGet", [SEARCHED, f"{SEARCHED}/*"]),
    "an access point": (POINT, "s3:*", [ENTERED, f"{ENTERED}/*"]),
}
MORE: dict[str, tuple[Any, str, Any]] = {
    "some objects of a bucket": (bucket, "s3:GetObject", PUBLIC),
    "the objects, where the action may be about the bucket": (bucket, "s3:*", OBJECTS),
    "a stage of an API": (API, "execute-api:Invoke", "execute-api:/prod/*"),
    "a stage of an API by its ARN": (API, "execute-api:Invoke", f"{IN_AN_API}prod/*"),
    "a table, for a query": (
        TABLE,
        "dynamodb:Query",
        "arn:aws:dynamodb:us-east-1:111122223333:table/t",
    ),
    "an index of a domain": (DOMAIN, "es:ESHttpGet", f"{SEARCHED}/orders/*"),
    "some objects of an access point": (POINT, "s3:GetObject", f"{ENTERED}/object/public/*"),
    "a rule of a bus": (
        bus,
        "events:PutRule",
        "arn:aws:events:us-east-1:111122223333:rule/bus/one",
    ),
    "a name that nobody knows": (bucket, "s3:GetObject", {"Ref": "Given"}),
}


@pytest.mark.parametrize(("made", "action", "own"), SAME.values(), ids=SAME)
def test_everything_in_a_resource_policy_is_the_own_resource(
    made: Any, action: str, own: Any
) -> None:
    """Neither more nor less than that by its ARN."""
    named, everything = made(action, own), made(action, "*")
    for kind in ("broadens-access", "narrows-access"):
        assert not told(named, everything, kind)
        assert not told(everything, named, kind)


@pytest.mark.parametrize(("made", "action", "part"), MORE.values(), ids=MORE)
def test_everything_is_more_than_a_part_of_the_own_resource(
    made: Any, action: str, part: Any
) -> None:
    """Told one way as broader, the other way as narrower; never silent."""
    sections = {"Parameters": {"Given": {"Type": "String"}}}
    named, everything = made(action, part), made(action, "*")
    assert told(named, everything, **sections)
    assert not told(everything, named, **sections)
    assert told(everything, named, "narrows-access", **sections)


def test_a_statement_about_the_resource_is_told_however_it_is_called() -> None:
    """What is named otherwise, by a parameter, say, stands beside the ARN."""
    otherwise = {"Fn::Sub": "arn:aws:s3:::${Given}/*"}
    sections = {"Parameters": {"Given": {"Type": "String"}}}
    for first, second in ((otherwise, OBJECTS), (OBJECTS, otherwise)):
        before, after = bucket("s3:GetObject", first), bucket("s3:GetObject", first)
        more = document("s3:PutObject", second)["Statement"]
        after["P"]["Properties"]["PolicyDocument"]["Statement"] += more
        assert told(before, after, **sections)


def test_a_bucket_is_named_by_the_text_of_a_policy_too() -> None:
    """One that is not of the app."""
    arn = "arn:aws:s3:::elsewhere"
    before = bucket("s3:*", [arn, f"{arn}/*"], "elsewhere")
    assert not told(before, bucket("s3:*", "*", "elsewhere"))
    assert told(bucket("s3:*", f"{arn}/a/*", "elsewhere"), bucket("s3:*", "*", "elsewhere"))
