"""AWS managed policies that give all rights on a service, or on nearly all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View, each
from synthgate_rules.cards.iam.grants import covers, placed

BROAD = re.compile(
    r"arn:[^:]*:iam::aws:policy/(?:.*/)?"
    r"(?:\w*?_?FullAccess(?:_v2|V2)?|PowerUserAccess|SystemAdministrator|DatabaseAdministrator"
    r"|NetworkAdministrator|DataScientist|\*)|\*"
)


def broad(resource: Resource, _: View) -> Iterator[Place]:
    """Where a role, user or group has one attached."""
    attached = resource.properties.get("ManagedPolicyArns", [])
    for route, arn in each(("Properties", "ManagedPolicyArns"), attached):
        yield from placed(covers(BROAD, arn), (route, arn))
