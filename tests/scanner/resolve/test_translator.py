"""The translator with less of what it imports: the same templates come out of it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

pytestmark = pytest.mark.skipif(
    find_spec("samtranslator") is None, reason="the extra 'sam' is not installed"
)

BOTH_WAYS = """
import copy, json, sys
from contextlib import nullcontext
from synthgate.resolve import translator

templates = json.loads(sys.argv[2])
if sys.argv[1] == "all":
    translator._less_imported = nullcontext
made = []
for template in templates:
    try:
        made.append(translator.translated(template, {"Stage": "a"}))
    except Exception as error:
        causes = getattr(error, "causes", [])
        made.append([type(error).__name__, str(error), [str(one.message) for one in causes]])
held = sorted({"boto3", "botocore", "jsonschema", "s3transfer", "urllib3"} & {*sys.modules})
import boto3, botocore.config, jsonschema
real = [boto3.client.__name__, botocore.config.Config().__class__.__module__, jsonschema.validators.__name__]
print(json.dumps([made, held, real]))
"""  # noqa: E501 - what is run elsewhere

FUNCTION = {"CodeUri": "s3://b/k", "Handler": "a.b", "Runtime": "python3.13"}
RESOURCES: list[dict[str, object]] = [
    {"Type": "AWS::Serverless::Function", "Properties": FUNCTION},
    {
        "Type": "AWS::Serverless::Function",
        "Properties": {
            **FUNCTION,
            "AutoPublishAlias": "live",
            "DeploymentPreference": {"Type": "Canary10Percent5Minutes"},
            "Policies": [{"S3ReadPolicy": {"BucketName": "b"}}, "AmazonDynamoDBFullAccess"],
            "Events": {
                "Api": {"Type": "Api", "Properties": {"Path": "/", "Method": "get"}},
                "Http": {"Type": "HttpApi"},
                "Rate": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}},
                "Queue": {
                    "Type": "SQS",
                    "Properties": {"Queue": "arn:aws:sqs:us-east-1:111122223333:q"},
                },
            },
        },
    },
    {
        "Type": "AWS::Serverless::Function",
        "Properties": {**FUNCTION, "CapacityProviderConfig": {"Arn": "arn:aws:lambda:x"}},
    },
    {
        "Type": "AWS::Serverless::Function",
        "Properties": {**FUNCTION, "CapacityProviderConfig": {"Unheard": "of"}},
    },
    {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "a.b"}},
    {"Type": "AWS::Serverless::Function", "Properties": {**FUNCTION, "Policies": [{"No": {}}]}},
    {
        "Type": "AWS::Serverless::Api",
        "Properties": {"StageName": {"Ref": "Stage"}, "Auth": {"DefaultAuthorizer": "AWS_IAM"}},
    },
    {"Type": "AWS::Serverless::HttpApi", "Properties": {}},
    {"Type": "AWS::Serverless::SimpleTable", "Properties": {"TableName": "t"}},
    {"Type": "AWS::Serverless::LayerVersion", "Properties": {"ContentUri": "s3://b/k"}},
    {
        "Type": "AWS::Serverless::GraphQLApi",
        "Properties": {
            "SchemaInline": "type Query { a: String }",
            "Auth": {"Type": "AWS_IAM"},
            "DataSources": {"DynamoDb": {"T": {"TableName": "t", "TableArn": "arn:aws:x"}}},
        },
    },
    {"Type": "AWS::Serverless::GraphQLApi", "Properties": {"Auth": {"Type": 3}}},
    {
        "Type": "AWS::Serverless::StateMachine",
        "Properties": {"Definition": {"StartAt": "A"}, "Role": "arn:aws:iam::111122223333:role/r"},
    },
    {
        "Type": "AWS::Serverless::Connector",
        "Properties": {
            "Source": {"Type": "AWS::Lambda::Function", "Arn": "arn:aws:a", "RoleName": "r"},
            "Destination": {"Type": "AWS::S3::Bucket", "Arn": "arn:aws:s3:::b"},
            "Permissions": ["Read"],
        },
    },
    {"Type": "AWS::Serverless::CapacityProvider", "Properties": {"Unheard": "of"}},
    {"Type": "AWS::Serverless::Unheard", "Properties": {}},
]


def _made(way: str) -> list[list[object]]:
    templates = [
        {
            "Transform": "AWS::Serverless-2016-10-31",
            "Parameters": {"Stage": {"Type": "String", "Default": "b"}},
            "Resources": {"R": body},
        }
        for body in RESOURCES
    ]
    run = subprocess.run(
        [sys.executable, "-c", BOTH_WAYS, way, json.dumps(templates)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return json.loads(run.stdout)


def test_what_is_not_imported_makes_no_difference() -> None:
    """Neither to what is expanded nor to what is refused, nor to who imports it afterwards."""
    made, held, real = _made("less")
    expected, _, as_ever = _made("all")
    for mine, its, body in zip(made, expected, RESOURCES, strict=True):
        assert mine == its, body
    assert sum(isinstance(one, dict) for one in made) > len(made) / 2
    assert not held
    assert real == as_ever == ["client", "botocore.config", "jsonschema.validators"]
