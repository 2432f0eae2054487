"""Volumes whose key belongs to AWS."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import ABSENT, Place, Resource, View, causes_of, conjunction, is_set


def key_of_aws(resource: Resource, _: View) -> Iterator[Place]:
    """No key, or the one that AWS manages; a key that only the deployment knows was chosen."""
    key = resource.properties.get("KmsKeyId", ABSENT)
    managed = isinstance(key, str) and key.endswith("alias/aws/ebs")
    own = conjunction((is_set(key), not managed))
    if own is not True:
        yield Place(("Properties", "KmsKeyId"), key, causes_of(own))
