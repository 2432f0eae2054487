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
    """Start a detection for each stack, and return their ids."""
    stacks: list[str] = json.loads(os.environ["STACKS"])
    started: dict[str, str] = {}
    failed: list[str] = []
    for stack in stacks:
        try:
            answer = client("cloudformation").detect_stack_drift(StackName=stack)
            started[stack] = answer["StackDriftDetectionId"]
        except ClientError as error:
            LOGGER.exception("no drift detection of %s", stack)
            failed.append(f"{stack}: {error}")
    if failed:
        raise UndetectedError("; ".join(failed))
    return started
