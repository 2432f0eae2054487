"""Give a function what its alarm says that it lacks, and take it back when that is over.

Which function it is, and what it lacks, stand in the metric that the alarm watches:
an alarm's name is for people. A setting has two values here, the usual one and the most
that it may be, so an event that comes twice changes nothing; and a function's environment,
code and role are left as they are.
"""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import json
import logging
import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypedDict

import boto3

LOGGER = logging.getLogger(__name__)


class Bounds(TypedDict):
    """What a setting usually is, what it may be raised to, and the alarm that asks for it."""

    usual: int
    most: int
    alarm: str


class Outcome(TypedDict):
    """What was done; for people, and so for the topic and the log."""

    function: str
    metric: str
    action: str


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


def handler(event: Mapping[str, Any], _context: object) -> list[Outcome]:
    """Answer an alarm, or the clock, and tell people."""
    bounds: dict[str, dict[str, Bounds]] = json.loads(os.environ["LIMITS"])
    alarmed = event["source"] == "aws.cloudwatch"
    outcomes = list(answer(event["detail"], bounds) if alarmed else bring_back(bounds))
    for outcome in outcomes:
        LOGGER.info("%s", json.dumps(outcome))
        client("sns").publish(
            TopicArn=os.environ["TOPIC_ARN"],
            Subject="Automatic remediation",
            Message=json.dumps(outcome),
        )
    return outcomes


def answer(
    detail: Mapping[str, Any], bounds: Mapping[str, Mapping[str, Bounds]]
) -> Iterator[Outcome]:
    """Do what there is to be done about an alarm."""
    if detail["state"]["value"] != "ALARM":
        return
    metric, function = watched(detail["configuration"])
    limits = bounds.get(function, {}).get(metric)
    if limits is None:
        LOGGER.warning("nothing to be done about %s of %s", metric, function)
        return
    setting = SETTINGS[metric](function)
    yield Outcome(function=function, metric=metric, action=raised(setting, limits))


def watched(configuration: Mapping[str, Any]) -> tuple[str, str]:
    """Return the metric that the alarm watches, and the function it is about."""
    for query in configuration["metrics"]:
        metric = query.get("metricStat", {}).get("metric", {})
        function = metric.get("dimensions", {}).get("FunctionName")
        if metric.get("namespace") == "AWS/Lambda" and function:
            return metric["name"], function
    return "", ""


def bring_back(bounds: Mapping[str, Mapping[str, Bounds]]) -> Iterator[Outcome]:
    """Make usual again what was raised here, unless its alarm still asks for it.

    An alarm that goes on is no event, and would not have the setting raised once more. What is
    neither usual nor the most was somebody's decision, and is left to drift detection.
    """
    for function, limits in bounds.items():
        for metric, each in limits.items():
            setting = SETTINGS[metric](function)
            if setting.value == each["most"] > each["usual"] and quiet(each["alarm"]):
                setting.change(each["usual"])
                action = f"brought {setting.name} back from {each['most']} to {each['usual']}"
                yield Outcome(function=function, metric=metric, action=action)


def quiet(alarm: str) -> bool:
    """Say whether an alarm is there, and content."""
    answer = client("cloudwatch").describe_alarms(AlarmNames=[alarm], AlarmTypes=["MetricAlarm"])
    return [each["StateValue"] for each in answer["MetricAlarms"]] == ["OK"]


class Concurrency:
    """What is reserved for a function; for one that shares the account's, nothing."""

    name = "concurrency"

    def __init__(self, function: str) -> None:
        """Look it up."""
        found = client("lambda").get_function_concurrency(FunctionName=function)
        self.function = function
        self.value: int | None = found.get("ReservedConcurrentExecutions")

    def change(self, value: int) -> None:
        """Reserve so much."""
        client("lambda").put_function_concurrency(
            FunctionName=self.function, ReservedConcurrentExecutions=value
        )


class Memory:
    """The memory of a function, which brings processor time with it."""

    name = "memory (MiB)"

    def __init__(self, function: str) -> None:
        """Look it up, with the revision of the function that has it."""
        found = client("lambda").get_function_configuration(FunctionName=function)
        self.function = function
        self.value: int | None = found["MemorySize"]
        self.revision: str = found["RevisionId"]

    def change(self, value: int) -> None:
        """Give it so much, if its revision is still the one: a deployment under way wins."""
        client("lambda").update_function_configuration(
            FunctionName=self.function, MemorySize=value, RevisionId=self.revision
        )


def raised(setting: Concurrency | Memory, limits: Bounds) -> str:
    """Make it as much as it may be, where it is what it usually is, and say so.

    Anything else was somebody's decision: who stopped a function by reserving nothing for it
    has throttled it, and it must not start again for that.
    """
    now, usual, most = setting.value, limits["usual"], limits["most"]
    if now != usual or usual >= most:
        return f"none: {setting.name} is {now}, usually {usual}, and {most} the most that it may be"
    setting.change(most)
    return f"raised {setting.name} from {now} to {most}"


SETTINGS: Mapping[str, type[Concurrency | Memory]] = {"Throttles": Concurrency, "Duration": Memory}
"""What helps, by the metric that is out of bounds."""
