"""Any role, to become."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.iam.grants import unlimited

EVERY_ROLE = re.compile(r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:iam:(:[^:]*)?:(role/)?\*+")
LIMITS = ("iam:resourcetag/", "aws:resourcetag/")


def any_role(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers sts:AssumeRole for every role of the account."""
    return unlimited(resource, view, ("sts:AssumeRole",), EVERY_ROLE, LIMITS)
