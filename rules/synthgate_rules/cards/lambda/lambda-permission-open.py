"""Everyone, as the principal of a Lambda resource-based policy."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.compare import equal, is_set
from synthgate.resolve.kleene import conjunction, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Unknown
from synthgate.rule.api import Place, View

LIMITS = ("SourceArn", "SourceAccount", "PrincipalOrgID", "OrganizationId")
"""What narrows "everyone" down (CloudFormation, AWS::Lambda::Permission and
AWS::Lambda::LayerVersionPermission)."""


def open_to_everyone(resource: Resource, _: View) -> Iterator[Place]:
    """A permission for every principal that nothing limits."""
    principal = resource.properties.get("Principal", ABSENT)
    limited = disjunction(is_set(resource.properties.get(key, ABSENT)) for key in LIMITS)
    truth = conjunction([equal(principal, "*"), negation(limited)])
    if truth is not False:
        causes = truth.causes if isinstance(truth, Unknown) else ()
        yield Place(("Properties", "Principal"), principal, causes)
