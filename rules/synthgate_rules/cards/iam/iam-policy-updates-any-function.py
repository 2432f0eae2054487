"""Every function, to be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.kleene import conjunction, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.rule.iam import Statement, is_limited
from synthgate.rule.outcome import Place
from synthgate.rule.view import View
from synthgate_rules.cards.iam.grants import allows, covered, faults, placed

CHANGES = ("lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration")
EVERY_FUNCTION = re.compile(
    r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:lambda:[^:]*:[^:]*:(\*+|function:\*+)"
)
LIMITS = ("aws:resourcetag/", "lambda:functionarn")


def any_function(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers changing whatever function there is."""
    return faults(resource, view, _changes)


def _changes(statement: Statement) -> Iterator[Place]:
    every, at = covered(EVERY_FUNCTION, statement.resources)
    changes = disjunction(statement.covers_action(action) for action in CHANGES)
    limited = is_limited(statement.conditions, lambda key, _: key.startswith(LIMITS))
    truth = conjunction([allows(statement), changes, every, negation(limited)])
    for place in at[:1]:
        yield from placed(truth, place)
