"""What the table of updates says is what AWS documents: "Update requires" of each property."""

from __future__ import annotations

import re

import pytest

from synthgate.schemas.facts import is_known
from synthgate.schemas.updates import sources, updates_of

DOCUMENTED = {
    "AWS::ApiGateway::Resource": "ParentId PathPart RestApiId",
    "AWS::CertificateManager::Certificate": "DomainName SubjectAlternativeNames",
    "AWS::DocDB::DBCluster": "DBClusterIdentifier StorageEncrypted KmsKeyId",
    "AWS::DynamoDB::Table": "TableName ImportSourceSpecification",
    "AWS::EC2::Instance": "ImageId SubnetId KeyName AvailabilityZone",
    "AWS::EC2::SecurityGroup": "GroupDescription GroupName VpcId",
    "AWS::EC2::Subnet": "CidrBlock VpcId AvailabilityZone",
    "AWS::EC2::VPC": "CidrBlock",
    "AWS::ECR::Repository": "RepositoryName EncryptionConfiguration",
    "AWS::ECS::Service": "Cluster SchedulingStrategy ServiceName Role",
    "AWS::ECS::TaskDefinition": "ContainerDefinitions Cpu Family Memory",
    "AWS::EFS::FileSystem": "Encrypted KmsKeyId PerformanceMode AvailabilityZoneName",
    "AWS::ElastiCache::ReplicationGroup": "ReplicationGroupId AtRestEncryptionEnabled",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name Scheme Type",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name Port Protocol VpcId TargetType",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName Path Description",
    "AWS::IAM::Role": "RoleName Path",
    "AWS::Kinesis::Stream": "Name",
    "AWS::Lambda::Function": "FunctionName PackageType",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::RDS::DBCluster": "DBClusterIdentifier StorageEncrypted KmsKeyId DBSubnetGroupName",
    "AWS::RDS::DBInstance": "DBInstanceIdentifier StorageEncrypted KmsKeyId MasterUsername DBName",
    "AWS::Route53::HostedZone": "Name",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName FifoTopic",
    "AWS::SQS::Queue": "QueueName FifoQueue",
    "AWS::SSM::Parameter": "Name",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::StepFunctions::StateMachine": "StateMachineName StateMachineType",
}
"""By type properties whose page in the Template Reference says "Update requires: Replacement"."""

IN_PLACE = {
    "AWS::DynamoDB::Table": "BillingMode StreamSpecification DeletionProtectionEnabled Tags",
    "AWS::EC2::Subnet": "MapPublicIpOnLaunch",
    "AWS::ECS::Service": "DesiredCount TaskDefinition",
    "AWS::IAM::Role": "AssumeRolePolicyDocument ManagedPolicyArns MaxSessionDuration",
    "AWS::Lambda::Function": "Code Handler MemorySize Runtime Environment",
    "AWS::Logs::LogGroup": "RetentionInDays KmsKeyId",
    "AWS::RDS::DBInstance": "AllocatedStorage DBInstanceClass DeletionProtection",
    "AWS::S3::Bucket": "VersioningConfiguration BucketEncryption Tags",
    "AWS::SNS::Topic": "DisplayName KmsMasterKeyId",
    "AWS::SQS::Queue": "VisibilityTimeout RedrivePolicy",
}
"""By type properties whose page says "Update requires: No interruption", or some."""


@pytest.mark.parametrize(("kind", "names"), DOCUMENTED.items())
def test_what_is_documented_to_replace_replaces(kind: str, names: str) -> None:
    """A property of which AWS says "Replacement" is one that replaces."""
    updates = updates_of(kind)
    assert updates
    assert set(names.split()) <= updates.replacing


@pytest.mark.parametrize(("kind", "names"), IN_PLACE.items())
def test_what_is_documented_to_be_updated_is_in_no_list(kind: str, names: str) -> None:
    """A property of which AWS says that it is updated in place never replaces."""
    updates = updates_of(kind)
    assert updates
    listed = updates.replacing | updates.conditional | updates.disputed
    assert not set(names.split()) & {path.split(".")[0] for path in listed}


def test_what_depends_on_the_value_is_conditional() -> None:
    """An engine may be upgraded in place, and may not: the page names no single effect."""
    updates = updates_of("AWS::RDS::DBInstance")
    assert updates
    assert {"Engine", "MultiAZ", "DBSnapshotIdentifier"} <= updates.conditional


def test_the_lists_have_nothing_in_common() -> None:
    """A path has one effect: it is in one list at most, and below no path that replaces."""
    for kind in ("AWS::EKS::Cluster", "AWS::RDS::DBInstance", "AWS::EC2::Instance"):
        updates = updates_of(kind)
        assert updates
        assert not updates.replacing & updates.conditional
        assert not updates.replacing & updates.disputed
        assert not updates.conditional & updates.disputed


def test_every_type_of_a_schema_is_told() -> None:
    """The two tables come of the same schemas; of a type that neither has nothing is told."""
    assert is_known("AWS::S3::Bucket")
    assert updates_of("AWS::SDB::Domain")
    assert updates_of("Custom::Anything") is None


def test_the_table_names_its_sources() -> None:
    """With their releases and a date."""
    assert re.fullmatch(
        r"cfn-lint [\d.]+, @aws-cdk/aws-service-spec [\d.]+ of [\d-]{10}", sources()
    )
