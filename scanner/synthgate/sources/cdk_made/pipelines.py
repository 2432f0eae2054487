"""What pipelines make for themselves, and what clusters of ECS write into a role of theirs."""

from __future__ import annotations

from typing import Any

from synthgate.sources.cdk_made.parts import TAGS, Part, Props, Row, policy, role
from synthgate.sources.cdk_made.shapes import (
    Shape,
    anything,
    containing,
    exactly,
    only,
    reference,
    statement,
    text,
)
from synthgate.sources.cdk_made.singletons import NEW
from synthgate.template.data import is_mapping

LOGS = statement("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
REPORTS = statement(
    "codebuild:CreateReportGroup",
    "codebuild:CreateReport",
    "codebuild:UpdateReport",
    "codebuild:BatchPutTestCases",
    "codebuild:BatchPutCodeCoverages",
)
ARTIFACTS = statement("s3:GetObject*", "s3:GetBucket*", "s3:List*")
SEALED = statement(
    "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"
)
BUILDS = statement(
    "codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild", anywhere=True
)
LOOKS = statement("cloudformation:DescribeStacks", "s3:ListBucket", anywhere=True)

BOOTSTRAPPED = {
    "ForAnyValue:StringEquals": {
        "iam:ResourceTag/aws-cdk:bootstrap-role": ["image-publishing", "file-publishing", "deploy"]
    }
}


def _only_where(condition: object, shape: Shape) -> Shape:
    """A statement with this very condition."""

    def holds(value: Any) -> bool:
        return is_mapping(value) and value.get("Condition") == condition and shape(value)

    return holds


_DEFAULTS = "asset_publishing_code_build_defaults"
_BUILD_PROPS: Props = {
    "FileSystemLocations": _DEFAULTS,
    "LogsConfig": _DEFAULTS,
    "TimeoutInMinutes": _DEFAULTS,
    "VpcConfig": _DEFAULTS,
    **TAGS,
}
IMAGES = Part(
    "AWS::CodeBuild::Project",
    r"Assets/DockerAsset\d*/Resource",
    {
        "Artifacts": only(Type=exactly("CODEPIPELINE")),
        "Cache": only(Type=exactly("NO_CACHE")),
        "Description": text,
        "EncryptionKey": anything,
        "Environment": only(
            ComputeType=text,
            Image=anything,
            ImagePullCredentialsType=text,
            PrivilegedMode=exactly(True),
            Type=text,
        ),
        "ServiceRole": reference,
        "Source": only(BuildSpec=containing("cdk-assets"), Type=exactly("CODEPIPELINE")),
    },
    frozenset({"Environment", "ServiceRole", "Source"}),
    _BUILD_PROPS,
)
"""What builds and publishes images is privileged, whatever its defaults say."""

_KEY_PROPS: Props = {"EnableKeyRotation": "enable_key_rotation", "KeyPolicy": "", **TAGS}


def _key(below: str = "") -> Part:
    """The key of the artifacts, which goes with the pipeline."""
    path = f"{below}ArtifactsBucketEncryptionKey/Resource"
    return Part("AWS::KMS::Key", path, {}, frozenset({"KeyPolicy"}), _KEY_PROPS)


_PUBLISHING, _MUTATION = "Assets/(?:File|Docker)Role", "UpdatePipeline/SelfMutation/Role"
PIPELINE = Row(
    "CodePipeline",
    "",
    (
        role(f"{_PUBLISHING}/Resource", "codebuild.amazonaws.com"),
        policy(
            LOGS,
            REPORTS,
            BUILDS,
            statement("sts:AssumeRole"),
            ARTIFACTS,
            SEALED,
            path=f"{_PUBLISHING}/DefaultPolicy/Resource",
        ),
        role(f"{_MUTATION}/Resource", "codebuild.amazonaws.com"),
        policy(
            LOGS,
            REPORTS,
            _only_where(BOOTSTRAPPED, statement("sts:AssumeRole", anywhere=True)),
            LOOKS,
            ARTIFACTS,
            SEALED,
            path=f"{_MUTATION}/DefaultPolicy/Resource",
        ),
        IMAGES,
        _key("Pipeline/"),
    ),
    frozenset({"aws-cdk-lib.pipelines.CodePipeline"}),
    needs_tree=True,
    seen=NEW,
)
PLAIN = Row(
    "Pipeline",
    "",
    (_key(),),
    frozenset({"aws-cdk-lib.aws_codepipeline.Pipeline"}),
    needs_tree=True,
    seen=NEW,
)
ABROAD = Row(
    "Pipeline",
    "Default/CrossRegionCodePipelineReplicationBucketEncryptionKey",
    (Part("AWS::KMS::Key", "Resource", {}, frozenset({"KeyPolicy"}), _KEY_PROPS),),
    frozenset({"aws-cdk-lib.aws_kms.Key"}),
    needs_tree=True,
    seen=NEW,
)
"""The key of the artifacts in a support stack, of each Region that a pipeline reaches besides."""
CAPACITY = Row(
    "Cluster",
    "",
    (
        policy(
            statement(
                "ecs:DeregisterContainerInstance",
                "ecs:RegisterContainerInstance",
                "ecs:Submit*",
            ),
            statement("ecs:Poll", "ecs:StartTelemetrySession", anywhere=True),
            statement(
                "ecs:DiscoverPollEndpoint",
                "ecr:GetAuthorizationToken",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
                anywhere=True,
            ),
            path="InstanceRole/DefaultPolicy/Resource",
        ),
    ),
    frozenset({"aws-cdk-lib.aws_autoscaling.AutoScalingGroup"}),
    needs_tree=True,
    seen=NEW,
)
