"""Any role, for any service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.iam.grants import unlimited

EVERY_ROLE = re.compile(r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:iam:(:[^:]*)?:(role/)?\*+")
LIMITS = (
    "iam:passedtoservice",
    "iam:associatedresourcearn",
    "iam:resourcetag/",
    "aws:resourcetag/",
)


def any_role(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers iam:PassRole for every role of the account."""
    return unlimited(resource, view, ("iam:PassRole",), EVERY_ROLE, LIMITS)
