"""Which rights together make an identity an administrator. No card of its own.

The paths as DataDog's pathfinding.cloud publishes them (Copyright 2025-Present Datadog, Inc.,
Apache-2.0; commit 84dd65c), by what they take. Left out are those whose target no template tells:
service roles of stacks and of stack sets, code interpreters that exist, launch templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

PASS, ASSUME, TRUST, CREATE = (
    "iam:PassRole",
    "sts:AssumeRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreateRole",
)

Ways = tuple[tuple[str, ...], ...]
"""Several ways, of each all of the actions that it takes."""

RUNNERS: Mapping[str, Ways] = {
    "apprunner": (("apprunner:CreateService",),),
    "bedrock-agentcore": (
        (
            "bedrock-agentcore:CreateCodeInterpreter",
            "bedrock-agentcore:StartCodeInterpreterSession",
            "bedrock-agentcore:InvokeCodeInterpreter",
        ),
    ),
    "cloudformation": (("cloudformation:CreateStack",),),
    "codebuild": (
        ("codebuild:CreateProject", "codebuild:StartBuild"),
        ("codebuild:CreateProject", "codebuild:StartBuildBatch"),
    ),
    "datapipeline": (
        (
            "datapipeline:CreatePipeline",
            "datapipeline:PutPipelineDefinition",
            "datapipeline:ActivatePipeline",
        ),
    ),
    "ec2": (("ec2:RunInstances",), ("ec2:RequestSpotInstances",)),
    "ecs-tasks": (
        ("ecs:RegisterTaskDefinition", "ecs:RunTask"),
        ("ecs:RegisterTaskDefinition", "ecs:StartTask"),
        ("ecs:RegisterTaskDefinition", "ecs:CreateService"),
    ),
    "glue": (
        ("glue:CreateDevEndpoint",),
        ("glue:CreateJob", "glue:StartJobRun"),
        ("glue:CreateJob", "glue:CreateTrigger"),
        ("glue:UpdateJob", "glue:StartJobRun"),
        ("glue:UpdateJob", "glue:CreateTrigger"),
    ),
    "lambda": (
        ("lambda:CreateFunction", "lambda:InvokeFunction"),
        ("lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
        ("lambda:CreateFunction", "lambda:AddPermission"),
    ),
    "sagemaker": (
        ("sagemaker:CreateNotebookInstance",),
        ("sagemaker:CreateTrainingJob",),
        ("sagemaker:CreateProcessingJob",),
    ),
}
"""By the service that a role is passed to: what starts one's own code there."""

PRINCIPALS: Mapping[str, str] = {"apprunner": "tasks.apprunner"}
"""What a service is called in trust policies, where it is not what its actions are."""

CHANGED: tuple[tuple[str, str, Ways], ...] = (
    ("AWS::Lambda::Function", "$.Properties.Role", (("lambda:UpdateFunctionCode",),)),
    (
        "AWS::CodeBuild::Project",
        "$.Properties.ServiceRole",
        (("codebuild:StartBuild",), ("codebuild:StartBuildBatch",)),
    ),
    (
        "AWS::AppRunner::Service",
        "$.Properties.InstanceConfiguration.InstanceRoleArn",
        (("apprunner:UpdateService",),),
    ),
    ("AWS::Glue::DevEndpoint", "$.Properties.RoleArn", (("glue:UpdateDevEndpoint",),)),
    (
        "AWS::SageMaker::NotebookInstance",
        "$.Properties.RoleArn",
        (("sagemaker:CreatePresignedNotebookInstanceUrl",),),
    ),
    (
        "AWS::EC2::Instance",
        "$.Properties.IamInstanceProfile",
        (
            ("ssm:StartSession",),
            ("ssm:SendCommand",),
            ("ec2-instance-connect:SendSSHPublicKey",),
            ("ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"),
        ),
    ),
)
"""What runs already with a role: its type, where that stands, and what brings own code into it."""

EQUIPPING: Mapping[str, tuple[str, ...]] = {
    "AWS::IAM::Role": ("iam:PutRolePolicy", "iam:AttachRolePolicy"),
    "AWS::IAM::User": ("iam:PutUserPolicy", "iam:AttachUserPolicy"),
    "AWS::IAM::Group": ("iam:PutGroupPolicy", "iam:AttachGroupPolicy"),
}
"""What gives rights to an identity, by its type."""

REWRITING = "iam:CreatePolicyVersion"
ENTERING: Mapping[str, tuple[str, ...]] = {
    "AWS::IAM::Role": (ASSUME, TRUST),
    "AWS::IAM::User": ("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"),
}
"""What makes one another identity, by its type."""


def _named() -> frozenset[str]:
    ways = [way for every in RUNNERS.values() for way in every]
    ways += [way for _, _, every in CHANGED for way in every]
    ways += [*EQUIPPING.values(), *ENTERING.values(), (PASS, CREATE, REWRITING)]
    return frozenset(action for way in ways for action in way)


ACTIONS = _named()
_BY_LOWER = {action.lower(): action for action in ACTIONS}


@lru_cache(maxsize=4096)
def matched(pattern: str) -> frozenset[str]:
    """The actions of all paths that an action, or a pattern of some, stands for."""
    lower = pattern.lower()
    if not {"*", "?"} & {*lower}:
        return frozenset({_BY_LOWER[lower]} if lower in _BY_LOWER else ())
    lower = lower.replace("[", "[[]")
    return frozenset(name for one, name in _BY_LOWER.items() if fnmatchcase(one, lower))
