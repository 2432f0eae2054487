"""Builds whose output is encrypted by a key of AWS."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, causes_of
from synthgate.rule.api import Place, View
from synthgate_rules.cards.secretsmanager.keys import is_own


def key_of_aws(resource: Resource, _: View) -> Iterator[Place]:
    """No key, or one that AWS manages."""
    key = resource.properties.get("EncryptionKey", ABSENT)
    own = is_own(key)
    if own is not True:
        yield Place(("Properties", "EncryptionKey"), key, causes_of(own))
