"""Single changes, each with the effect that CloudFormation documents for it.

The page of the CloudFormation Template Reference has the title of the resource type. Its "Update
requires" of the property is the effect: *Replacement* is `replaced`, *No interruption* and *Some
interruptions* are `updated`; what is documented as one or the other is `undecided`.
"""

from __future__ import annotations

from typing import Any

import pytest
from two_states import actions, done, resources, words

R, U, M = "replaced", "updated", "undecided"
ARN = "arn:aws:lambda:eu-west-1:111122223333:function:"

CHANGES: list[tuple[str, str, Any, Any, str]] = [
    ("AWS::S3::Bucket", "BucketName", "a", "b", R),
    ("AWS::S3::Bucket", "VersioningConfiguration", None, {"Status": "Enabled"}, U),
    ("AWS::DynamoDB::Table", "TableName", "a", "b", R),
    ("AWS::DynamoDB::Table", "BillingMode", "PROVISIONED", "PAY_PER_REQUEST", U),
    (
        "AWS::DynamoDB::Table",
        "KeySchema",
        [{"AttributeName": "a", "KeyType": "HASH"}],
        [{"AttributeName": "b", "KeyType": "HASH"}],
        R,
    ),
    (
        "AWS::DynamoDB::Table",
        "GlobalSecondaryIndexes",
        [],
        [{"IndexName": "i", "KeySchema": [], "Projection": {}}],
        U,
    ),
    ("AWS::RDS::DBInstance", "DBInstanceIdentifier", "a", "b", R),
    ("AWS::RDS::DBInstance", "StorageEncrypted", False, True, R),
    ("AWS::RDS::DBInstance", "MasterUsername", "a", "b", R),
    ("AWS::RDS::DBInstance", "Engine", "mysql", "mariadb", M),
    ("AWS::RDS::DBInstance", "AllocatedStorage", "20", "40", U),
    ("AWS::RDS::DBInstance", "DBInstanceClass", "db.t3.small", "db.t3.large", U),
    ("AWS::RDS::DBInstance", "BackupRetentionPeriod", 7, 14, U),
    ("AWS::RDS::DBInstance", "MultiAZ", False, True, U),
    ("AWS::RDS::DBInstance", "PreferredMaintenanceWindow", "a", "b", U),
    ("AWS::RDS::DBCluster", "KmsKeyId", "a", "b", R),
    ("AWS::Lambda::Function", "FunctionName", "a", "b", R),
    ("AWS::Lambda::Function", "MemorySize", 128, 256, U),
    ("AWS::Lambda::Function", "PackageType", "Zip", "Image", R),
    ("AWS::Lambda::Permission", "Action", "lambda:InvokeFunction", "lambda:GetFunction", R),
    ("AWS::SQS::Queue", "FifoQueue", None, True, R),
    ("AWS::SQS::Queue", "VisibilityTimeout", 30, 60, U),
    ("AWS::SNS::Topic", "TopicName", "a", "b", R),
    ("AWS::SNS::Topic", "DisplayName", "a", "b", U),
    ("AWS::EC2::Subnet", "CidrBlock", "10.0.0.0/24", "10.0.1.0/24", R),
    ("AWS::EC2::Subnet", "MapPublicIpOnLaunch", False, True, U),
    ("AWS::EC2::VPC", "CidrBlock", "10.0.0.0/16", "10.1.0.0/16", R),
    ("AWS::EC2::SecurityGroup", "GroupDescription", "a", "b", R),
    ("AWS::EC2::Instance", "ImageId", "ami-1", "ami-2", R),
    ("AWS::EC2::Instance", "InstanceType", "t3.small", "t4g.small", M),
    ("AWS::EC2::EIP", "Tags", [], [{"Key": "a", "Value": "b"}], U),
    ("AWS::EC2::Volume", "Size", 10, 20, U),
    ("AWS::IAM::Role", "RoleName", "a", "b", R),
    ("AWS::IAM::Role", "Path", "/a/", "/b/", R),
    ("AWS::IAM::Role", "MaxSessionDuration", 3600, 7200, U),
    ("AWS::ECS::TaskDefinition", "Cpu", "256", "512", R),
    ("AWS::ECS::Service", "DesiredCount", 1, 2, U),
    ("AWS::ECS::Service", "ServiceName", "a", "b", R),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Scheme", "internal", "internet-facing", R),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "Port", 80, 8080, R),
    ("AWS::Logs::LogGroup", "RetentionInDays", 7, 14, U),
    ("AWS::Logs::LogGroup", "LogGroupName", "a", "b", R),
    ("AWS::Kinesis::Stream", "Name", "a", "b", R),
    ("AWS::Kinesis::Stream", "ShardCount", 1, 2, U),
    ("AWS::EFS::FileSystem", "Encrypted", False, True, R),
    ("AWS::Route53::HostedZone", "Name", "a.example", "b.example", R),
    ("AWS::StepFunctions::StateMachine", "StateMachineType", "STANDARD", "EXPRESS", R),
    ("AWS::StepFunctions::StateMachine", "DefinitionString", "{}", '{"a": 1}', U),
    ("AWS::SecretsManager::Secret", "Name", "a", "b", R),
    ("AWS::Serverless::Function", "FunctionName", "a", "b", R),
    ("AWS::Serverless::Function", "MemorySize", 128, 256, U),
    ("Custom::Thing", "Size", 1, 2, M),
    ("Someone::Else::Thing", "Size", 1, 2, M),
]


@pytest.mark.parametrize(("kind", "name", "old", "new", "action"), CHANGES)
def test_a_documented_change(kind: str, name: str, old: Any, new: Any, action: str) -> None:
    """A change of one property does what the page of its type says, there and back."""
    base, head = (resources(kind, {} if value is None else {name: value}) for value in (old, new))
    assert actions(base, head) == {"It": action}
    assert actions(head, base) == {"It": action}


@pytest.mark.parametrize(
    ("kind", "name", "old", "new"),
    [
        ("AWS::KMS::Key", "KeySpec", "RSA_2048", "RSA_4096"),
        ("AWS::EC2::Volume", "AvailabilityZone", "eu-west-1a", "eu-west-1b"),
        ("Custom::Thing", "ServiceToken", f"{ARN}a", f"{ARN}b"),
        (
            "AWS::DynamoDB::Table",
            "GlobalSecondaryIndexes",
            [{"IndexName": "i", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}],
            [{"IndexName": "i", "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}]}],
        ),
    ],
)
def test_a_change_that_is_refused(kind: str, name: str, old: Any, new: Any) -> None:
    """As documented: "Updates are not supported": nothing is replaced, and the deployment fails."""
    base, head = (resources(kind, {name: value}) for value in (old, new))
    assert words(base, head) == {"refuses It"}


def test_the_type_of_a_resource_cannot_change() -> None:
    """As documented: "Update of resource type is not permitted"."""
    assert words(resources("AWS::SNS::Topic"), resources("AWS::SQS::Queue")) == {"refuses It"}


def test_a_name_that_is_taken() -> None:
    """A custom-named resource cannot be replaced under its name ("Name type")."""
    base, head = (
        resources("AWS::IAM::Role", {"RoleName": "a", "Path": path}) for path in ("/a/", "/b/")
    )
    assert words(base, head) == {"reuses-name It"}


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        ("AWS::ECS::TaskDefinition", "Family", "Cpu"),
        ("AWS::CloudFront::Function", "Name", "FunctionCode"),
    ],
)
def test_a_name_that_is_not_taken(kind: str, name: str, path: str) -> None:
    """A revision has the name of the one before; what is updated in place keeps its own."""
    base, head = (resources(kind, {name: "a", path: value}) for value in ("1", "2"))
    assert not words(base, head)


def test_an_interruption() -> None:
    """As documented: "Some interruptions" of a class; of storage there are none."""
    base, head = (
        resources("AWS::RDS::DBInstance", {"DBInstanceClass": it}) for it in ("db.a", "db.b")
    )
    assert words(base, head) == {"interrupts It"}


INDEX = {
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}


@pytest.mark.parametrize(("names", "expected"), [("a", "updated"), ("", "updated"), ("abc", "X")])
def test_one_index_at_a_time(names: str, expected: str) -> None:
    """One index is added or deleted in place; with a second one, or another name, it is refused."""

    def state(names: str) -> dict[str, Any]:
        indexes = [{"IndexName": name, **INDEX} for name in names]
        return resources("AWS::DynamoDB::Table", {"GlobalSecondaryIndexes": indexes})

    base, head = state("a"), state(names)
    for one, other in ((base, head), (head, base)):
        refused = {"refuses It"} if expected == "X" else set[str]()
        assert words(one, other) == refused
    assert words(base, state("b")) == {"refuses It"}


def test_what_the_pages_of_aws_do_not_agree_on() -> None:
    """A local index "can only be created when its parent table is created": then it is unknown."""
    index = {"IndexName": "a", **INDEX}
    base, head = (
        resources("AWS::DynamoDB::Table", {"LocalSecondaryIndexes": indexes})
        for indexes in ([], [index])
    )
    assert words(base, head) == {"loses-data It?"}
    assert actions(base, head) == {"It": "undecided"}


def test_a_default_that_changes() -> None:
    """A stack keeps the value that a parameter has: unknown by its name; of a new one it is told.

    So does what a condition takes away that compares it.
    """

    def state(default: str) -> dict[str, Any]:
        declared = {"Parameters": {"Name": {"Type": "String", "Default": default}}}
        return {**declared, **resources("AWS::Kinesis::Stream", {"Name": {"Ref": "Name"}})}

    (effect,) = done(state("a"), state("b"))
    assert [cause.name for cause in effect.place.causes] == ["Name"]
    assert actions(state("a"), state("b")) == {"It": "undecided"}
    written = resources("AWS::Kinesis::Stream", {"Name": "a"})
    assert actions(written, state("b")) == {"It": "replaced"}
    assert not actions(written, state("a"))

    def image(name: str) -> dict[str, Any]:
        kind = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"
        declared = {"Parameters": {"Name": {"Type": kind, "Default": name}}}
        return {**declared, **resources("AWS::EC2::Instance", {"ImageId": {"Ref": "Name"}})}

    assert actions(image("/a"), image("/b")) == {"It": "undecided"}
    assert not actions(image("/a"), image("/a"))

    def on(default: str) -> dict[str, Any]:
        condition = {"On": {"Fn::Equals": [{"Ref": "Name"}, "a"]}}
        return {**state(default), "Conditions": condition, **resources("AWS::EFS::FileSystem")}

    def conditional(default: str) -> dict[str, Any]:
        body = on(default)
        return {**body, "Resources": {"It": {**body["Resources"]["It"], "Condition": "On"}}}

    assert actions(conditional("a"), conditional("b")) == {"It": "undecided"}
    assert words(conditional("a"), conditional("b")) == {"loses-data It?"}


def test_a_template_that_is_elsewhere() -> None:
    """What becomes of what is in it is unknown; of its tags it is not asked."""
    for kind, name in (
        ("AWS::CloudFormation::Stack", "TemplateURL"),
        ("AWS::Serverless::Application", "Location"),
    ):
        base, head = (resources(kind, {name: f"https://example.com/{it}"}) for it in "ab")
        (effect,) = done(base, head)
        assert [cause.name for cause in effect.place.causes] == [f"It.{name}"]
        assert actions(base, head) == {"It": "undecided"}
        tagged = resources(kind, {name: "https://example.com/a", "Tags": []})
        assert actions(base, tagged) == {"It": "updated"}
