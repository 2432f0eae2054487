"""Have CloudFormation compare stacks with their templates.

It answers later, with an event that a rule is waiting for.
"""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import json
import logging
import os
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError

LOGGER = logging.getLogger(__name__)


class UndetectedError(Exception):
    """Some stacks could not be compared. Raised, as the alarm counts failed invocations."""


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


def handler(_event: object, _context: object) -> dict[str, str]:
    """Start a detection for each stack, and return their ids.

    A stack that is not there has no drift: where an environment is made in another region, some
    of its stacks wait. It is told, and no failure.
    """
    stacks: list[str] = json.loads(os.environ["STACKS"])
    started: dict[str, str] = {}
    failed: list[str] = []
    for stack in stacks:
        try:
            answer = client("cloudformation").detect_stack_drift(StackName=stack)
            started[stack] = answer["StackDriftDetectionId"]
        except ClientError as error:
            if _is_missing(stack, error):
                LOGGER.warning("%s is not there: it cannot have drifted", stack)
                continue
            LOGGER.exception("no drift detection of %s", stack)
            failed.append(f"{stack}: {error}")
    if failed:
        raise UndetectedError("; ".join(failed))
    return started


def _is_missing(stack: str, error: ClientError) -> bool:
    """Ask whether there is no such stack, once CloudFormation has refused to compare it.

    It refuses stacks that are being changed by the same code. "If the stack doesn't exist, a
    ``ValidationError`` is returned": CloudFormation API Reference, "DescribeStacks".
    """
    if _code(error) != "ValidationError":
        return False
    try:
        client("cloudformation").describe_stacks(StackName=stack)
    except ClientError as missing:
        return _code(missing) == "ValidationError"
    return False


def _code(error: ClientError) -> str | None:
    return error.response.get("Error", {}).get("Code")
