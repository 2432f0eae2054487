"""Clusters whose nodes talk in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.emr import configurations

MEANS = ("TLSCertificateConfiguration",)


def unencrypted(resource: Resource, _: View) -> Iterator[Place]:
    """The switch that is off, else the settings without which it does nothing."""
    return configurations.unencrypted(
        resource, "EnableInTransitEncryption", "InTransitEncryptionConfiguration", MEANS
    )
