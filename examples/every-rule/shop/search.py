"""Domains of OpenSearch."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_opensearchservice as opensearch
from constructs import Construct

VERSION = opensearch.EngineVersion.OPENSEARCH_2_19


class Search(cdk.Stack):
    """Whoever finds the domain may search it."""

    def __init__(self, scope: Construct, name: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, name)
        for_anyone = iam.PolicyStatement(
            actions=["es:ESHttp*"], principals=[iam.AnyPrincipal()], resources=["*"]
        )
        opensearch.Domain(self, "Public", version=VERSION, access_policies=[for_anyone])
        opensearch.Domain(
            self,
            "Inside",
            version=VERSION,
            vpc=vpc,
            vpc_subnets=[ec2.SubnetSelection(subnets=[vpc.private_subnets[0]])],
            enforce_https=True,
            tls_security_policy=opensearch.TLSSecurityPolicy.TLS_1_0,
            access_policies=[for_anyone],
        )
        role = iam.Role(self, "Master", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
        opensearch.Domain(
            self,
            "Audited",
            version=VERSION,
            enforce_https=True,
            node_to_node_encryption=True,
            encryption_at_rest=opensearch.EncryptionAtRestOptions(enabled=True),
            fine_grained_access_control=opensearch.AdvancedSecurityOptions(
                master_user_arn=role.role_arn
            ),
            logging=opensearch.LoggingOptions(slow_search_log_enabled=True),
        )
