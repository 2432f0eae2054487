"""Buckets whose default key belongs to AWS."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View, causes_of, compile_path
from synthgate_rules.cards.s3.buckets import may_use_kms
from synthgate_rules.cards.secretsmanager.keys import is_own

__all__ = ["key_of_aws", "may_use_kms"]

KEY = compile_path(
    "$.Properties.BucketEncryption.ServerSideEncryptionConfiguration[*]"
    ".ServerSideEncryptionByDefault.KMSMasterKeyID"
)


def key_of_aws(resource: Resource, _: View) -> Iterator[Place]:
    """No key, which only a bucket under SSE-KMS has, or the one that AWS manages."""
    for key in KEY.find(resource.body):
        own = is_own(key.value)
        if own is not True:
            yield Place(key.route, key.value, causes_of(own))
