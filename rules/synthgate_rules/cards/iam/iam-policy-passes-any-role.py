"""Any role, for any service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.kleene import conjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.rule.iam import Statement, is_limited
from synthgate.rule.outcome import Place
from synthgate.rule.view import View
from synthgate_rules.cards.iam.grants import allows, covered, faults, placed

EVERY_ROLE = re.compile(r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:iam:(:[^:]*)?:(role/)?\*+")
LIMITS = (
    "iam:passedtoservice",
    "iam:associatedresourcearn",
    "iam:resourcetag/",
    "aws:resourcetag/",
)


def any_role(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers iam:PassRole for every role of the account."""
    return faults(resource, view, _passes)


def _passes(statement: Statement) -> Iterator[Place]:
    every, at = covered(EVERY_ROLE, statement.resources)
    if statement.has("NotResource"):
        every, at = True, [((*statement.route, "NotResource"), statement.body["NotResource"])]
    limited = is_limited(statement.conditions, lambda key, _: key.startswith(LIMITS))
    truth = conjunction(
        [allows(statement), statement.covers_action("iam:PassRole"), every, negation(limited)]
    )
    for place in at[:1]:
        yield from placed(truth, place)
