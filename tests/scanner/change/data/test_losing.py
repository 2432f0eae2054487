"""What becomes of data: by the base for what goes, by the head for what is replaced."""

from __future__ import annotations

from typing import Any

import pytest
from two_states import Body, done, resources, words

from synthgate.model import Severity

EMPTY: Body = {"Resources": {"Rest": {"Type": "AWS::SNS::Topic"}}}
TABLE = "AWS::DynamoDB::Table"
KEY = {"KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}
VERSIONED = {"VersioningConfiguration": {"Status": "Enabled"}}
OTHER_KEY = {"KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}]}


def with_rest(template: Body) -> Body:
    return {**template, "Resources": {**EMPTY["Resources"], **template["Resources"]}}


DELETED: list[tuple[str, Any, Any, str]] = [
    (TABLE, {}, None, "loses-data"),
    (TABLE, {}, "Delete", "loses-data"),
    (TABLE, {}, "Retain", "leaves-data-behind"),
    (TABLE, {}, "RetainExceptOnCreate", "leaves-data-behind"),
    (TABLE, {}, "Snapshot", "loses-data"),
    (TABLE, {"DeletionProtectionEnabled": True}, None, "leaves-data-behind"),
    ("AWS::RDS::DBInstance", {}, None, "leaves-data-behind"),
    ("AWS::RDS::DBInstance", {}, "Delete", "loses-data"),
    ("AWS::RDS::DBInstance", {"DeletionProtection": "true"}, "Delete", "leaves-data-behind"),
    ("AWS::RDS::DBCluster", {}, None, "leaves-data-behind"),
    ("AWS::Neptune::DBCluster", {}, None, "loses-data"),
    ("AWS::Neptune::DBCluster", {}, "Snapshot", "leaves-data-behind"),
    ("AWS::EC2::Volume", {}, "Snapshot", "leaves-data-behind"),
    ("AWS::S3::Bucket", {}, None, "leaves-data-behind"),
    (
        "AWS::S3::Bucket",
        {"VersioningConfiguration": {"Status": "Enabled"}},
        None,
        "leaves-data-behind",
    ),
    ("AWS::ECR::Repository", {}, None, "leaves-data-behind"),
    ("AWS::ECR::Repository", {"EmptyOnDelete": True}, None, "loses-data"),
    ("AWS::QLDB::Ledger", {}, None, "leaves-data-behind"),
    ("AWS::QLDB::Ledger", {"DeletionProtection": False}, None, "loses-data"),
    ("AWS::Cognito::UserPool", {"DeletionProtection": "ACTIVE"}, None, "leaves-data-behind"),
    ("AWS::Cognito::UserPool", {"DeletionProtection": "INACTIVE"}, None, "loses-data"),
    ("AWS::KMS::Key", {}, None, "loses-data"),
    ("AWS::SecretsManager::Secret", {}, None, "loses-data"),
]


@pytest.mark.parametrize(("kind", "properties", "policy", "effect"), DELETED)
def test_what_goes(kind: str, properties: Any, policy: Any, effect: str) -> None:
    """The policy of the base decides, the default of the type, and what refuses the deletion."""
    more = {"DeletionPolicy": policy} if policy else {}
    base = with_rest(resources(kind, properties, **more))
    assert words(base, EMPTY) == {f"{effect} It"}


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::RDS::DBInstance", {"DBClusterIdentifier": "c"}),
        ("AWS::RDS::DBInstance", {"SourceDBInstanceIdentifier": "d"}),
        ("AWS::SSM::Parameter", {"Value": "v"}),
        ("AWS::Lambda::Function", {}),
    ],
)
def test_what_goes_without_data(kind: str, properties: Any) -> None:
    """A replica, or what the template itself holds, loses nothing."""
    assert not words(with_rest(resources(kind, properties)), EMPTY)


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (None, None, "loses-data"),
        ("Retain", None, "loses-data"),
        (None, "Retain", "replaces-data"),
        (None, "Snapshot", "loses-data"),
    ],
)
def test_what_is_replaced(before: Any, after: Any, effect: str) -> None:
    """The policy of the head decides; that of the base says nothing any more."""
    old, new = ({"UpdateReplacePolicy": one} if one else {} for one in (before, after))
    assert words(resources(TABLE, KEY, **old), resources(TABLE, OTHER_KEY, **new)) == {
        f"{effect} It"
    }


def test_a_replacement_has_no_snapshot_by_default() -> None:
    """The default policy of a database is `Snapshot` where it is deleted, and nowhere else."""
    base, head = (
        resources("AWS::RDS::DBInstance", {"StorageEncrypted": it}) for it in (False, True)
    )
    assert words(base, head) == {"loses-data It"}


def test_a_bucket_that_the_cdk_empties_loses_its_objects() -> None:
    """What empties it lets the deletion succeed."""
    emptying = {
        "Type": "Custom::S3AutoDeleteObjects",
        "Properties": {"ServiceToken": "emptying", "BucketName": {"Ref": "It"}},
    }
    base = with_rest(resources("AWS::S3::Bucket"))
    base = {**base, "Resources": {**base["Resources"], "Emptying": emptying}}
    assert words(base, EMPTY) == {"loses-data It"}


def test_what_softens_a_loss_is_told() -> None:
    """Point-in-time recovery, the waiting of a key, recovery points of AWS Backup."""
    recovered = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
    selection = {
        "Type": "AWS::Backup::BackupSelection",
        "Properties": {"BackupSelection": {"Resources": [{"Fn::GetAtt": ["It", "Arn"]}]}},
    }
    base = with_rest(resources(TABLE, recovered))
    head = {"Resources": {**EMPTY["Resources"], "Selection": selection}}
    base = {**base, "Resources": {**base["Resources"], "Selection": selection}}
    (loss,) = [one for one in done(base, head) if one.kind == "loses-data"]
    assert loss.place.message
    assert "35 days" in loss.place.message.en
    assert "AWS Backup" in loss.place.message.en
    assert "35일" in loss.place.message.ko


def test_a_policy_that_nobody_knows() -> None:
    """A parameter without a value leaves open what becomes of the data, by its name."""
    policy = {"Parameters": {"Policy": {"Type": "String"}}}
    base = {**policy, **with_rest(resources(TABLE, DeletionPolicy={"Ref": "Policy"}))}
    (loss,) = done(base, EMPTY)
    assert [cause.name for cause in loss.place.causes] == ["Policy"]


def test_a_condition_takes_it_away() -> None:
    """What a condition does not let be any more is deleted like what has left the template."""

    def state(value: str) -> Body:
        return {
            "Conditions": {"There": {"Fn::Equals": ["a", value]}},
            **with_rest(resources(TABLE, Condition="There")),
        }

    assert words(state("a"), state("b")) == {"loses-data It"}
    assert not words(state("b"), state("a"))
    assert not words(state("b"), state("b"))


HDFS = {"Instances": {"MasterInstanceGroup": {"InstanceCount": 1, "InstanceType": "m5.xlarge"}}}
KEPT = {"Instances": {**HDFS["Instances"], "TerminationProtected": True}}


def test_a_cluster_takes_what_is_on_its_nodes_along() -> None:
    """HDFS goes with a cluster of EMR, replaced or deleted; one that is protected stays."""
    kind = "AWS::EMR::Cluster"
    base, head = (resources(kind, {**HDFS, "ReleaseLabel": f"emr-7.{it}.0"}) for it in (1, 2))
    (loss,) = done(base, head)
    assert loss.kind == "loses-data"
    assert loss.place.message
    assert "HDFS" in loss.place.message.en
    assert "HDFS" in loss.place.message.ko
    assert loss.place.severity is Severity.MEDIUM
    assert words(with_rest(resources(kind, HDFS)), EMPTY) == {"loses-data It"}
    assert words(with_rest(resources(kind, KEPT)), EMPTY) == {"leaves-data-behind It"}
    open_ = {"Instances": {**HDFS["Instances"], "TerminationProtected": {"Ref": "P"}}}
    base = {**with_rest(resources(kind, open_)), "Parameters": {"P": {"Type": "String"}}}
    assert words(base, EMPTY) == {"loses-data It?"}


@pytest.mark.parametrize(
    ("kind", "properties", "effect"),
    [
        ("AWS::EC2::Instance", {}, "loses-data"),
        ("AWS::EC2::Instance", {"DisableApiTermination": True}, "leaves-data-behind"),
        ("AWS::SageMaker::NotebookInstance", {}, "loses-data"),
        ("AWS::S3Vectors::Index", {}, "loses-data"),
        ("AWS::S3Vectors::VectorBucket", {}, "leaves-data-behind"),
        ("AWS::S3Tables::TableBucket", {}, "leaves-data-behind"),
        ("AWS::S3Express::DirectoryBucket", {}, "leaves-data-behind"),
        ("AWS::KinesisVideo::Stream", {}, "loses-data"),
        ("AWS::CloudTrail::EventDataStore", {}, "leaves-data-behind"),
        (
            "AWS::CloudTrail::EventDataStore",
            {"TerminationProtectionEnabled": False},
            "loses-data",
        ),
        ("AWS::Timestream::InfluxDBInstance", {}, "loses-data"),
        ("AWS::Rekognition::Collection", {}, "loses-data"),
        ("AWS::HealthImaging::Datastore", {}, "leaves-data-behind"),
        ("AWS::VerifiedPermissions::PolicyStore", {}, "loses-data"),
        (
            "AWS::VerifiedPermissions::PolicyStore",
            {"DeletionProtection": {"Mode": "ENABLED"}},
            "leaves-data-behind",
        ),
    ],
)
def test_what_is_on_disks_and_in_buckets_of_all_kinds(
    kind: str, properties: Any, effect: str
) -> None:
    """It goes with what holds it, unless that cannot be deleted."""
    assert words(with_rest(resources(kind, properties)), EMPTY) == {f"{effect} It"}


INSTANCE = "AWS::EC2::Instance"


def on_disks(**kept: Any) -> Body:
    """What is said of the volumes of devices; of one without a word nothing is."""
    names = {"root": "/dev/xvda", "data": "/dev/sdf"}
    found = [
        {"DeviceName": names[one], "Ebs": {} if word is None else {"DeleteOnTermination": word}}
        for one, word in kept.items()
    ]
    return {"BlockDeviceMappings": found} if found else {}


@pytest.mark.parametrize(
    ("said", "effect", "words_of_it"),
    [
        (on_disks(), "loses-data It", ["instance store", "volumes that go with it"]),
        (on_disks(root=None), "loses-data It", ["volumes that go with it"]),
        (on_disks(root=True, data=False), "loses-data It", ["/dev/sdf stays"]),
        (on_disks(data=False), "loses-data It", ["/dev/sdf stays"]),
        (on_disks(root="false", data=None), "loses-data It", ["/dev/xvda stays"]),
        (on_disks(root=False), "replaces-data It", ["/dev/xvda stays", "instance store"]),
        (on_disks(root=False, data=False), "replaces-data It", ["/dev/xvda, /dev/sdf stays"]),
        (on_disks(root={"Ref": "Given"}), "loses-data It?", []),
    ],
)
def test_an_instance_that_is_replaced(said: Body, effect: str, words_of_it: list[str]) -> None:
    """The root volume goes, unless it is told to stay; so does what else is launched with it."""
    given = {"Parameters": {"Given": {"Type": "String"}}}
    base, head = (given | resources(INSTANCE, {"ImageId": f"ami-{it}", **said}) for it in (1, 2))
    (found,) = done(base, head)
    assert words(base, head) == {effect}
    message = found.place.message
    assert message
    assert "its ID and its addresses" in message.en
    assert all(one in message.en for one in words_of_it)
    assert message.ko != message.en


@pytest.mark.parametrize(
    ("named", "effect"),
    [
        ({"LaunchTemplateId": {"Ref": "T"}}, "replaces-data It"),
        ({"LaunchTemplateId": "lt-0123"}, "loses-data It?"),
    ],
)
def test_a_launch_template_says_what_an_instance_does_not(named: Any, effect: str) -> None:
    """One of the app is asked; of another nobody knows."""
    template = {
        "Type": "AWS::EC2::LaunchTemplate",
        "Properties": {"LaunchTemplateData": on_disks(root=False)},
    }

    def state(image: str, **said: Any) -> Body:
        properties = {"ImageId": image, "LaunchTemplate": {**named, "Version": "1"}, **said}
        return {"Resources": {**resources(INSTANCE, properties)["Resources"], "T": template}}

    assert words(state("a"), state("b")) == {effect}
    own = on_disks(root=True)
    assert words(state("a", **own), state("b", **own)) == {"loses-data It"}


def test_an_instance_that_is_kept() -> None:
    """By its policy, by its own protection."""
    base, head = (resources(INSTANCE, {"ImageId": it}, UpdateReplacePolicy="Retain") for it in "ab")
    assert words(base, head) == {"replaces-data It"}
    base, head = (
        resources(INSTANCE, {"ImageId": it, "DisableApiTermination": True}) for it in "ab"
    )
    assert words(base, head) == {"replaces-data It"}
