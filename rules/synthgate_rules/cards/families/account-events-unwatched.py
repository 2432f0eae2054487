"""Events of an account that its trail records, and that no alarm is told of.

A metric filter on the log group of the trail counts them, an alarm reads the metric; or a rule of
EventBridge matches them. (CIS AWS Foundations Benchmark, "Monitoring"; Security Hub User Guide,
"CloudWatch controls".)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from synthgate.rule.api import (
    ABSENT,
    Partial,
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    causes_of,
    compile_path,
    conjunction,
    disjunction,
    each,
    equal,
)
from synthgate.template.data import is_mapping
from synthgate_rules.cards.cloudwatch.watching import ALARM, metrics_of

KEY = "CloudWatchLogsLogGroupArn"
GROUP = ("AWS::Logs::LogGroup",)
FILTER = ("AWS::Logs::MetricFilter",)
RULE = ("AWS::Events::Rule",)
BY = compile_path("$.Properties.LogGroupName")


def unwatched(resource: Resource, view: View) -> Iterator[Place]:
    """The log group of a trail, if nothing watches for one of the words of the rule in it."""
    words: Sequence[str] = view.parameters["words"]
    listed = resource.properties.get(KEY, ABSENT)
    heard = disjunction((disjunction(_in_group(view, listed, words)), _by_rule(view, words)))
    if heard is not True:
        causes = heard.causes if isinstance(heard, Unknown) else ()
        yield Place(("Properties", KEY), listed, causes)


def _in_group(view: View, listed: Any, words: Sequence[str]) -> Iterator[Truth]:
    """Each log group that the trail may write to; what watches one of elsewhere, nobody knows."""
    for group, there in view.targets(listed, GROUP):
        if group.is_whole:
            yield there
            continue
        for counting, is_on in group.referring(FILTER, BY):
            pattern = counting.resource.properties.get("FilterPattern", ABSENT)
            yield conjunction((there, is_on, _mentions(pattern, words), _alarmed(counting)))


def _mentions(pattern: Any, words: Sequence[str]) -> Truth:
    """Whether a pattern has one of the words."""
    parts = pattern.parts if isinstance(pattern, Partial) else (pattern,)
    if any(word in part for part in parts if isinstance(part, str) for word in words):
        return True
    causes = causes_of(pattern)
    return Unknown(causes) if causes else False


def _alarmed(counting: View) -> Truth:
    """Whether an alarm of the app reads what a filter counts."""
    counted = [
        one
        for _, one in each((), counting.resource.properties.get("MetricTransformations", []))
        if is_mapping(one)
    ]
    return disjunction(
        conjunction((_same(metric, one), alarm.resolver.exists(alarm.resource.logical_id)))
        for alarm in counting.everywhere((ALARM,), "app")
        for metric in metrics_of(alarm.resource)
        for one in counted
    )


def _same(metric: Any, counted: Any) -> Truth:
    return conjunction(
        (
            equal(metric.get("MetricName", ABSENT), counted.get("MetricName", ABSENT)),
            equal(metric.get("Namespace", ABSENT), counted.get("MetricNamespace", ABSENT)),
        )
    )


def _by_rule(view: View, words: Sequence[str]) -> Truth:
    """Whether a rule of EventBridge matches such events."""
    return disjunction(
        rule.resolver.exists(rule.resource.logical_id)
        for rule in view.everywhere(RULE, "app")
        if any(word in _text(rule.resource.properties.get("EventPattern")) for word in words)
    )


def _text(pattern: Any) -> str:
    return json.dumps(pattern, default=str)
