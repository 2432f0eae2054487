"""An alarm that nobody hears."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.compare import equal, is_set
from synthgate.resolve.kleene import Truth, agreed, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Unknown
from synthgate.rule.api import Place, View, each
from synthgate.template.data import is_list


def silent(resource: Resource, _: View) -> Iterator[Place]:
    """Where an alarm has no action for the ALARM state, or has its actions switched off.

    CloudFormation, AWS::CloudWatch::Alarm: `ActionsEnabled` is true unless it is set.
    """
    enabled = resource.properties.get("ActionsEnabled", True)
    yield from _fault(negation(equal(enabled, True)), "ActionsEnabled", enabled)
    actions = resource.properties.get("AlarmActions", ABSENT)
    acts = disjunction(_is_set(action) for _, action in each((), actions))
    yield from _fault(negation(acts), "AlarmActions", actions)


def _fault(truth: Truth, key: str, value: Any) -> Iterator[Place]:
    if truth is not False:
        causes = truth.causes if isinstance(truth, Unknown) else ()
        yield Place(("Properties", key), value, causes)


def _is_set(value: Any) -> Truth:
    if is_list(value):
        return disjunction(_is_set(item) for _, item in each((), value))
    if isinstance(value, Unknown) and value.choices:
        return agreed(_is_set, value)  # a choice may be a list
    return is_set(value)
