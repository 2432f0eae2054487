"""Apps in which alarms tell people, and do nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.rule.api import (
    ABSENT,
    Partial,
    Place,
    Reference,
    Resource,
    Truth,
    Unknown,
    View,
    compile_path,
    conjunction,
    disjunction,
    each,
    equal,
    is_set,
)
from synthgate.template.data import is_mapping
from synthgate_rules.cards.cloudwatch.watching import unless
from synthgate_rules.cards.events.invoking import (
    ACTORS,
    RULE,
    arns_of_targets,
    exists,
    is_enabled,
    is_let_in,
    pattern_of,
)

CHANGE = "CloudWatch Alarm State Change"
MENDING = re.compile(
    r":lambda:|:automate:[^:]*:ec2:(recover|reboot)|:swf:[^:]*:[^:]*:[^:]*AWS_EC2[.]"
    r"|:ssm:[^:]*:[^:]*:automation|:states:"
)
"""ARNs of actions that do something (CloudWatch API Reference, "PutMetricAlarm")."""
ALARMS = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"]
ACTIONS = compile_path("$.Properties.AlarmActions[*]")
ROLLBACK = compile_path("$.Properties.AutoRollbackConfiguration.Events[*]")


def unmended(_: Resource, view: View) -> Iterator[Place]:
    """The app, if no alarm of it leads to anything that acts."""
    ways = (*_by_rule(view), *_by_action(view), *_by_rollback(view))
    yield from unless(disjunction(ways))


def _by_rule(view: View) -> Iterator[Truth]:
    for rule in view.everywhere([RULE]):
        acts = disjunction(
            _is_mending(target.get("Arn", ABSENT))
            if actor.is_whole
            else is_let_in(rule, target, actor)
            for target in arns_of_targets(rule)
            for actor, _ in rule.targets(target.get("Arn", ABSENT), ACTORS)
        )
        yield conjunction(
            (exists(rule), is_enabled(rule), _is_about_alarms(pattern_of(rule), rule), acts)
        )


def _is_about_alarms(wanted: Mapping[str, Any] | Unknown, rule: View) -> Truth:
    """Whether a pattern matches an alarm that goes off."""
    if isinstance(wanted, Unknown):
        return wanted
    detail = wanted.get("detail")
    state = detail.get("state") if is_mapping(detail) else None
    value = state.get("value", ABSENT) if is_mapping(state) else ABSENT
    return conjunction(
        (
            _holds(wanted.get("source", ABSENT), "aws.cloudwatch"),
            _holds(wanted.get("detail-type", ABSENT), CHANGE),
            disjunction((value is ABSENT, _holds(value, "ALARM"))),
            _names_an_alarm(wanted.get("resources", ABSENT), rule),
        )
    )


def _holds(listed: Any, wanted: str) -> Truth:
    return disjunction(equal(one, wanted) for _, one in each((), listed) if not is_mapping(one))


def _names_an_alarm(resources: Any, rule: View) -> Truth:
    """Whether a pattern that names alarms names one that is there, or may be."""
    if resources is ABSENT:
        return True
    return disjunction(
        True if is_mapping(one) else there
        for _, one in each((), resources)
        for _, there in ([(rule, True)] if is_mapping(one) else rule.targets(one, ALARMS))
    )


def _by_action(view: View) -> Iterator[Truth]:
    for alarm in view.everywhere(ALARMS):
        for match in ACTIONS.find(alarm.resource.body):
            enabled = equal(alarm.resource.properties.get("ActionsEnabled", True), True)
            yield conjunction((exists(alarm), enabled, _does(match.value, alarm)))


def _does(action: Any, alarm: View) -> Truth:
    if action is ABSENT:
        return False
    if isinstance(action, Reference):
        return disjunction(
            there for actor, there in alarm.targets(action, ACTORS) if not actor.is_whole
        )
    return _is_mending(action)


def _is_mending(arn: Any) -> Truth:
    if isinstance(arn, Unknown):
        return Unknown(arn.causes)
    text = (
        "".join(p if isinstance(p, str) else "x" for p in arn.parts)
        if isinstance(arn, Partial)
        else arn
    )
    return isinstance(text, str) and MENDING.search(text) is not None


def _by_rollback(view: View) -> Iterator[Truth]:
    for group in view.everywhere(["AWS::CodeDeploy::DeploymentGroup"]):
        on_alarm = disjunction(
            equal(match.value, "DEPLOYMENT_STOP_ON_ALARM")
            for match in ROLLBACK.find(group.resource.body)
        )
        alarms = is_set(group.resource.properties.get("AlarmConfiguration", ABSENT))
        yield conjunction((exists(group), on_alarm, alarms))
