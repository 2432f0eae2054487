"""Relational databases, documents and graphs."""

import aws_cdk as cdk
from aws_cdk import aws_docdb as docdb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_neptune as neptune
from aws_cdk import aws_rds as rds
from constructs import Construct


class Databases(cdk.Stack):
    """Databases on the internet, without backups."""

    def __init__(self, scope: Construct, name: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, name)
        self.vpc = vpc
        self._instances()
        self._clusters()
        self._documents()
        graph = neptune.CfnDBCluster(self, "Graph", storage_encrypted=False)
        neptune.CfnDBInstance(
            self,
            "GraphWriter",
            db_cluster_identifier=graph.ref,
            db_instance_class="db.r6g.large",
            auto_minor_version_upgrade=False,
        )

    def _clusters(self) -> None:
        rds.DatabaseCluster(
            self,
            "Aurora",
            engine=rds.DatabaseClusterEngine.aurora_mysql(
                version=rds.AuroraMysqlEngineVersion.VER_3_08_0,
            ),
            writer=rds.ClusterInstance.serverless_v2("Writer"),
            vpc=self.vpc,
        )
        rds.CfnDBCluster(
            self,
            "TwoZones",
            engine="postgres",
            db_cluster_instance_class="db.m6gd.large",
            allocated_storage=100,
            storage_type="io1",
            iops=1000,
            master_username="keeper",
            manage_master_user_password=True,
        )
        rds.CfnGlobalCluster(
            self, "Worldwide", global_cluster_identifier="worldwide", engine="aurora-mysql"
        )

    def _instances(self) -> None:
        orders = rds.DatabaseInstance(
            self,
            "Orders",
            engine=rds.DatabaseInstanceEngine.postgres(
                version=rds.PostgresEngineVersion.of("16.3", "16"),
            ),
            vpc=self.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            publicly_accessible=True,
            credentials=rds.Credentials.from_password(
                "owner", cdk.SecretValue.unsafe_plain_text("kept4ever")
            ),
            backup_retention=cdk.Duration.days(0),
            auto_minor_version_upgrade=False,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        orders.connections.allow_default_port_from_any_ipv4()
        rds.CfnDBSecurityGroup(
            self,
            "ClassicGroup",
            group_description="The database, from anywhere",
            db_security_group_ingress=[rds.CfnDBSecurityGroup.IngressProperty(cidrip="0.0.0.0/0")],
        )
        rds.DatabaseInstance(
            self,
            "Customers",
            engine=rds.DatabaseInstanceEngine.mysql(version=rds.MysqlEngineVersion.VER_8_4_8),
            vpc=self.vpc,
            backup_retention=cdk.Duration.days(1),
        )

    def _documents(self) -> None:
        docdb.DatabaseCluster(
            self,
            "Documents",
            master_user=docdb.Login(
                username="keeper", password=cdk.SecretValue.unsafe_plain_text("kept4ever")
            ),
            instance_type=ec2.InstanceType("r6g.large"),
            vpc=self.vpc,
            storage_encrypted=False,
            parameter_group=docdb.ClusterParameterGroup(
                self,
                "DocumentSettings",
                family="docdb5.0",
                parameters={"tls": "disabled"},
            ),
        )
