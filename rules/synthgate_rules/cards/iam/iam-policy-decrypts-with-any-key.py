"""Every key, to decrypt with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.kleene import conjunction, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.rule.iam import Statement, is_limited
from synthgate.rule.outcome import Place
from synthgate.rule.view import View
from synthgate_rules.cards.iam.grants import allows, covered, faults, placed

DECRYPTS = ("kms:Decrypt", "kms:ReEncryptFrom")
EVERY_KEY = re.compile(r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:kms:[^:]*:[^:]*:(\*+|key/\*+)")
LIMITS = ("aws:resourcetag/", "kms:resourcealiases", "kms:requestalias", "kms:encryptioncontext")


def any_key(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers decrypting with whatever key there is."""
    return faults(resource, view, _decrypts)


def _decrypts(statement: Statement) -> Iterator[Place]:
    every, at = covered(EVERY_KEY, statement.resources)
    decrypts = disjunction(statement.covers_action(action) for action in DECRYPTS)
    limited = is_limited(statement.conditions, lambda key, _: key.startswith(LIMITS))
    truth = conjunction([allows(statement), decrypts, every, negation(limited)])
    for place in at[:1]:
        yield from placed(truth, place)
