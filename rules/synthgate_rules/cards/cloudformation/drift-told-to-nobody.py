"""Apps in which what differs from its template is found, and kept to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.rule.api import (
    ABSENT,
    Place,
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
    may_do,
    pattern_of,
)

FOUND: Mapping[str, tuple[str, ...]] = {
    "aws.cloudformation": ("CloudFormation Drift Detection Status Change",),
    "aws.config": ("Config Rules Compliance Change",),
}
"""Events that tell of drift, by their source."""
STATUS = ("detail", "status-details", "stack-drift-status")
CHANNEL_TOPIC = compile_path("$.Properties.SnsTopicARN")
PUBLISHES = ("sns:Publish", "events:PutEvents")
DETECTS = ("cloudformation:DetectStackDrift",)


def untold(_: Resource, view: View) -> Iterator[Place]:
    """The app, if nobody hears what is found."""
    yield from unless(disjunction((*_by_rule(view), *_by_channel(view), *_by_detector(view))))


def _by_rule(view: View) -> Iterator[Truth]:
    for rule in view.everywhere([RULE]):
        targets = disjunction(is_set(one.get("Arn", ABSENT)) for one in arns_of_targets(rule))
        yield conjunction((exists(rule), is_enabled(rule), _is_of_drift(pattern_of(rule)), targets))


def _is_of_drift(wanted: Mapping[str, Any] | Unknown) -> Truth:
    """Whether a pattern matches an event that tells of drift."""
    if isinstance(wanted, Unknown):
        return wanted
    return disjunction(
        conjunction(
            (
                _admits(wanted.get("source", ABSENT), source),
                disjunction(_admits(wanted.get("detail-type", ABSENT), one) for one in kinds),
                _admits(_below(wanted, STATUS), "DRIFTED"),
            )
        )
        for source, kinds in FOUND.items()
        if "source" in wanted
    )


def _below(pattern: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        pattern = pattern.get(key, ABSENT) if is_mapping(pattern) else ABSENT
    return pattern


def _admits(listed: Any, wanted: str) -> Truth:
    """Whether one of the values that a pattern lists is this one; a test of it may be."""
    if listed is ABSENT:
        return True
    return disjunction(
        True if is_mapping(one) else equal(one, wanted) for _, one in each((), listed)
    )


def _by_channel(view: View) -> Iterator[Truth]:
    for channel in view.everywhere(["AWS::Config::DeliveryChannel"]):
        topics = disjunction(is_set(one.value) for one in CHANNEL_TOPIC.find(channel.resource.body))
        yield conjunction((exists(channel), topics))


def _by_detector(view: View) -> Iterator[Truth]:
    """Something whose role may look for drift and publish what it finds: it may, or it does not."""
    for actor in view.everywhere(list(ACTORS)):
        both = conjunction((may_do(actor, DETECTS), may_do(actor, PUBLISHES)))
        yield conjunction((exists(actor), both))
