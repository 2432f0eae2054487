"""Every function, to be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.iam.grants import unlimited

CHANGES = ("lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration")
EVERY_FUNCTION = re.compile(
    r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:lambda:[^:]*:[^:]*:(\*+|function:\*+)"
)
LIMITS = ("aws:resourcetag/", "lambda:functionarn")


def any_function(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers changing whatever function there is."""
    return unlimited(resource, view, CHANGES, EVERY_FUNCTION, LIMITS)
