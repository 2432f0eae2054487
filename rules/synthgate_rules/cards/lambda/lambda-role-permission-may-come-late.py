"""Functions in a network that CloudFormation may make before their role may do anything there."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import (
    Message,
    Place,
    Resource,
    View,
    causes_of,
    compile_path,
    conjunction,
)
from synthgate_rules.cards.cloudformation.order import waits_for
from synthgate_rules.cards.iam.identities import policies_of
from synthgate_rules.cards.iam.interfaces import CREATE, DELETE, DESCRIBE, may

_ROLE = compile_path("$.Properties.Role")
_LATE = Message("what gives its role the permissions may come after the function: {policies}")


def may_be_early(resource: Resource, view: View) -> Iterator[Place]:
    """The role that may do all of it in the end, and perhaps not yet when the function is made."""
    for match in _ROLE.find(resource.body):
        for role, there in view.targets(match.value, ["AWS::IAM::Role"]):
            if not role.is_whole and role.resolver is view.resolver:
                yield from _early(role, view, Place(match.route, match.value, causes_of(there)))


def _early(role: View, view: View, place: Place) -> Iterator[Place]:
    waits = waits_for(view)

    def is_there(policy: View) -> bool:
        """Whether a policy is there before: those of other stacks are of another deployment."""
        return policy.resolver is not view.resolver or policy.resource.logical_id in waits

    late = [one for one, _ in policies_of(role) if not is_there(one)]
    actions = (CREATE, DESCRIBE, DELETE)
    granted = conjunction(may(role, one) for one in actions)
    if not late or granted is False:
        return
    if any(may(role, one, is_there) is False for one in actions):
        names = ", ".join(sorted({one.resource.logical_id for one in late}))
        causes = (*place.causes, *causes_of(granted))
        yield Place(place.route, place.saw, causes, _LATE.format(policies=names))
