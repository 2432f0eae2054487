"""Backup vaults whose key belongs to AWS."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import ABSENT, Place, Resource, View, causes_of
from synthgate_rules.cards.secretsmanager.keys import is_own


def key_of_aws(resource: Resource, _: View) -> Iterator[Place]:
    """No KMS key, or the one that AWS manages."""
    key = resource.properties.get("EncryptionKeyArn", ABSENT)
    own = is_own(key)
    if own is not True:
        yield Place(("Properties", "EncryptionKeyArn"), key, causes_of(own))
