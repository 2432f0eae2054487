"""What AWS SAM makes."""

import aws_cdk as cdk
from aws_cdk import aws_sam as sam
from constructs import Construct


class Serverless(cdk.Stack):
    """An API at a domain of old TLS."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        sam.CfnApi(
            self,
            "Api",
            stage_name="live",
            domain=sam.CfnApi.DomainConfigurationProperty(
                domain_name="orders.example.com",
                certificate_arn="arn:aws:acm:eu-central-1:111122223333:certificate/1b2c3d4e",
                security_policy="TLS_1_0",
            ),
            definition_body={
                "openapi": "3.0.1",
                "info": {"title": "orders", "version": "1"},
                "paths": {},
            },
        )
