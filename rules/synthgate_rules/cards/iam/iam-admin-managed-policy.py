"""The AWS managed policy AdministratorAccess, in any partition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View, each
from synthgate_rules.cards.iam.grants import covers, placed

ADMINISTRATOR = re.compile(r"arn:[^:]*:iam::aws:policy/(AdministratorAccess|\*)|\*")
"""Its ARN (AWS Managed Policy Reference); ``*`` stands for what a parameter may say."""


def administrator(resource: Resource, _: View) -> Iterator[Place]:
    """Where a role, user or group has it attached."""
    attached = resource.properties.get("ManagedPolicyArns", [])
    for route, arn in each(("Properties", "ManagedPolicyArns"), attached):
        yield from placed(covers(ADMINISTRATOR, arn), (route, arn))
