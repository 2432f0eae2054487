"""Tell whether a function can do its work in this environment.

Looks at what a deployment most often breaks: the settings a function is given,
the disk it writes to, the time it has, and what it works with being there.
"""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypedDict

import boto3
from botocore.exceptions import BotoCoreError, ClientError

LOGGER = logging.getLogger(__name__)

REQUIRED_SETTINGS = ("APPLICATION", "ENVIRONMENT", "TABLE_NAME", "QUEUE_URL", "BUCKET_NAME")
ENOUGH_MILLISECONDS = 1_000


class Context(Protocol):
    """The part of Lambda's context object that is used here.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    def get_remaining_time_in_millis(self) -> int:
        """Return how long the invocation may still take."""
        ...


class Report(TypedDict):
    """What a healthy function answers."""

    status: str
    application: str
    environment: str


class UnhealthyError(Exception):
    """Something is wrong. Raised, not returned, since the alarm counts failed invocations."""


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


def handler(_event: object, context: Context) -> Report:
    """Answer with a report, or fail with everything that is wrong."""
    problems = [
        *missing_settings(os.environ),
        *unwritable(Path(tempfile.gettempdir())),
        *too_late(context.get_remaining_time_in_millis()),
        *unreachable(os.environ),
    ]
    if problems:
        LOGGER.error("unhealthy: %s", json.dumps(problems))
        raise UnhealthyError("; ".join(problems))
    return Report(
        status="healthy",
        application=os.environ["APPLICATION"],
        environment=os.environ["ENVIRONMENT"],
    )


def missing_settings(environ: Mapping[str, str]) -> Iterator[str]:
    """Find required settings that are absent or empty."""
    for name in REQUIRED_SETTINGS:
        if not environ.get(name):
            yield f"setting {name} is missing"


def unwritable(folder: Path) -> Iterator[str]:
    """Find out whether a file can be written and read back."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ok")
            file.flush()
    except OSError as error:
        yield f"cannot write to {folder}: {error.strerror}"


def too_late(remaining_milliseconds: int) -> Iterator[str]:
    """Find out whether the invocation is about to time out."""
    if remaining_milliseconds < ENOUGH_MILLISECONDS:
        yield f"only {remaining_milliseconds} ms are left"


def unreachable(environ: Mapping[str, str]) -> Iterator[str]:
    """Find out whether what the settings name is there, without reading what it holds."""
    checks: Mapping[str, Callable[[str], object]] = {
        "TABLE_NAME": lambda name: client("dynamodb").describe_table(TableName=name),
        "QUEUE_URL": lambda url: client("sqs").get_queue_attributes(
            QueueUrl=url, AttributeNames=["QueueArn"]
        ),
        "BUCKET_NAME": lambda name: client("s3").head_bucket(Bucket=name),
    }
    for setting, check in checks.items():
        try:
            if name := environ.get(setting):
                check(name)
        except (BotoCoreError, ClientError) as error:
            yield f"{setting} cannot be reached: {error}"
