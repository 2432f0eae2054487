"""What cdk-nag says and is not mended, each with the reason beside the code it is about.

Ids are qualified: only then does an acknowledgement stay in the validation report,
where an auditor finds it.
"""

from collections.abc import Iterable

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import IConstruct

PACK = "AwsSolutions"


def acknowledge(construct: IConstruct, reason: str, *rules: str) -> None:
    """Let findings of these rules be, on a construct and all beneath it."""
    Validations.of(construct).acknowledge(
        *(Acknowledgment(id=f"{PACK}::{PACK}-{rule}", reason=reason) for rule in rules)
    )


def acknowledge_wildcards(construct: IConstruct, reason: str, arns: Iterable[str]) -> None:
    """Let a policy name these resources by pattern. cdk-nag writes the account its own way."""
    account = Stack.of(construct).account
    rules = [f"IAM5[Resource::{arn.replace(account, '<AWS::AccountId>')}]" for arn in arns]
    acknowledge(construct, reason, *rules)
