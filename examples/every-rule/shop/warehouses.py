"""Warehouses of Redshift."""

import aws_cdk as cdk
from aws_cdk import aws_redshift as redshift
from aws_cdk import aws_redshiftserverless as redshiftserverless
from constructs import Construct


class Warehouses(cdk.Stack):
    """Warehouses that nobody locks."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        settings = redshift.CfnClusterParameterGroup(
            self,
            "Settings",
            description="No TLS, no activity",
            parameter_group_family="redshift-1.0",
        )
        redshift.CfnCluster(
            self,
            "Warehouse",
            cluster_type="single-node",
            node_type="ra3.large",
            db_name="sales",
            master_username="awsuser",
            manage_master_password=True,
            encrypted=False,
            publicly_accessible=True,
            allow_version_upgrade=False,
            cluster_parameter_group_name=settings.ref,
        )
        redshift.CfnCluster(
            self,
            "OldWarehouse",
            cluster_type="multi-node",
            number_of_nodes=2,
            node_type="dc2.large",
            db_name="sales",
            master_username="keeper",
            manage_master_password=True,
            automated_snapshot_retention_period=0,
        )
        redshift.CfnClusterSecurityGroup(self, "ClassicGroup", description="The warehouse")
        redshiftserverless.CfnNamespace(self, "Serverless", namespace_name="sales")
