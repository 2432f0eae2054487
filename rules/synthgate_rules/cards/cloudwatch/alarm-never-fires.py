"""Alarms that compare so that they stay silent when something goes wrong, or never stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.resolve.values import Cause, Decider
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
)
from synthgate.template.data import is_mapping

MANY, MINUTES, PERCENT = 10_000, 60_000, 100
DAY = 86_400
REVERSED = ("LessThanThreshold", "LessThanOrEqualToThreshold")
AT_LEAST = "GreaterThanOrEqualToThreshold"
TIMEOUT = compile_path("$.Properties.Timeout")
FUNCTIONS = ["AWS::Lambda::Function", "AWS::Serverless::Function"]
MILLISECONDS, LONGEST = 1000, 900_000
"""A function runs for 15 minutes at most (Lambda Developer Guide, "Lambda quotas")."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a metric cannot come to (`certain`), or hardly does in any app (`likely`)."""

    likely: float
    certain: float | None = None


_COUNT, _PERCENT = Limit(MANY), Limit(PERCENT, PERCENT)
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
    ("AWS/ECS", "CPUUtilization"): _PERCENT,
    ("AWS/ECS", "MemoryUtilization"): _PERCENT,
    ("AWS/EC2", "CPUUtilization"): _PERCENT,
    ("AWS/EC2", "StatusCheckFailed"): Limit(1000),
    ("AWS/Lambda", "DeadLetterErrors"): _COUNT,
    ("AWS/Lambda", "Duration"): Limit(LONGEST, LONGEST),
    ("AWS/Lambda", "Errors"): _COUNT,
    ("AWS/Lambda", "IteratorAge"): Limit(7 * DAY * MILLISECONDS),
    ("AWS/Lambda", "Throttles"): _COUNT,
    ("AWS/RDS", "CPUUtilization"): _PERCENT,
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): Limit(14 * DAY, 14 * DAY),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): Limit(100 * MANY),
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
    limit = WORSE.get((_text(properties, "Namespace"), _text(properties, "MetricName")))
    if limit is None:
        return
    operator = properties.get("ComparisonOperator", ABSENT)
    if operator in REVERSED:
        yield _place("ComparisonOperator", operator, _REVERSED)
        return
    if properties.get("Statistic", ABSENT) == "Minimum":
        yield _place("Statistic", "Minimum", _LEAST)
    yield from _late(properties)
    yield from _out_of_reach(properties, limit, view)


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
    if isinstance(written, Unknown):
        yield Place(("Properties", "Threshold"), written, causes_of(written))
    threshold = as_number(written)
    if threshold is None:
        return
    at_least = properties.get("ComparisonOperator") == AT_LEAST
    if threshold < 0 or (threshold == 0 and at_least):
        yield _place("Threshold", written, _ALWAYS)
    certain = _certain(properties, limit, view)
    if certain is not None and (threshold > certain or (threshold == certain and not at_least)):
        yield _place("Threshold", written, _NEVER)
    elif threshold > limit.likely:
        yield _place("Threshold", written, _FAR, doubt=True)


def _certain(properties: Mapping[str, Any], limit: Limit, view: View) -> float | None:
    """What the metric cannot come to; a duration no further than the timeout of its function."""
    if properties["MetricName"] != "Duration":
        return limit.certain
    timeouts = [
        as_number(next(iter(TIMEOUT.find(function.resource.body))).value)
        for _, dimension in each((), properties.get("Dimensions", []))
        if is_mapping(dimension) and dimension.get("Name") == "FunctionName"
        for function, there in view.targets(dimension.get("Value", ABSENT), FUNCTIONS)
        if there is True and not function.is_whole
    ]
    known = [float(timeout) * MILLISECONDS for timeout in timeouts if timeout is not None]
    return known[0] if len(known) == 1 else limit.certain


def _place(key: str, value: Any, note: Message, *, doubt: bool = False) -> Place:
    causes = (Cause(Decider.RULE, key),) if doubt else ()
    return Place(("Properties", key), value, causes, note=note)


_REVERSED = Message("of this metric more is worse, and it goes off where there is less")
_LEAST = Message("the least of a period is no error as long as one invocation goes well")
_LATE = Message("it goes off after more than a day")
_ALWAYS = Message("it is always at least that, so that the alarm never ends")
_NEVER = Message("it cannot come to that")
_FAR = Message("hardly any app comes to that")
