"""Functions in a network whose role may not manage the interfaces to it."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import (
    Message,
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    compile_path,
    conjunction,
    disjunction,
    negation,
)
from synthgate_rules.cards.iam.interfaces import CREATE, DELETE, DESCRIBE, may

_ROLE = compile_path("$.Properties.Role")
_LACKS = Message("its role may not do this for Lambda: {actions}")


def unattached(resource: Resource, view: View) -> Iterator[Place]:
    """The role, where it surely or perhaps lacks one of three permissions."""
    for match in _ROLE.find(resource.body):
        roles = view.targets(match.value, ["AWS::IAM::Role"])
        lacking = {
            action: disjunction(_lacks(role, there, action) for role, there in roles)
            for action in (CREATE, DESCRIBE, DELETE)
        }
        whether = disjunction(lacking.values())
        if isinstance(whether, Unknown):
            yield Place(match.route, match.value, whether.causes)
        elif whether:
            surely = ", ".join(action for action, truth in lacking.items() if truth is True)
            yield Place(match.route, match.value, note=_LACKS.format(actions=surely))


def _lacks(role: View, there: Truth, action: str) -> Truth:
    return there if role.is_whole else conjunction((there, negation(may(role, action))))
