"""An app that calls the grants of some resources, for a role each: see `test_grants`."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codecommit as codecommit
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

OTHERS = {
    "grant_principal",
    "grant_public_access",
    "grant_replication_permission",
    "grant_stream",
}
"""What takes more than a role, or is no grant."""


def main() -> None:
    """Name each role after its grant."""
    app = cdk.App()
    stack = cdk.Stack(app, "Grants")
    key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
    resources = {
        "Bucket": s3.Bucket(stack, "Bucket"),
        "Key": kms.Key(stack, "Key"),
        "Repository": codecommit.Repository(stack, "Repository", repository_name="code"),
        "Table": dynamodb.Table(
            stack, "Table", partition_key=key, stream=dynamodb.StreamViewType.KEYS_ONLY
        ),
    }
    for name, resource in resources.items():
        for grant in (it for it in dir(resource) if it.startswith("grant_")):
            role = iam.Role(
                stack, f"{name}.{grant}", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")
            )
            if grant not in {
                "grant_public_access",
                "grant_replication_permission",
                "grant_stream",
                "grant_principal",
            }:
                getattr(resource, grant)(role)
    app.synth()


main()
