"""Rights by which an identity gives itself all others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.iam.grants import unlimited

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


def escalates(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers one of them for every role, user, group or policy."""
    return unlimited(resource, view, REWRITING, EVERYONE, LIMITS)
