"""Tables and caches."""

import aws_cdk as cdk
from aws_cdk import aws_dax as dax
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_iam as iam
from aws_cdk import aws_qldb as qldb
from constructs import Construct


class Caches(cdk.Stack):
    """Tables that anyone can delete, and caches that anyone can read."""

    def __init__(self, scope: Construct, name: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, name)
        by_id = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        dynamodb.Table(self, "Table", partition_key=by_id, removal_policy=cdk.RemovalPolicy.DESTROY)
        dynamodb.TableV2(
            self,
            "GlobalTable",
            partition_key=by_id,
            replicas=[dynamodb.ReplicaTableProps(region="eu-west-1")],
        )
        role = iam.Role(self, "Caching", assumed_by=iam.ServicePrincipal("dax.amazonaws.com"))
        dax.CfnCluster(
            self,
            "TableCache",
            iam_role_arn=role.role_arn,
            node_type="dax.r5.large",
            replication_factor=3,
        )
        subnets = elasticache.CfnSubnetGroup(
            self,
            "Subnets",
            description="Where the sessions are",
            subnet_ids=vpc.select_subnets().subnet_ids,
        )
        elasticache.CfnReplicationGroup(
            self,
            "Sessions",
            replication_group_description="sessions",
            engine="redis",
            cache_node_type="cache.t4g.small",
            cache_subnet_group_name=subnets.ref,
            num_cache_clusters=2,
            transit_encryption_enabled=False,
            auto_minor_version_upgrade=False,
        )
        qldb.CfnLedger(self, "Ledger", permissions_mode="STANDARD", deletion_protection=False)
