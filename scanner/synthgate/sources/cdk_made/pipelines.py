"""Policies that CDK Pipelines, and clusters of ECS, write into roles of their own making."""

from __future__ import annotations

from typing import Any

from synthgate.sources.cdk_made.parts import Row, policy, role
from synthgate.sources.cdk_made.shapes import Shape, statement
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
    ),
    frozenset({"aws-cdk-lib.pipelines.CodePipeline"}),
    needs_tree=True,
    seen=NEW,
)
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
