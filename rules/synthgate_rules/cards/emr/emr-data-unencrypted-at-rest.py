"""Clusters that write plain text to their disks and to S3."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.emr import configurations

MEANS = ("S3EncryptionConfiguration", "LocalDiskEncryptionConfiguration")


def unencrypted(resource: Resource, _: View) -> Iterator[Place]:
    """The switch that is off, else the settings without which it does nothing."""
    return configurations.unencrypted(
        resource, "EnableAtRestEncryption", "AtRestEncryptionConfiguration", MEANS
    )
