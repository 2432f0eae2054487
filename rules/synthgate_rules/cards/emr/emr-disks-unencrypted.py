"""Clusters that encrypt what they write to S3, and not what they keep on their own disks."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.emr import configurations

MEANS = ("LocalDiskEncryptionConfiguration",)


def unencrypted(resource: Resource, _: View) -> Iterator[Place]:
    """The switch that is off, else the missing settings of the local disks."""
    return configurations.unencrypted(
        resource, "EnableAtRestEncryption", "AtRestEncryptionConfiguration", MEANS
    )
