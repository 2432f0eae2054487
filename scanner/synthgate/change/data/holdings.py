"""What holds data, and what becomes of them when it is deleted: a table of small facts.

The guards are properties of the types (CloudFormation Template Reference). That a deletion fails
while something is inside is in the reference of the service: Amazon S3 API Reference,
"DeleteBucket"; AWS Backup Developer Guide, "Deleting a vault"; "AWS::ECR::Repository",
`EmptyOnDelete`; Amazon S3 User Guide, "Deleting a table bucket", "Deleting a vector bucket"; AWS
CloudTrail API Reference, "DeleteEventDataStore". What goes with a cluster or an instance: Amazon
EMR Management Guide, "Terminate an Amazon EMR cluster"; Amazon EC2 API Reference,
"TerminateInstances"; Amazon SageMaker AI API Reference, "DeleteNotebookInstance"; Amazon Kinesis
Video Streams Developer Guide, "DeleteStream". What goes with stores of other kinds: Amazon Managed
Service for Prometheus User Guide, "Delete a workspace"; Amazon Rekognition API Reference,
"DeleteCollection"; AWS HealthImaging Developer Guide, "Deleting a data store"; AWS Glue API,
"DeleteDatabase"; Amazon WorkSpaces API Reference, "TerminateWorkspaces"; Amazon CloudWatch Logs API
Reference, "DeleteLogStream".
"""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.model import Message, Severity, Text
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Holding:
    """What a type holds.

    With the property `guard` (a path with dots) set to `guarded` the deletion fails;
    `guard_default` is what it is where nobody says. What is `kept_while_full` is deleted only when
    it is empty, unless the property `emptied_by` is true. `softened` says what brings data back for
    some time, if the property `softened_by` is true or there is none. Data that are `minor` are
    made anew or pass anyway.
    """

    what: Text
    guard: str = ""
    guarded: str | bool = True
    guard_default: bool = False
    kept_while_full: bool = False
    emptied_by: str = ""
    softened_by: tuple[str, ...] = ()
    softened: Text | None = None
    minor: Severity | None = None


_OBJECTS = Message("its objects")
_ITEMS = Message("its items")
_DATABASES = Message("its databases")
_FILES = Message("its files")
_BLOCKS = Message("what is on it")
_DISKS = Message("what is on its instance store, and on the volumes that go with it")
_HDFS = Message("what is in HDFS and on the disks of its nodes")
_MEDIA = Message("the media in it")
_RECORDED = Message("its events")
_TABLES = Message("its tables")
_VECTORS = Message("its vectors")
_RECORDS = Message("its records")
_MESSAGES = Message("the messages in it")
_EVENTS = Message("its log events")
_INDEXES = Message("its indexes")
_CACHED = Message("what it caches")
_IMAGES = Message("its images")
_USERS = Message("its users")
_KEY = Message("whatever only it can decrypt")
_SECRET = Message("the value of the secret")
_POINTS = Message("its recovery points")
_JOURNAL = Message("its journal")
_COMMITS = Message("its commits")
_METRICS = Message("its metrics")
_PACKAGES = Message("its packages")
_FACES = Message("its faces")
_CATALOGED = Message("the tables that are cataloged in it")
_POLICIES = Message("its policies")
_POSITIONS = Message("its positions")
_DOCUMENTS = Message("its documents")
_ONLINE = Message("the records in its online store")

_WAITING = Message("AWS KMS waits 7 to 30 days before it deletes a key (PendingWindowInDays)")
"""("AWS::KMS::Key", `PendingWindowInDays`.)"""
_RECOVERED = Message("point-in-time recovery keeps a backup for 35 days after the deletion")
"""(Amazon DynamoDB Developer Guide, "Enable point-in-time recovery in DynamoDB", "Delete a table
with PITR enabled".)"""

_LOW, _MEDIUM = Severity.LOW, Severity.MEDIUM
_CLUSTER = "DeletionProtection"

HOLDINGS: Mapping[str, Holding] = {
    "AWS::APS::Workspace": Holding(_METRICS, minor=_MEDIUM),
    "AWS::AmazonMQ::Broker": Holding(_MESSAGES, minor=_MEDIUM),
    "AWS::Backup::BackupVault": Holding(_POINTS, kept_while_full=True),
    "AWS::Backup::LogicallyAirGappedBackupVault": Holding(_POINTS, kept_while_full=True),
    "AWS::Cassandra::Keyspace": Holding(_RECORDS),
    "AWS::Cassandra::Table": Holding(_RECORDS),
    "AWS::CloudTrail::EventDataStore": Holding(
        _RECORDED, guard="TerminationProtectionEnabled", guard_default=True
    ),
    "AWS::CodeCommit::Repository": Holding(_COMMITS),
    "AWS::CodeArtifact::Repository": Holding(_PACKAGES, minor=_MEDIUM),
    "AWS::Cognito::UserPool": Holding(_USERS, guard=_CLUSTER, guarded="ACTIVE"),
    "AWS::DAX::Cluster": Holding(_CACHED, minor=_LOW),
    "AWS::DirectoryService::MicrosoftAD": Holding(_USERS),
    "AWS::DirectoryService::SimpleAD": Holding(_USERS),
    "AWS::DocDB::DBCluster": Holding(_DATABASES, guard=_CLUSTER),
    "AWS::DocDBElastic::Cluster": Holding(_DATABASES),
    "AWS::DSQL::Cluster": Holding(_DATABASES, guard="DeletionProtectionEnabled"),
    "AWS::DynamoDB::GlobalTable": Holding(_ITEMS),
    "AWS::DynamoDB::Table": Holding(
        _ITEMS,
        guard="DeletionProtectionEnabled",
        softened_by=("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"),
        softened=_RECOVERED,
    ),
    "AWS::EC2::Instance": Holding(_DISKS, guard="DisableApiTermination", minor=_MEDIUM),
    "AWS::EC2::Volume": Holding(_BLOCKS),
    "AWS::ECR::Repository": Holding(_IMAGES, kept_while_full=True, emptied_by="EmptyOnDelete"),
    "AWS::EFS::FileSystem": Holding(_FILES),
    "AWS::EMR::Cluster": Holding(_HDFS, guard="Instances.TerminationProtected", minor=_MEDIUM),
    "AWS::ElastiCache::CacheCluster": Holding(_CACHED, minor=_LOW),
    "AWS::ElastiCache::ReplicationGroup": Holding(_CACHED, minor=_LOW),
    "AWS::ElastiCache::ServerlessCache": Holding(_CACHED, minor=_LOW),
    "AWS::Elasticsearch::Domain": Holding(_INDEXES),
    "AWS::Events::Archive": Holding(_RECORDED, minor=_MEDIUM),
    "AWS::FSx::FileSystem": Holding(_FILES),
    "AWS::FSx::Volume": Holding(_FILES),
    "AWS::Glue::Database": Holding(_CATALOGED, minor=_MEDIUM),
    "AWS::HealthImaging::Datastore": Holding(_RECORDS, kept_while_full=True),
    "AWS::HealthLake::FHIRDatastore": Holding(_RECORDS),
    "AWS::KMS::Key": Holding(_KEY, softened=_WAITING),
    "AWS::Kendra::Index": Holding(_DOCUMENTS, minor=_MEDIUM),
    "AWS::Kinesis::Stream": Holding(_RECORDS, minor=_MEDIUM),
    "AWS::KinesisVideo::Stream": Holding(_MEDIA),
    "AWS::Lightsail::Database": Holding(_DATABASES),
    "AWS::Lightsail::Disk": Holding(_BLOCKS),
    "AWS::Lightsail::Instance": Holding(_BLOCKS, minor=_MEDIUM),
    "AWS::Location::Tracker": Holding(_POSITIONS, minor=_MEDIUM),
    "AWS::Logs::LogGroup": Holding(_EVENTS, guard="DeletionProtectionEnabled", minor=_MEDIUM),
    "AWS::Logs::LogStream": Holding(_EVENTS, minor=_MEDIUM),
    "AWS::MemoryDB::Cluster": Holding(_RECORDS),
    "AWS::MSK::Cluster": Holding(_RECORDS, minor=_MEDIUM),
    "AWS::MSK::ServerlessCluster": Holding(_RECORDS, minor=_MEDIUM),
    "AWS::Neptune::DBCluster": Holding(_DATABASES, guard=_CLUSTER),
    "AWS::NeptuneGraph::Graph": Holding(_DATABASES, guard=_CLUSTER),
    "AWS::OpenSearchServerless::Collection": Holding(_INDEXES),
    "AWS::OpenSearchServerless::Index": Holding(_DOCUMENTS),
    "AWS::OpenSearchService::Domain": Holding(_INDEXES),
    "AWS::QLDB::Ledger": Holding(_JOURNAL, guard=_CLUSTER, guard_default=True),
    "AWS::RDS::DBCluster": Holding(_DATABASES, guard=_CLUSTER),
    "AWS::RDS::DBInstance": Holding(_DATABASES, guard=_CLUSTER),
    "AWS::Redshift::Cluster": Holding(_DATABASES),
    "AWS::RedshiftServerless::Namespace": Holding(_DATABASES),
    "AWS::Rekognition::Collection": Holding(_FACES),
    "AWS::S3::Bucket": Holding(_OBJECTS, kept_while_full=True),
    "AWS::S3Express::DirectoryBucket": Holding(_OBJECTS, kept_while_full=True),
    "AWS::S3Outposts::Bucket": Holding(_OBJECTS, kept_while_full=True),
    "AWS::S3Tables::Table": Holding(_RECORDS),
    "AWS::S3Tables::TableBucket": Holding(_TABLES, kept_while_full=True),
    "AWS::S3Vectors::Index": Holding(_VECTORS),
    "AWS::S3Vectors::VectorBucket": Holding(_INDEXES, kept_while_full=True),
    "AWS::SDB::Domain": Holding(_ITEMS),
    "AWS::SQS::Queue": Holding(_MESSAGES, minor=_LOW),
    "AWS::SageMaker::NotebookInstance": Holding(_BLOCKS, minor=_MEDIUM),
    "AWS::SageMaker::FeatureGroup": Holding(_ONLINE, minor=_MEDIUM),
    "AWS::SecretsManager::Secret": Holding(_SECRET),
    "AWS::Serverless::SimpleTable": Holding(_ITEMS),
    "AWS::Timestream::Database": Holding(_RECORDS),
    "AWS::Timestream::InfluxDBCluster": Holding(_DATABASES),
    "AWS::Timestream::InfluxDBInstance": Holding(_DATABASES),
    "AWS::Timestream::Table": Holding(_RECORDS),
    "AWS::VerifiedPermissions::PolicyStore": Holding(
        _POLICIES, guard="DeletionProtection.Mode", guarded="ENABLED", minor=_MEDIUM
    ),
    "AWS::WorkSpaces::Workspace": Holding(_BLOCKS),
}
"""By type. Left out is what a template holds itself (the value of a parameter in Parameter Store),
and what has its data in something else: an instance of a cluster, a snapshot, an access point."""

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "AWS::RDS::DBInstance": ("DBClusterIdentifier", "SourceDBInstanceIdentifier"),
}
"""Properties with which a resource has no data of its own: an instance of a cluster, a replica."""

STATEFUL_WITHOUT_DATA = frozenset(
    {
        "AWS::CloudFormation::Stack",
        "AWS::DocDB::DBInstance",
        "AWS::Neptune::DBInstance",
        "AWS::Organizations::Account",
    }
)
"""What the service specification of the CDK calls stateful, and of which no data are lost with it
alone."""

_ADDRESS = Message("its ID, and with it the address under which it is invoked")

CALLERS: Mapping[str, Text] = {
    "AWS::ApiGateway::RestApi": _ADDRESS,
    "AWS::ApiGatewayV2::Api": _ADDRESS,
    "AWS::AppSync::GraphQLApi": _ADDRESS,
    "AWS::CloudFront::Distribution": Message("its domain name"),
    "AWS::Cognito::UserPoolClient": Message("its ID, which clients sign in with"),
    "AWS::EC2::EIP": Message("its public IP address"),
    "AWS::EC2::Instance": Message("its ID and its addresses"),
    "AWS::EC2::NatGateway": Message("the public IP address of what goes out through it"),
    "AWS::EC2::Subnet": Message("its ID, for what is in it and is not replaced with it"),
    "AWS::EC2::VPC": Message("its ID, for what is in it and is not replaced with it"),
    "AWS::ECS::Cluster": Message("its name; the services in it start anew"),
    "AWS::EKS::Cluster": Message("its endpoint, and all that runs in it"),
    "AWS::ElasticLoadBalancing::LoadBalancer": Message("its DNS name"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Message("its DNS name and addresses"),
    "AWS::IAM::AccessKey": Message("the access key that its users have"),
    "AWS::IAM::Role": Message("its name and ARN, which others may trust"),
    "AWS::Lambda::Function": Message("its name and ARN, which others may invoke"),
    "AWS::Lambda::Url": Message("its address"),
    "AWS::Route53::HostedZone": Message("its name servers, to which its parent delegates"),
    "AWS::SNS::Topic": Message("its ARN, and the subscriptions that are not in the template"),
    "AWS::SSM::Parameter": Message("its name, which others may read it by"),
    "AWS::StepFunctions::StateMachine": Message("its ARN, and the executions that run"),
}
"""What callers of something know it by, and is another one after a replacement."""
