"""Every secret, to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.iam.grants import unlimited

READS = ("secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue")
EVERY_SECRET = re.compile(
    r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:secretsmanager:[^:]*:[^:]*:(secret:)?\*+"
)
LIMITS = ("secretsmanager:resourcetag/", "aws:resourcetag/", "secretsmanager:secretid")


def any_secret(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers reading whatever secret there is."""
    return unlimited(resource, view, READS, EVERY_SECRET, LIMITS)
