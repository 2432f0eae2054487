"""How the ARNs of what AWS Backup takes in look. No card of its own."""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Arn:
    """How the ARNs of a type begin behind the account, and what names it there."""

    service: str
    prefix: str
    names: tuple[str, ...] = ()


ARNS: Mapping[str, Arn] = {
    "AWS::DocDB::DBCluster": Arn("rds", "cluster:", ("DBClusterIdentifier",)),
    "AWS::DynamoDB::GlobalTable": Arn("dynamodb", "table/", ("TableName",)),
    "AWS::DynamoDB::Table": Arn("dynamodb", "table/", ("TableName",)),
    "AWS::EC2::Volume": Arn("ec2", "volume/"),
    "AWS::EFS::FileSystem": Arn("elasticfilesystem", "file-system/"),
    "AWS::FSx::FileSystem": Arn("fsx", "file-system/"),
    "AWS::Neptune::DBCluster": Arn("rds", "cluster:", ("DBClusterIdentifier",)),
    "AWS::RDS::DBCluster": Arn("rds", "cluster:", ("DBClusterIdentifier",)),
    "AWS::RDS::DBInstance": Arn("rds", "db:", ("DBInstanceIdentifier",)),
    "AWS::Redshift::Cluster": Arn("redshift", "cluster:", ("ClusterIdentifier",)),
    "AWS::S3::Bucket": Arn("s3", "", ("BucketName",)),
    "AWS::Serverless::SimpleTable": Arn("dynamodb", "table/", ("TableName",)),
    "AWS::Timestream::Table": Arn("timestream", "database/"),
}
