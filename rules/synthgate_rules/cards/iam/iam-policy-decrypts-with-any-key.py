"""Every key, to decrypt with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.iam.grants import unlimited

DECRYPTS = ("kms:Decrypt", "kms:ReEncryptFrom")
EVERY_KEY = re.compile(r"\*+|arn:\*+|arn:[^:]*(:\*+)+|arn:[^:]*:kms:[^:]*:[^:]*:(\*+|key/\*+)")
LIMITS = ("aws:resourcetag/", "kms:resourcealiases", "kms:requestalias", "kms:encryptioncontext")


def any_key(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement covers decrypting with whatever key there is."""
    return unlimited(resource, view, DECRYPTS, EVERY_KEY, LIMITS)
