"""What the stack promises, in every environment that it is made for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from aws_cdk.assertions import Template

    from production.stack import ProductionStack

    class Build(Protocol):
        def __call__(self, context: Mapping[str, object], **environ: str) -> ProductionStack: ...

    Find = Callable[[str], dict[str, Any]]

HOLDS_DATA = (
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SQS::Queue",
)


def only(found: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the one resource there is, as logical id and properties."""
    [(logical_id, resource)] = found.items()
    return logical_id, resource["Properties"]


def statements(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    return policy["PolicyDocument"]["Statement"]


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]


def get_att(logical_id: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [logical_id, "Arn"]}


def serves(statement: Mapping[str, Any], service: str) -> bool:
    return statement["Effect"] == "Allow" and service in str(statement["Principal"].get("Service"))


# What differs between environments


@pytest.mark.parametrize("resource_type", HOLDS_DATA)
def test_data_outlives_the_stack_in_production_and_only_there(
    resources: Find, environment: str, resource_type: str
) -> None:
    """Deleting a production stack, or replacing a resource in it, destroys nothing.

    A bucket's policy stays with the bucket. CloudFormation itself deletes what
    names no policy, so that counts as "Delete".
    """
    expected = "Retain" if environment == "production" else "Delete"
    for resource in resources(resource_type).values():
        assert resource.get("DeletionPolicy", "Delete") == expected
        assert resource.get("UpdateReplacePolicy", "Delete") == expected


def test_logs_are_kept_longer_the_more_they_matter(resources: Find, environment: str) -> None:
    """A month in development, a year in production, in staging something between."""
    days = {"development": 30, "staging": 90, "production": 365}
    _, log_group = only(resources("AWS::Logs::LogGroup"))
    assert log_group["RetentionInDays"] == days[environment]


def test_only_production_is_protected_from_termination(
    stack: ProductionStack, environment: str
) -> None:
    """Nobody deletes production by accident, and nothing else is a nuisance to delete."""
    assert stack.termination_protection == (environment == "production")


def test_tags_name_owner_and_environment(template: Template, environment: str) -> None:
    """Whatever can be tagged is tagged alike, with what backup and audits select by."""
    expected = {
        "Application": "my-cdk-app",
        "CostCenter": "production" if environment == "production" else "development",
        "Environment": environment,
    }
    if environment == "production":
        expected |= {
            "BackupRequired": "true",
            "ComplianceLevel": "high",
            "DataClassification": "confidential",
        }
    tagged = [
        resource["Properties"]["Tags"]
        for resource in template.to_json()["Resources"].values()
        if "Tags" in resource["Properties"]
    ]
    assert len(tagged) >= 9
    for tags in tagged:
        assert {tag["Key"]: tag["Value"] for tag in tags} == expected


# The foundation


def test_key_is_rotated_everywhere(template: Template) -> None:
    """There is one key, and no environment forgoes its rotation."""
    template.all_resources_properties("AWS::KMS::Key", {"EnableKeyRotation": True})


def test_key_serves_log_groups_of_this_account_only(resources: Find) -> None:
    """The encryption context ties the grant to log groups of the account and region."""
    _, key = only(resources("AWS::KMS::Key"))
    [grant] = [s for s in key["KeyPolicy"]["Statement"] if serves(s, "logs.")]
    pattern = str(grant["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"])
    assert {"Ref": "AWS::Region"} in grant["Principal"]["Service"]["Fn::Join"][1]
    assert "AWS::AccountId" in pattern
    assert "AWS::Region" in pattern


def test_buckets_are_closed_versioned_and_tidy(template: Template) -> None:
    """No bucket is public, forgets an overwritten object, or pays for broken uploads."""
    from aws_cdk.assertions import Match

    template.all_resources_properties(
        "AWS::S3::Bucket",
        {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "VersioningConfiguration": {"Status": "Enabled"},
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "AbortIncompleteMultipartUpload": Match.any_value(),
                        "NoncurrentVersionExpiration": Match.any_value(),
                        "Status": "Enabled",
                    }
                ]
            },
        },
    )


@pytest.mark.parametrize(
    ("resource_type", "policy_type", "reference"),
    [
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket"),
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues"),
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"),
    ],
)
def test_whatever_is_reached_over_the_network_demands_tls(
    resources: Find, resource_type: str, policy_type: str, reference: str
) -> None:
    """Every bucket, queue and topic has a policy that denies everybody plain HTTP."""
    protected = [
        target["Ref"]
        for policy in resources(policy_type).values()
        for target in as_list(policy["Properties"][reference])
        if any(map(denies_plain_http, statements(policy["Properties"])))
    ]
    assert sorted(protected) == sorted(resources(resource_type))


def denies_plain_http(statement: Mapping[str, Any]) -> bool:
    return (
        statement["Effect"] == "Deny"
        and statement["Principal"] in ("*", {"AWS": "*"})
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    )


def test_security_logs_grow_cheaper_with_age_and_go_after_seven_years(template: Template) -> None:
    """The tutorial's schedule: 90, 365 and 730 days, gone after 2555."""
    template.has_resource_properties(
        "AWS::S3::Bucket",
        {
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "ExpirationInDays": 2555,
                        "Transitions": [
                            {"StorageClass": "STANDARD_IA", "TransitionInDays": 90},
                            {"StorageClass": "GLACIER", "TransitionInDays": 365},
                            {"StorageClass": "DEEP_ARCHIVE", "TransitionInDays": 730},
                        ],
                    }
                ]
            }
        },
    )


def test_security_bucket_is_encrypted_with_the_key(template: Template, resources: Find) -> None:
    """With the stack's own key, and a bucket key, so that KMS is not asked for every object."""
    key, _ = only(resources("AWS::KMS::Key"))
    default = {"KMSMasterKeyID": get_att(key), "SSEAlgorithm": "aws:kms"}
    rule = {"BucketKeyEnabled": True, "ServerSideEncryptionByDefault": default}
    template.has_resource_properties(
        "AWS::S3::Bucket",
        {"BucketEncryption": {"ServerSideEncryptionConfiguration": [rule]}},
    )


def test_access_to_the_security_bucket_is_logged(resources: Find) -> None:
    """S3 may deliver into the bucket that is named, which must not encrypt with KMS."""
    buckets = resources("AWS::S3::Bucket")
    [(security, properties)] = [
        (name, bucket["Properties"])
        for name, bucket in buckets.items()
        if "LoggingConfiguration" in bucket["Properties"]
    ]
    target = properties["LoggingConfiguration"]["DestinationBucketName"]["Ref"]
    assert "AES256" in str(buckets[target]["Properties"]["BucketEncryption"])
    [delivery] = [
        statement
        for policy in resources("AWS::S3::BucketPolicy").values()
        if policy["Properties"]["Bucket"] == {"Ref": target}
        for statement in statements(policy["Properties"])
        if serves(statement, "logging.s3.amazonaws.com")
    ]
    assert delivery["Action"] == "s3:PutObject"
    assert delivery["Condition"]["ArnLike"] == {"aws:SourceArn": get_att(security)}


# What the function may do


def allowed(resources: Find) -> Iterator[tuple[str, object]]:
    """Yield every action that the role is allowed, with the resource it is allowed on."""
    for policy in resources("AWS::IAM::Policy").values():
        for statement in statements(policy["Properties"]):
            for action in as_list(statement["Action"]):
                yield from ((action, resource) for resource in as_list(statement["Resource"]))


def test_role_may_do_what_is_needed_and_nothing_else(resources: Find) -> None:
    """Logs to its own group, failed events to its own queue, one key, and traces.

    No action is a wildcard, and nothing is allowed on everything except where AWS
    defines no resource to name. The queue is encrypted, so delivering to it takes
    a data key as well.
    """
    key, _ = only(resources("AWS::KMS::Key"))
    log_group, _ = only(resources("AWS::Logs::LogGroup"))
    queue, _ = only(resources("AWS::SQS::Queue"))
    assert sorted(allowed(resources), key=lambda pair: pair[0]) == [
        ("kms:Decrypt", get_att(key)),
        ("kms:GenerateDataKey", get_att(key)),
        ("logs:CreateLogStream", get_att(log_group)),
        ("logs:PutLogEvents", get_att(log_group)),
        ("sqs:SendMessage", get_att(queue)),
        ("xray:PutTelemetryRecords", "*"),
        ("xray:PutTraceSegments", "*"),
    ]


def test_role_is_for_lambda_and_has_no_managed_policy(resources: Find) -> None:
    """A managed policy would open every log group of the account."""
    _, role = only(resources("AWS::IAM::Role"))
    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert "ManagedPolicyArns" not in role


def test_what_the_function_touches_is_encrypted_with_the_key(resources: Find) -> None:
    """Its settings, its logs, its failed events, and the alerts about it."""
    key, _ = only(resources("AWS::KMS::Key"))
    encrypted = {
        "AWS::Lambda::Function": "KmsKeyArn",
        "AWS::Logs::LogGroup": "KmsKeyId",
        "AWS::SNS::Topic": "KmsMasterKeyId",
        "AWS::SQS::Queue": "KmsMasterKeyId",
    }
    for resource_type, name in encrypted.items():
        assert only(resources(resource_type))[1][name] == get_att(key)


def test_function_logs_where_it_may_and_fails_into_its_queue(resources: Find) -> None:
    """A log group that Lambda made for itself would be unencrypted and kept for ever."""
    log_group, _ = only(resources("AWS::Logs::LogGroup"))
    queue, _ = only(resources("AWS::SQS::Queue"))
    _, function = only(resources("AWS::Lambda::Function"))
    assert function["LoggingConfig"]["LogGroup"] == {"Ref": log_group}
    assert function["DeadLetterConfig"] == {"TargetArn": get_att(queue)}
    assert function["TracingConfig"] == {"Mode": "Active"}
    assert function["ReservedConcurrentExecutions"] >= 1


# Who is told


def test_every_alarm_notifies_the_topic(resources: Find) -> None:
    """Failures, slowness and events given up are each somebody's business."""
    topic, _ = only(resources("AWS::SNS::Topic"))
    alarms = [alarm["Properties"] for alarm in resources("AWS::CloudWatch::Alarm").values()]
    assert all(alarm["AlarmActions"] == [{"Ref": topic}] for alarm in alarms)
    assert {"Errors", "Duration"} <= {alarm["MetricName"] for alarm in alarms}


def test_function_alarms_watch_the_function(resources: Find) -> None:
    """An alarm on another dimension stays green for ever; a threshold past the timeout too."""
    name, function = only(resources("AWS::Lambda::Function"))
    for alarm in resources("AWS::CloudWatch::Alarm").values():
        properties = alarm["Properties"]
        if properties["Namespace"] == "AWS/Lambda":
            assert properties["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": name}}]
        if properties["MetricName"] == "Duration":
            assert 0 < properties["Threshold"] < function["Timeout"] * 1000


def test_alarms_of_this_account_reach_the_encrypted_topic(resources: Find) -> None:
    """Topic and key must both let CloudWatch in, and for no other account's alarms."""
    topic, _ = only(resources("AWS::SNS::Topic"))
    _, policy = only(resources("AWS::SNS::TopicPolicy"))
    _, key = only(resources("AWS::KMS::Key"))
    service = "cloudwatch.amazonaws.com"
    [publish] = [s for s in statements(policy) if serves(s, service)]
    [encrypt] = [s for s in key["KeyPolicy"]["Statement"] if serves(s, service)]
    assert (publish["Action"], publish["Resource"]) == ("sns:Publish", {"Ref": topic})
    assert encrypt["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    for statement in (publish, encrypt):
        account = {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
        assert statement["Condition"]["StringEquals"] == account


def test_dashboard_shows_the_function_and_no_clock(resources: Find) -> None:
    """The same program makes the same dashboard tomorrow."""
    name, _ = only(resources("AWS::Lambda::Function"))
    _, dashboard = only(resources("AWS::CloudWatch::Dashboard"))
    body = dashboard["DashboardBody"]["Fn::Join"][1]
    assert {"Ref": name} in body
    assert '"type":"text"' in body[0]
    assert not re.search(r"\d{4}-\d\d|\d\d:\d\d", "".join(map(str, body)))


def test_mail_goes_to_whoever_asked_for_it(build: Build) -> None:
    """Without an address in the context there is no subscription, with one there is one."""
    from aws_cdk.assertions import Template

    silent = Template.from_stack(build({}))
    asked = Template.from_stack(build({"notification_email": "ops@example.com"}))
    silent.resource_count_is("AWS::SNS::Subscription", 0)
    asked.has_resource_properties(
        "AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": "ops@example.com"}
    )


# Where it goes


def test_stack_is_for_any_account_unless_told(build: Build) -> None:
    """The CDK CLI's two variables decide; without them nothing is pinned or looked up."""
    from aws_cdk import Token

    assert Token.is_unresolved(build({}).account)
    pinned = build({}, CDK_DEFAULT_ACCOUNT="123456789012", CDK_DEFAULT_REGION="eu-west-1")
    assert (pinned.account, pinned.region) == ("123456789012", "eu-west-1")


def test_default_environment_is_the_harmless_one(build: Build) -> None:
    """Forgetting the context must not touch production."""
    assert build({}).stack_name == "my-cdk-app-development"
