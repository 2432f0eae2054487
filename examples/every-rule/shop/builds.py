"""Builds and what they make."""

import aws_cdk as cdk
from aws_cdk import aws_codeartifact as codeartifact
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from aws_cdk import aws_opsworks as opsworks
from aws_cdk import aws_s3 as s3
from constructs import Construct


class Builds(cdk.Stack):
    """Builds that know every password and tell nothing."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        bucket = s3.Bucket(self, "Artifacts")
        codebuild.Project(
            self,
            "Build",
            source=codebuild.Source.s3(bucket=bucket, path="source.zip"),
            artifacts=codebuild.Artifacts.s3(bucket=bucket, encryption=False),
            environment=codebuild.BuildEnvironment(privileged=True),
            environment_variables={
                "NPM_TOKEN": codebuild.BuildEnvironmentVariable(value="4v9fK2mQ8zX1")
            },
            logging=codebuild.LoggingOptions(
                cloud_watch=codebuild.CloudWatchLoggingOptions(enabled=False)
            ),
        )
        role = iam.Role(self, "Builder", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))
        codebuild.CfnProject(
            self,
            "BuildOfBitbucket",
            artifacts=codebuild.CfnProject.ArtifactsProperty(type="NO_ARTIFACTS"),
            environment=codebuild.CfnProject.EnvironmentProperty(
                compute_type="BUILD_GENERAL1_SMALL",
                image="aws/codebuild/standard:7.0",
                type="LINUX_CONTAINER",
            ),
            service_role=role.role_arn,
            source=codebuild.CfnProject.SourceProperty(
                type="BITBUCKET",
                location="https://acme:Ab12Cd34Ef56@bitbucket.org/acme/app.git",
            ),
        )
        codeartifact.CfnDomain(
            self,
            "Packages",
            domain_name="packages",
            permissions_policy_document=iam.PolicyDocument(
                statements=[
                    iam.PolicyStatement(
                        actions=["codeartifact:GetAuthorizationToken"],
                        principals=[iam.AnyPrincipal()],
                        resources=["*"],
                    )
                ]
            ),
        )
        opsworks.CfnApp(
            self,
            "OldApp",
            stack_id="11111111-2222-3333-4444-555555555555",
            name="shop",
            type="php",
            app_source=opsworks.CfnApp.SourceProperty(
                type="git",
                url="https://git.example.com/shop.git",
                username="deploy",
                password="kept4ever",
            ),
        )
