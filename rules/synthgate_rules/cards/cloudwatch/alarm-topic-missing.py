"""Apps whose alarms lead to no topic."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, Truth, View, compile_path, conjunction, disjunction
from synthgate_rules.cards.cloudwatch.watching import unless

ALARMS = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"]
ACTIONS = compile_path("$.Properties.AlarmActions[*]")


def unreached(_: Resource, view: View) -> Iterator[Place]:
    """The app, if no action of an alarm is a topic."""
    yield from unless(disjunction(_reached(view)))


def _reached(view: View) -> Iterator[Truth]:
    for alarm in view.everywhere(ALARMS):
        for match in ACTIONS.find(alarm.resource.body):
            there = alarm.resolver.exists(alarm.resource.logical_id)
            for _, meant in alarm.targets(match.value, ["AWS::SNS::Topic"]):
                yield conjunction((there, meant))
