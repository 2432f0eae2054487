"""Stages that CloudFormation may make before the role that API Gateway logs with is set."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import (
    ABSENT,
    Message,
    Place,
    Resource,
    View,
    causes_of,
    is_set,
)
from synthgate_rules.cards.cloudformation.order import waits_for

_LATE = Message("the account's role for logs may be set after the stage: {account}")


def may_be_early(_: Resource, view: View) -> Iterator[Place]:
    """The stage that waits for none of the settings of the account that its stack makes."""
    accounts = [
        one
        for one in view.of_type("AWS::ApiGateway::Account")
        if is_set(one.properties.get("CloudWatchRoleArn", ABSENT)) is not False
    ]
    if {one.logical_id for one in accounts} & waits_for(view):
        return
    for account in accounts:
        causes = causes_of(view.exists(account))
        yield Place((), ABSENT, causes, _LATE.format(account=account.logical_id))
