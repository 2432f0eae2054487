"""Backups and their copies in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Reference, Unknown, causes_of
from synthgate.rule.api import Place, View, compile_path, each
from synthgate.template.data import is_mapping

RULES = compile_path("$.Properties.BackupPlan.BackupPlanRule[*]")
VAULT = ["AWS::Backup::BackupVault"]
DESTINATION = "DestinationBackupVaultArn"


def copies_into_own_vault(resource: Resource, view: View) -> Iterator[Place]:
    """Where a copy action leads to the very vault of its rule.

    A destination that is written out as an ARN has its own Region and account in it, and so
    is somewhere else; what only the deployment knows may be anywhere.
    """
    for match in RULES.find(resource.body):
        rule = match.value if is_mapping(match.value) else {}
        target = _vault(rule.get("TargetBackupVault", ABSENT), view)
        for route, action in each((*match.route, "CopyActions"), rule.get("CopyActions", [])):
            destination = action.get(DESTINATION, ABSENT) if is_mapping(action) else action
            place = (*route, DESTINATION) if is_mapping(action) else route
            if isinstance(destination, Unknown):
                yield Place(place, destination, causes_of(destination))
            elif isinstance(destination, Reference) and _vault(destination, view) == target:
                yield Place(place, destination)


def _vault(value: Any, view: View) -> tuple[str, str] | None:
    """The stack and logical id of the vault of this app that is meant."""
    meant = [found for found, whether in view.targets(value, VAULT) if whether is True]
    return (meant[0].resolver.identity, meant[0].resource.logical_id) if meant else None
