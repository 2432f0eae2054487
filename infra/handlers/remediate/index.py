"""Give a function what its alarm says that it lacks, up to the limit it has here.

Which function it is, and what it lacks, stand in the metric that the alarm watches:
an alarm's name is for people. Settings are only ever raised to one value each, so an
event that comes twice changes nothing, and a function's environment, code and role
are left as they are.
"""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import json
import logging
import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypedDict

import boto3

LOGGER = logging.getLogger(__name__)


class Limits(TypedDict):
    """How far a function may be raised."""

    concurrency: int
    memory_mib: int


class Outcome(TypedDict):
    """What was done; for people, and so for the topic and the log."""

    function: str
    metric: str
    action: str


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


def handler(event: Mapping[str, Any], _context: object) -> Outcome | None:
    """Do what there is to be done about an alarm, and tell people."""
    detail = event["detail"]
    if detail["state"]["value"] != "ALARM":
        return None
    metric, function = watched(detail["configuration"])
    limits: dict[str, Limits] = json.loads(os.environ["LIMITS"])
    remedy = REMEDIES.get(metric)
    if function not in limits or remedy is None:
        LOGGER.warning("nothing to be done about %s of %s", metric, function)
        return None
    outcome = Outcome(function=function, metric=metric, action=remedy(function, limits[function]))
    LOGGER.info("%s", json.dumps(outcome))
    client("sns").publish(
        TopicArn=os.environ["TOPIC_ARN"],
        Subject="Automatic remediation",
        Message=json.dumps(outcome),
    )
    return outcome


def watched(configuration: Mapping[str, Any]) -> tuple[str, str]:
    """Return the metric that the alarm watches, and the function it is about."""
    for query in configuration["metrics"]:
        metric = query.get("metricStat", {}).get("metric", {})
        function = metric.get("dimensions", {}).get("FunctionName")
        if metric.get("namespace") == "AWS/Lambda" and function:
            return metric["name"], function
    return "", ""


def raise_concurrency(function: str, limits: Limits) -> str:
    """Reserve as much as the function may have, where it has less."""
    answer = client("lambda").get_function_concurrency(FunctionName=function)
    now, most = answer.get("ReservedConcurrentExecutions"), limits["concurrency"]
    if now is None or now >= most:
        return f"none: concurrency is {now}, and {most} the most that it may be"
    client("lambda").put_function_concurrency(
        FunctionName=function, ReservedConcurrentExecutions=most
    )
    return f"raised concurrency from {now} to {most}"


def raise_memory(function: str, limits: Limits) -> str:
    """Give the function as much memory as it may have, where it has less.

    The revision has to be the one that was read: a deployment under way wins.
    """
    configuration = client("lambda").get_function_configuration(FunctionName=function)
    now, most = configuration["MemorySize"], limits["memory_mib"]
    if now >= most:
        return f"none: memory is {now} MiB, and {most} the most that it may be"
    client("lambda").update_function_configuration(
        FunctionName=function, MemorySize=most, RevisionId=configuration["RevisionId"]
    )
    return f"raised memory from {now} to {most} MiB"


REMEDIES: Mapping[str, Callable[[str, Limits], str]] = {
    "Throttles": raise_concurrency,
    "Duration": raise_memory,
}
"""What helps, by the metric that is out of bounds. Memory brings processor time with it."""
