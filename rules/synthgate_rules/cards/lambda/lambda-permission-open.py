"""Everyone, as the principal of a Lambda resource-based policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.kleene import Truth, conjunction, decided, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Decider, Nothing, Partial, Reference, Unknown
from synthgate.rule.outcome import Place
from synthgate.rule.view import View

LIMITS = ("SourceArn", "SourceAccount", "PrincipalOrgID", "OrganizationId")
"""What narrows "everyone" down (CloudFormation, AWS::Lambda::Permission and
AWS::Lambda::LayerVersionPermission)."""


def open_to_everyone(resource: Resource, _: View) -> Iterator[Place]:
    """A permission for every principal that nothing limits."""
    principal = resource.properties.get("Principal", ABSENT)
    limited = disjunction(_is_set(resource.properties.get(key, ABSENT)) for key in LIMITS)
    truth = conjunction([_is_everyone(principal), negation(limited)])
    if truth is not False:
        causes = truth.causes if isinstance(truth, Unknown) else ()
        yield Place(("Properties", "Principal"), principal, causes)


def _is_everyone(principal: Any) -> Truth:
    if isinstance(principal, Unknown) and principal.choices:
        return decided(_is_everyone, principal)
    if isinstance(principal, Unknown):
        pseudo = all(cause.decider is Decider.PSEUDO for cause in principal.causes)
        return False if pseudo else Unknown(principal.causes)
    return not isinstance(principal, Partial | Reference) and principal == "*"


def _is_set(value: Any) -> Truth:
    if isinstance(value, Unknown) and value.choices:
        truths = [_is_set(choice) for choice in value.choices]
        agreed = isinstance(truths[0], bool) and all(truth is truths[0] for truth in truths)
        return truths[0] if agreed else Unknown(value.causes)
    return not isinstance(value, Nothing) and value not in (None, "")
