"""Templates at CloudFormation's own limits: 500 resources, 1 MB, policies as large as they go.

Limits as of "AWS CloudFormation quotas": 500 resources, 200 parameters, 200 mappings, a template
of 1 MB in Amazon S3; "IAM and AWS STS quotas": a managed policy of 6,144 characters, inline
policies of 10,240 in a role; "Bucket policy examples": a bucket policy of 20 KB.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

RESOURCES = 500
MEGABYTE = 1_000_000

Resources = dict[str, Any]
"""The resources of a template by logical id."""

SERVICES = ("s3", "dynamodb", "sqs", "sns", "kms", "ec2", "lambda", "logs", "iam", "rds")
VERBS = ("Get", "List", "Describe", "Put", "Create", "Update", "Delete", "Tag")
NOUNS = ("Object", "Item", "Table", "Queue", "Topic", "Key", "Function", "Policy", "Role", "Bucket")
ACTIONS = [f"{service}:{verb}{noun}" for service in SERVICES for verb in VERBS for noun in NOUNS]


def statement(number: int, actions: int) -> dict[str, Any]:
    """A statement with that many actions, half of its resources being known in part."""
    chosen = [ACTIONS[(number * 7 + index * 3) % len(ACTIONS)] for index in range(actions)]
    return {
        "Sid": f"S{number}",
        "Effect": "Allow",
        "Action": [*chosen, f"{SERVICES[number % len(SERVICES)]}:Get*"],
        "Resource": [
            f"arn:aws:s3:::bucket-{number}/*",
            {"Fn::Sub": f"arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:*:queue-{number}-*"},
        ],
        "Condition": {"StringEquals": {"aws:RequestedRegion": {"Ref": "AWS::Region"}}},
    }


def document(letters: int, number: int = 0, principal: Any = None) -> dict[str, Any]:
    """A policy of about that many characters without white space."""
    found: list[dict[str, Any]] = []
    while len(json.dumps(found, separators=(",", ":"))) < letters - 900:
        one = statement(number * 31 + len(found), 20)
        found.append({**one, "Principal": principal} if principal else one)
    return {"Version": "2012-10-17", "Statement": found}


def managed_policies() -> Resources:
    """As many of the largest managed policies as 1 MB takes."""
    return _filling(
        lambda n: {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"PolicyDocument": document(6144, n), "Roles": [f"role-{n}"]},
        }
    )


def roles() -> Resources:
    """Roles with several inline policies each."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    return _filling(
        lambda n: {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {"Statement": {**trust, "Action": "sts:AssumeRole"}},
                "Policies": [
                    {"PolicyName": f"p{k}", "PolicyDocument": document(1900, n * 5 + k)}
                    for k in range(4)
                ],
            },
        }
    )


def bucket_policies() -> Resources:
    """Buckets, each with a policy of 20 KB."""
    made: Resources = {}
    for number in range(46):
        made[f"Bucket{number}"] = {"Type": "AWS::S3::Bucket", "Properties": {}}
        made[f"Policy{number}"] = {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {
                "Bucket": {"Ref": f"Bucket{number}"},
                "PolicyDocument": document(
                    20_480, number, {"AWS": "arn:aws:iam::111122223333:root"}
                ),
            },
        }
    return made


def functions() -> Resources:
    """Functions, each with an alarm and a log group that know it by name."""
    made: Resources = {}
    for number in range(RESOURCES // 3):
        name = f"function-{number}"
        made[f"Function{number}"] = {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "FunctionName": name,
                "Runtime": "python3.13",
                "Role": {"Fn::Sub": f"arn:aws:iam::${{AWS::AccountId}}:role/{name}"},
                "Environment": {"Variables": {f"V{k}": {"Ref": f"P{k}"} for k in range(40)}},
            },
        }
        made[f"Alarm{number}"] = {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {
                "MetricName": "Errors",
                "Namespace": "AWS/Lambda",
                "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": f"Function{number}"}}],
                "AlarmActions": [{"Ref": "P1"}],
            },
        }
        made[f"Log{number}"] = {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {"LogGroupName": {"Fn::Sub": f"/aws/lambda/${{Function{number}}}"}},
        }
    return made


def security_groups() -> Resources:
    """Security groups with sixty rules each."""
    return _filling(
        lambda n: {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {
                "GroupDescription": f"group {n}",
                "VpcId": {"Ref": "P0"},
                "SecurityGroupIngress": [
                    {"IpProtocol": "tcp", "FromPort": k, "ToPort": k, "CidrIp": f"10.{k}.0.0/16"}
                    for k in range(24)
                ],
            },
        }
    )


def substitutions() -> Resources:
    """Texts of two hundred pieces each."""
    text = "".join(f"${{P{k}}}-" for k in range(200))
    return _filling(
        lambda n: {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Type": "String", "Value": {"Fn::Sub": text}, "Name": f"/p/{n}"},
        }
    )


def buckets() -> Resources:
    """Buckets with names, each named by the logging of the next."""
    return {
        f"Bucket{n}": {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "BucketName": {"Fn::Sub": f"bucket-{n}-${{P0}}"},
                "LoggingConfiguration": {
                    "DestinationBucketName": {"Fn::Sub": f"bucket-{n + 1}-${{P0}}"}
                },
                "Tags": [{"Key": f"k{k}", "Value": {"Ref": f"P{k}"}} for k in range(30)],
            },
        }
        for n in range(RESOURCES)
    }


def _filling(make: Callable[[int], Any]) -> Resources:
    """Resources up to the first limit: their number, or the size of the template."""
    made: Resources = {}
    size = 20_000  # of the parameters
    for number in range(RESOURCES):
        one = make(number)
        size += len(json.dumps(one)) + 20
        if size > MEGABYTE:
            break
        made[f"Resource{number}"] = one
    return made


KINDS: dict[str, Callable[[], Resources]] = {
    "managed-policies": managed_policies,
    "roles": roles,
    "bucket-policies": bucket_policies,
    "functions": functions,
    "security-groups": security_groups,
    "substitutions": substitutions,
    "buckets": buckets,
}


def template(kind: str) -> dict[str, Any]:
    """A template of that kind, with the two hundred parameters that it may have."""
    parameters = {f"P{k}": {"Type": "String", "Description": f"parameter {k}"} for k in range(200)}
    return {"Parameters": parameters, "Resources": KINDS[kind]()}
