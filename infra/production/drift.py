"""What was changed by hand, found every day."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

import json
from collections.abc import Iterator, Sequence

from aws_cdk import Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from constructs import Construct

from production.acknowledged import acknowledge, acknowledge_wildcards
from production.alert_topic import AlertTopic
from production.secure_lambda import SecureLambda, SecureLambdaProps
from production.security_foundation import SecurityFoundation

READ_ONLY = "ReadOnlyAccess"

DAILY = events.Schedule.cron(hour="5", minute="0")
"""When drift is looked for, in UTC: after the remediation has brought back what it raised."""

READS_CONTENTS = {
    "appconfig": ("GetConfiguration", "GetHostedConfigurationVersion"),
    "athena": ("GetQueryResults", "GetQueryResultsStream"),
    "backup": ("GetRecoveryPointRestoreMetadata",),
    "cassandra": ("Select",),
    "codeartifact": ("GetAuthorizationToken", "GetPackageVersionAsset", "ReadFromRepository"),
    "codecommit": ("GetBlob", "GetFile", "GitPull"),
    "cognito-idp": ("AdminGetUser", "ListUsers"),
    "dax": ("BatchGetItem", "GetItem", "Query", "Scan"),
    "dynamodb": (
        "BatchGetItem",
        "GetItem",
        "GetRecords",
        "PartiQLSelect",
        "Query",
        "ReadDataForReplication",
        "Scan",
        "SearchVectors",
    ),
    "ec2": ("GetConsoleOutput", "GetConsoleScreenshot", "GetPasswordData"),
    "ecr": ("BatchGetImage", "GetAuthorizationToken", "GetDownloadUrlForLayer"),
    "es": ("ESHttpGet",),
    "kendra": ("Query",),
    "kinesis": ("GetRecords",),
    "lambda": (
        "GetDurableExecution",
        "GetDurableExecutionHistory",
        "GetDurableExecutionState",
        "GetLayerVersion",
    ),
    "logs": (
        "FilterLogEvents",
        "GetLogEvents",
        "GetLogRecord",
        "GetQueryResults",
        "StartLiveTail",
        "StartQuery",
    ),
    "rds": ("DownloadCompleteDBLogFile", "DownloadDBLogFilePortion"),
    "s3": (
        "GetDataAccess",
        "GetObject",
        "GetObjectTorrent",
        "GetObjectVersion",
        "GetObjectVersionForReplication",
        "GetObjectVersionTorrent",
    ),
    "s3-object-lambda": ("GetObject", "GetObjectVersion"),
    "s3express": ("CreateSession",),
    "sqs": ("ReceiveMessage",),
    "ssm": (
        "GetCommandInvocation",
        "GetParameter",
        "GetParameterHistory",
        "GetParameters",
        "GetParametersByPath",
    ),
    "states": ("GetExecutionHistory",),
    "wafv2": ("GetDecryptedAPIKey", "GetSampledRequests"),
}
"""What the policy lets read of contents, in the services of the application and its neighbours.

Not ``lambda:GetFunction``: CloudFormation compares functions by it, and it hands out their code.
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html
"""


class DriftDetection(Construct):
    """A function that has CloudFormation look for drift, and a rule on what it finds.

    AWS Config has a rule for it, but needs a recorder, which an account has one of:
    an application's stack is no place for it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: SecurityFoundation,
        alerts: AlertTopic,
        stacks: Sequence[str],
    ) -> None:
        """Create the function, have it run daily, and report what has drifted."""
        super().__init__(scope, construct_id)
        self.detector = SecureLambda(
            self,
            "Detector",
            props=SecureLambdaProps(
                handler="detect_drift",
                foundation=foundation,
                environment={"STACKS": json.dumps(stacks)},
            ),
        )
        self._allow(stacks)
        events.Rule(
            self,
            "Daily",
            description="Looks for drift",
            schedule=DAILY,
            targets=[targets.LambdaFunction(self.detector.function)],
        )
        alerts.tell(
            self,
            "Drifted",
            about="A stack differs from its template, or could not be compared",
            pattern=_drifted([self._arn(name) for name in stacks]),
        )

    def _allow(self, stacks: Sequence[str]) -> None:
        """Allow detection, and reading what it compares: it acts as whoever asked for it.

        Which settings that takes is each resource type's own affair, so the policy for
        it is AWS's, as in CDK's rule for AWS Config. Unlike there, what resources hold
        is out of reach, but for the code of functions.
        """
        role, patterns = self.detector.role, [self._arn(name) for name in stacks]
        self.detector.allow(
            "cloudformation:DescribeStackResources",
            "cloudformation:DetectStackDrift",
            "cloudformation:DetectStackResourceDrift",
            resources=patterns,
        )
        role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(READ_ONLY))
        role.add_to_policy(
            iam.PolicyStatement(
                sid="SettingsNotContents",
                effect=iam.Effect.DENY,
                actions=[f"{service}:{name}" for service, name in _contents()],
                resources=["*"],
            )
        )
        acknowledge_wildcards(role, "The ids of stacks are made at deployment.", patterns)
        acknowledge(
            role,
            "CloudFormation reads as its caller, whatever a type needs; contents are denied.",
            f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{READ_ONLY}]",
        )

    def _arn(self, stack_name: str) -> str:
        return Stack.of(self).format_arn(
            service="cloudformation", resource="stack", resource_name=f"{stack_name}/*"
        )


def _contents() -> Iterator[tuple[str, str]]:
    for service, names in READS_CONTENTS.items():
        yield from ((service, name) for name in names)


def _drifted(arns: Sequence[str]) -> events.EventPattern:
    return events.EventPattern(
        source=["aws.cloudformation"],
        detail_type=["CloudFormation Drift Detection Status Change"],
        detail={
            "stack-id": [{"wildcard": arn} for arn in arns],
            "status-details": {
                "$or": [
                    {"stack-drift-status": ["DRIFTED"]},
                    {"detection-status": ["DETECTION_FAILED"]},
                ]
            },
        },
    )
