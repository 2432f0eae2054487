"""Apps that nobody compares with what is deployed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.rule.api import (
    ABSENT,
    Place,
    Resource,
    Truth,
    View,
    compile_path,
    conjunction,
    disjunction,
    equal,
    is_set,
)
from synthgate_rules.cards.cloudwatch.watching import unless
from synthgate_rules.cards.events.invoking import (
    ACTORS,
    arns_of_targets,
    exists,
    is_enabled,
    is_let_in,
    may_do,
)

ACTIONS = (
    "cloudformation:DetectStackDrift",
    "cloudformation:DetectStackResourceDrift",
    "cloudformation:DetectStackSetDrift",
)
MANAGED = "CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK"
IDENTIFIER = compile_path("$.Properties.Source.SourceIdentifier")


def undetected(_: Resource, view: View) -> Iterator[Place]:
    """The app, if nothing in it looks for drift."""
    yield from unless(disjunction((*_by_config(view), *_by_schedule(view))))


def _by_config(view: View) -> Iterator[Truth]:
    for rule in view.everywhere(["AWS::Config::ConfigRule"]):
        for match in IDENTIFIER.find(rule.resource.body):
            yield conjunction((exists(rule), equal(match.value, MANAGED)))


def _by_schedule(view: View) -> Iterator[Truth]:
    for rule in view.everywhere(["AWS::Events::Rule", "AWS::Scheduler::Schedule"]):
        scheduled = is_set(rule.resource.properties.get("ScheduleExpression", ABSENT))
        detects = disjunction(_detects(target, rule) for target in arns_of_targets(rule))
        yield conjunction((exists(rule), scheduled, is_enabled(rule), detects))


def _detects(target: Mapping[str, Any], rule: View) -> Truth:
    arn = target.get("Arn", ABSENT)
    if isinstance(arn, str) and ":aws-sdk:cloudformation:" in arn.lower():
        return "drift" in arn.lower()
    return disjunction(
        conjunction((there, may_do(actor, ACTIONS), is_let_in(rule, target, actor)))
        for actor, there in rule.targets(arn, ACTORS)
        if not actor.is_whole
    )
