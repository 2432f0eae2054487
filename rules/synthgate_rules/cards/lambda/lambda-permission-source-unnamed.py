"""A service that may invoke on behalf of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synthgate.resolve.compare import is_set
from synthgate.resolve.kleene import Truth, conjunction, decided, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, View

SERVICE = re.compile(r"[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|\*)")
"""A service principal; ``*`` stands for ``AWS::URLSuffix``."""

SOURCES = ("SourceArn", "SourceAccount", "PrincipalOrgID", "EventSourceToken")
"""What says on whose behalf (CloudFormation, AWS::Lambda::Permission)."""


def unnamed_source(resource: Resource, _: View) -> Iterator[Place]:
    """A permission for an AWS service that names neither a resource nor an account."""
    principal = resource.properties.get("Principal", ABSENT)
    named = disjunction(is_set(resource.properties.get(key, ABSENT)) for key in SOURCES)
    truth = conjunction([decided(_is_service, principal), negation(named)])
    if truth is not False:
        causes = truth.causes if isinstance(truth, Unknown) else ()
        yield Place(("Properties", "Principal"), principal, causes)


def _is_service(principal: Any) -> Truth:
    if isinstance(principal, Reference):
        return Unknown(causes_of(principal))
    pieces = principal.parts if isinstance(principal, Partial) else (principal,)
    text = "".join(part if isinstance(part, str) else "*" for part in pieces)
    return bool(SERVICE.fullmatch(text))
