"""Functions in a network that CloudFormation may make before their role may do anything there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synthgate.rule.api import Message, Place, Resource, View, compile_path
from synthgate.template.data import is_list, is_mapping
from synthgate_rules.cards.iam.identities import policies_of
from synthgate_rules.cards.iam.interfaces import CREATE, DELETE, DESCRIBE, may

_ROLE = compile_path("$.Properties.Role")
_IN_TEXT = re.compile(r"\$\{([^!.}]+)")
_LATE = Message("what gives its role the permissions may come after the function: {policies}")


def may_be_early(resource: Resource, view: View) -> Iterator[Place]:
    """The role that may do all of it in the end, and perhaps not yet when the function is made."""
    for match in _ROLE.find(resource.body):
        for role, there in view.targets(match.value, ["AWS::IAM::Role"]):
            if there is True and not role.is_whole and role.resolver is view.resolver:
                yield from _early(role, view, Place(match.route, match.value))


def _early(role: View, view: View, place: Place) -> Iterator[Place]:
    waits = _waits_for(view)

    def is_there(policy: View) -> bool:
        """Whether a policy is there before: those of other stacks are of another deployment."""
        return policy.resolver is not view.resolver or policy.resource.logical_id in waits

    late = [one for one, _ in policies_of(role) if not is_there(one)]
    actions = (CREATE, DESCRIBE, DELETE)
    if not late or not all(may(role, one) is True for one in actions):
        return
    if any(may(role, one, is_there) is False for one in actions):
        names = ", ".join(sorted({one.resource.logical_id for one in late}))
        yield Place(place.route, place.saw, note=_LATE.format(policies=names))


def _waits_for(view: View) -> set[str]:
    """All that is there before a resource is made: what it depends on, and what that does."""
    resources = view.resolver.template.resources
    found: set[str] = set()
    waiting = [view.resource.logical_id]
    while waiting:
        one = waiting.pop()
        if one not in found and one in resources:
            found.add(one)
            body = resources[one]
            needs = body.get("DependsOn", [])
            waiting.extend(map(str, needs if is_list(needs) else [needs]))
            waiting.extend(_named_in(body))
    return found


def _named_in(body: Any) -> Iterator[str]:
    """The names that a resource has in its intrinsic functions, parameters among them."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if is_mapping(value):
            yield from _by_function(value)
            waiting.extend(value.values())
        elif is_list(value):
            waiting.extend(value)


def _by_function(value: Any) -> Iterator[str]:
    match value:
        case {"Ref": str() as name} | {"Fn::GetAtt": [str() as name, *_]}:
            yield name
        case {"Fn::GetAtt": str() as text}:
            yield text.partition(".")[0]
        case {"Fn::Sub": str() as text} | {"Fn::Sub": [str() as text, *_]}:
            yield from _IN_TEXT.findall(text)
        case _:
            return
