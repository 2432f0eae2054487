"""Rights by which an identity gives itself all others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from synthgate.model import Message
from synthgate.resolve.kleene import negation
from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, Statement, View
from synthgate.rule.iam.conditions import is_limited
from synthgate_rules.cards.iam.grants import allows, both, faults, placed, unlimited

REWRITING = (
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:CreatePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:AddUserToGroup",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
)
"""What writes or attaches a policy, joins a group, opens a role, or makes another's credentials.

Service Authorization Reference, "Actions, resources, and condition keys for AWS IAM".
"""

EVERYONE = re.compile(
    r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:iam:(:[^:]*)?:((role|user|group|policy)/)?\*+"
)
LIMITS = ("iam:permissionsboundary", "iam:policyarn", "iam:resourcetag/", "aws:resourcetag/")
"""A boundary, the policies that may be attached, tags of whom it is about."""


EQUIPPING = ("iam:AttachRolePolicy", "iam:PutRolePolicy")
"""What gives rights to a role."""

BOUNDED = ("iam:permissionsboundary", "iam:policyarn")
"""What limits the rights that a role is given, whichever it is."""


def escalates(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers one of them for every role, user, group or policy.

    Or all that it takes to have a role of one's own: to create, to equip and to pass it.
    """
    everywhere = [*unlimited(resource, view, REWRITING, EVERYONE, LIMITS)]
    yield from everywhere
    for own in faults(resource, view, _own_role):
        if not any(place.route[: len(own.route)] == own.route for place in everywhere):
            yield own


def _own_role(statement: Statement) -> Iterator[Place]:
    """A statement by which an identity makes a role of any rights, be it of one name only."""
    creates = statement.covers_action("iam:CreateRole")
    if creates is False:  # as nearly all
        return
    limited = is_limited(statement.conditions, lambda key, _: key.startswith(BOUNDED))
    truth = both(
        [
            allows(statement),
            creates,
            statement.covers_one_of(EQUIPPING),
            statement.covers_action("iam:PassRole"),
            negation(limited),
        ]
    )
    for place in placed(truth, (statement.route, statement.body)):
        yield replace(place, note=_MAKES_ONE)


_MAKES_ONE = Message("it creates a role, gives it rights without a boundary, and passes it on")
