"""Who besides this account's own roles may use a key: services, each for one purpose.

A service that acts for nobody in particular has no role to be granted anything,
so the key's own policy has to let it in. Each statement has the condition that
the service's documentation prescribes: without it the service could be used by
another account (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
"""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam

SERVICE_WRITES = ["kms:Decrypt", "kms:GenerateDataKey*"]
"""What services are documented to need; with the star, as they may ask for either kind."""

WRITES = ["kms:Decrypt", "kms:GenerateDataKey"]
"""What a role needs to publish to an encrypted topic, or send to an encrypted queue."""


def log_groups(stack: Stack) -> iam.PolicyStatement:
    """Let CloudWatch Logs use the key, for log groups of this account and region only.

    Creating an encrypted log group fails without it.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    groups = _arn(stack, service="logs", resource="log-group")
    return iam.PolicyStatement(
        sid="LogGroupsOfThisAccount",
        principals=[iam.ServicePrincipal(f"logs.{stack.region}.amazonaws.com")],
        actions=[
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
        ],
        # In a key policy "*" is the key that the policy belongs to.
        resources=["*"],
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )


def trails(stack: Stack) -> list[iam.PolicyStatement]:
    """Let CloudTrail encrypt the log files of this account's trails.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    """
    cloudtrail = iam.ServicePrincipal("cloudtrail.amazonaws.com")
    trail = stack.format_arn(service="cloudtrail", resource="trail", resource_name="*")
    every_region = stack.format_arn(
        service="cloudtrail", region="*", resource="trail", resource_name="*"
    )
    return [
        iam.PolicyStatement(
            sid="TrailsOfThisAccountEncrypt",
            principals=[cloudtrail],
            actions=["kms:GenerateDataKey*"],
            resources=["*"],
            conditions={
                "ArnLike": {"aws:SourceArn": trail},
                "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": every_region},
            },
        ),
        iam.PolicyStatement(
            sid="TrailsOfThisAccountDescribe",
            principals=[cloudtrail],
            actions=["kms:DescribeKey"],
            resources=["*"],
            conditions={"ArnLike": {"aws:SourceArn": trail}},
        ),
    ]


def publisher(
    stack: Stack, sid: str, service: str, source: str | None, actions: list[str], resource: str
) -> iam.PolicyStatement:
    """Allow a service something, when it acts for this account; where it says so, for a source."""
    of_source = {"ArnLike": {"aws:SourceArn": source}} if source else {}
    return iam.PolicyStatement(
        sid=sid,
        principals=[iam.ServicePrincipal(service)],
        actions=actions,
        resources=[resource],
        conditions={**of_source, "StringEquals": {"aws:SourceAccount": stack.account}},
    )


def alarms(stack: Stack) -> str:
    """Return the pattern of this account's and region's alarms."""
    return _arn(stack, service="cloudwatch", resource="alarm")


def budgets(stack: Stack) -> str:
    """Return the pattern of this account's budgets, which are in no region."""
    return stack.format_arn(service="budgets", region="", resource="*")


def _arn(stack: Stack, *, service: str, resource: str) -> str:
    return stack.format_arn(
        service=service,
        resource=resource,
        resource_name="*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
