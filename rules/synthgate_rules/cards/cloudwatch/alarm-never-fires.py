"""Alarms that compare so that they stay silent when something goes wrong, or never stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.rule.api import (
    ABSENT,
    Message,
    Place,
    Resource,
    Unknown,
    View,
    as_number,
    causes_of,
    compile_path,
    each,
    equal,
)
from synthgate.template.data import is_list, is_mapping

MANY, MINUTES, PERCENT = 10_000, 60_000, 100
DAY = 86_400
REVERSED = ("LessThanThreshold", "LessThanOrEqualToThreshold")
AT_LEAST = "GreaterThanOrEqualToThreshold"
TIMEOUT = compile_path("$.Properties.Timeout")
FUNCTIONS = ["AWS::Lambda::Function", "AWS::Serverless::Function"]
MILLISECONDS, LONGEST, DEFAULT_TIMEOUT = 1000, 900_000, 3
"""A function runs for 15 minutes at most (Lambda Developer Guide, "Lambda quotas"), and for three
seconds where nothing is said (CloudFormation, "AWS::Lambda::Function")."""
DECIDING = (
    "Namespace",
    "MetricName",
    "ComparisonOperator",
    "Statistic",
    "Threshold",
    "Period",
    "EvaluationPeriods",
    "DatapointsToAlarm",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a metric cannot come to (`certain`), or hardly does in any app (`likely`).

    Of a metric `of_load` little is a reason, too: to scale in, or to stop what idles.
    """

    likely: float
    certain: float | None = None
    of_load: bool = False


_COUNT, _LOAD = Limit(MANY), Limit(PERCENT, PERCENT, of_load=True)
WORSE: Mapping[tuple[str, str], Limit] = {
    ("AWS/ApiGateway", "4XXError"): Limit(10 * MANY),
    ("AWS/ApiGateway", "5XXError"): _COUNT,
    ("AWS/ApiGateway", "5xx"): _COUNT,
    ("AWS/ApiGateway", "IntegrationLatency"): Limit(MINUTES),
    ("AWS/ApiGateway", "Latency"): Limit(MINUTES),
    ("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count"): _COUNT,
    ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count"): _COUNT,
    ("AWS/ApplicationELB", "TargetResponseTime"): Limit(600),
    ("AWS/ApplicationELB", "UnHealthyHostCount"): Limit(1000),
    ("AWS/DynamoDB", "ReadThrottleEvents"): _COUNT,
    ("AWS/DynamoDB", "SystemErrors"): _COUNT,
    ("AWS/DynamoDB", "ThrottledRequests"): _COUNT,
    ("AWS/DynamoDB", "UserErrors"): _COUNT,
    ("AWS/DynamoDB", "WriteThrottleEvents"): _COUNT,
    ("AWS/ECS", "CPUUtilization"): _LOAD,
    ("AWS/ECS", "MemoryUtilization"): _LOAD,
    ("AWS/EC2", "CPUUtilization"): _LOAD,
    ("AWS/EC2", "StatusCheckFailed"): Limit(1000),
    ("AWS/Lambda", "DeadLetterErrors"): _COUNT,
    ("AWS/Lambda", "Duration"): Limit(LONGEST, LONGEST),
    ("AWS/Lambda", "Errors"): _COUNT,
    ("AWS/Lambda", "IteratorAge"): Limit(7 * DAY * MILLISECONDS),
    ("AWS/Lambda", "Throttles"): _COUNT,
    ("AWS/RDS", "CPUUtilization"): _LOAD,
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): Limit(14 * DAY, 14 * DAY),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): Limit(100 * MANY, of_load=True),
    ("AWS/States", "ExecutionsAborted"): _COUNT,
    ("AWS/States", "ExecutionsFailed"): _COUNT,
    ("AWS/States", "ExecutionsTimedOut"): _COUNT,
    ("AWS/Billing", "EstimatedCharges"): Limit(1000 * MANY),
}
"""Metrics of which more is worse, by namespace and name, in their own units (each service's page on
its CloudWatch metrics). A queue keeps a message for 14 days at most (SQS Developer Guide,
"Quotas")."""


def silent(resource: Resource, view: View) -> Iterator[Place]:
    """Each property by which an alarm on one metric is silent, or never quiet."""
    properties = resource.properties
    if not any(_may_be(properties, *metric) for metric in WORSE):
        return
    yield from _open(properties)
    limit = WORSE.get((_text(properties, "Namespace"), _text(properties, "MetricName")))
    if limit is None:
        return
    operator = properties.get("ComparisonOperator", ABSENT)
    if operator in REVERSED:
        if not limit.of_load:
            yield _place("ComparisonOperator", operator, _REVERSED)
        return
    if properties.get("Statistic", ABSENT) == "Minimum":
        yield _place("Statistic", "Minimum", _LEAST)
    yield from _late(properties)
    yield from _out_of_reach(properties, limit, view)


def _may_be(properties: Mapping[str, Any], namespace: str, name: str) -> bool:
    """Whether an alarm is, or may turn out to be, on a metric."""
    pairs = (("Namespace", namespace), ("MetricName", name))
    return all(equal(properties.get(key, ABSENT), wanted) is not False for key, wanted in pairs)


def _open(properties: Mapping[str, Any]) -> Iterator[Place]:
    """What is not known of how the alarm compares."""
    for key in DECIDING:
        causes = causes_of(properties.get(key, ABSENT))
        if causes:
            yield Place(("Properties", key), properties[key], causes)


def _text(properties: Mapping[str, Any], key: str) -> str:
    value = properties.get(key)
    return value if isinstance(value, str) else ""


def _late(properties: Mapping[str, Any]) -> Iterator[Place]:
    """More than a day until it goes off; a bill may well be looked at for that long."""
    periods, period = (as_number(properties.get(one)) for one in ("EvaluationPeriods", "Period"))
    needed = as_number(properties.get("DatapointsToAlarm")) or periods
    if needed and period and needed * period > DAY and properties["Namespace"] != "AWS/Billing":
        yield _place("EvaluationPeriods", properties["EvaluationPeriods"], _LATE, doubt=True)


def _out_of_reach(properties: Mapping[str, Any], limit: Limit, view: View) -> Iterator[Place]:
    written = properties.get("Threshold", ABSENT)
    threshold = as_number(written)
    if threshold is None:
        return
    at_least = properties.get("ComparisonOperator") == AT_LEAST
    if threshold < 0 or (threshold == 0 and at_least):
        yield _place("Threshold", written, _ALWAYS)
    certain, causes = limit.certain, ()
    if properties["MetricName"] == "Duration":
        certain, causes = _longest(properties, view)
    if certain is not None and (threshold > certain or (threshold == certain and not at_least)):
        yield _place("Threshold", written, _NEVER)
    elif causes:
        yield Place(("Properties", "Threshold"), written, causes)
    elif threshold > limit.likely:
        yield _place("Threshold", written, _FAR, doubt=True)


def _longest(properties: Mapping[str, Any], view: View) -> tuple[float, tuple[Cause, ...]]:
    """How long an invocation lasts at most, and what decides that it may be less."""
    found: list[float] = []
    causes = [*_unnamed(properties.get("Dimensions", []))]
    for value in _functions(properties):
        for function, there in view.targets(value, FUNCTIONS):
            if there is not True or function.is_whole:
                continue
            timeout = next(iter(TIMEOUT.find(function.resource.body))).value
            causes += causes_of(timeout)
            seconds = DEFAULT_TIMEOUT if timeout is ABSENT else as_number(timeout)
            found += [] if seconds is None else [float(seconds) * MILLISECONDS]
    return (found[0] if len(found) == 1 else LONGEST), tuple(causes)


def _unnamed(value: Any) -> Iterator[Cause]:
    """What decides which function it is, where the template does not say."""
    if isinstance(value, Unknown):
        yield from value.causes
    for one in value.values() if is_mapping(value) else value if is_list(value) else ():
        yield from _unnamed(one)


def _functions(properties: Mapping[str, Any]) -> Iterator[Any]:
    """What the dimension of functions names."""
    for _, dimension in each((), properties.get("Dimensions", [])):
        if is_mapping(dimension) and dimension.get("Name") == "FunctionName":
            yield dimension.get("Value", ABSENT)


def _place(key: str, value: Any, note: Message, *, doubt: bool = False) -> Place:
    causes = (Cause(Decider.RULE, key),) if doubt else ()
    return Place(("Properties", key), value, causes, note=note)


_REVERSED = Message("of this metric more is worse, and it goes off where there is less")
_LEAST = Message("the least of a period is no error as long as one invocation goes well")
_LATE = Message("it goes off after more than a day")
_ALWAYS = Message("it is always at least that, so that the alarm never ends")
_NEVER = Message("it cannot come to that")
_FAR = Message("hardly any app comes to that")
