"""Providers of custom resources, written as raw resources (`CustomResourceProviderBase`)."""

from __future__ import annotations

from synthgate.sources.cdk_made.parts import (
    Row,
    function,
    role,
)
from synthgate.sources.cdk_made.shapes import (
    Shape,
    exactly,
    statement,
)

ENTRY = exactly("__entrypoint__.handler", "index.handler")
"""The handler of providers, with or without the CDK's answer to CloudFormation around it."""
INVOKE = statement("lambda:InvokeFunction")


def _provider(
    name: str,
    construct: str,
    *statements: Shape,
) -> Row:
    """A provider of custom resources: a function and a role, neither with props nor tags."""
    fqns = frozenset(
        {"aws-cdk-lib.CustomResourceProviderBase", "aws-cdk-lib.CustomResourceProvider"}
    )
    handler = function("Handler", ENTRY, timeout=(900,), memory=(128,), props={})
    parts = (handler, role("Role", statements=statements, props={}))
    return Row(construct, f"{name}CustomResourceProvider", parts, fqns)


PROVIDERS = (
    _provider("Custom::S3AutoDeleteObjects", "Bucket"),
    _provider(
        "Custom::ECRAutoDeleteImages",
        "Repository",
        statement(
            "ecr:BatchDeleteImage",
            "ecr:DescribeRepositories",
            "ecr:ListImages",
            "ecr:ListTagsForResource",
            anywhere=True,
        ),
    ),
    _provider(
        "Custom::VpcRestrictDefaultSG",
        "Vpc",
        statement(
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:AuthorizeSecurityGroupEgress",
            "ec2:RevokeSecurityGroupIngress",
            "ec2:RevokeSecurityGroupEgress",
        ),
    ),
    _provider(
        "Custom::AWSCDKOpenIdConnectProvider",
        "OpenIdConnectProvider",
        statement(
            "iam:CreateOpenIDConnectProvider",
            "iam:DeleteOpenIDConnectProvider",
            "iam:UpdateOpenIDConnectProviderThumbprint",
            "iam:AddClientIDToOpenIDConnectProvider",
            "iam:RemoveClientIDFromOpenIDConnectProvider",
            anywhere=True,
        ),
    ),
    _provider("Custom::CrossAccountZoneDelegation", "CrossAccountZoneDelegationRecord"),
    _provider(
        "Custom::DeleteExistingRecordSet",
        "RecordSet",
        statement("route53:GetChange", anywhere=True),
        statement("route53:ListResourceRecordSets", "route53:ChangeResourceRecordSets"),
    ),
    _provider("AWSCDK.TriggerCustomResourceProvider", "Trigger", INVOKE),
    _provider(
        "Custom::CrossRegionStringParameterReader",
        "EdgeFunction",
        statement("ssm:GetParameter"),
    ),
    _provider(
        "Custom::SyntheticsAutoDeleteUnderlyingResources",
        "Canary",
        statement("lambda:DeleteFunction"),
        statement("synthetics:GetCanary", anywhere=True),
    ),
    _provider(
        "Custom::CrossRegionExportReader",
        "Stack",
        statement("ssm:AddTagsToResource", "ssm:RemoveTagsFromResource", "ssm:GetParameters"),
    ),
    _provider(
        "Custom::CrossRegionExportWriter",
        "Stack",
        statement(
            "ssm:DeleteParameters",
            "ssm:ListTagsForResource",
            "ssm:GetParameters",
            "ssm:PutParameter",
        ),
    ),
)
