"""Clusters whose storage is in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.rds.copies import unencrypted

ORIGINS = ("SnapshotIdentifier", "SourceDBClusterIdentifier")


def in_plain_text(_: Resource, view: View) -> Iterator[Place]:
    """A cluster that neither states its encryption nor takes it over."""
    return unencrypted(view, "StorageEncrypted", ORIGINS)
