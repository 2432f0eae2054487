"""Backups that share the fate of what they are backups of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.rule.api import (
    Partial,
    Place,
    Reference,
    Resource,
    Truth,
    Unknown,
    View,
    causes_of,
    compile_path,
    decided,
    disjunction,
    equal,
    negation,
)
from synthgate_rules.cards.cloudwatch.watching import unless

COPIES = compile_path(
    "$.Properties.BackupPlan.BackupPlanRule[*].CopyActions[*].DestinationBackupVaultArn"
)
VAULTS = ["AWS::Backup::BackupVault", "AWS::Backup::LogicallyAirGappedBackupVault"]
REGION = 3
"""Which part of an ARN says where it is."""


def stays(resource: Resource, view: View) -> Iterator[Place]:
    """The plan, if none of its rules copies into another Region."""
    copies = [match.value for match in COPIES.find(resource.body)]
    yield from unless(disjunction(_is_elsewhere(value, view) for value in copies))


def _is_elsewhere(arn: Any, view: View) -> Truth:
    """Whether a vault is in another Region than the stack."""
    if isinstance(arn, Unknown) and arn.choices:
        return decided(lambda value: _is_elsewhere(value, view), arn)
    if isinstance(arn, Reference):
        return disjunction(
            _another(vault.resolver.ref("AWS::Region"), view) for vault in _seen(arn, view)
        )
    if isinstance(arn, Unknown):
        return Unknown(arn.causes)
    region = _region_of(arn)
    return region is not None and _another(region, view)


def _seen(arn: Reference, view: View) -> Iterator[View]:
    return (vault for vault, _ in view.targets(arn, VAULTS) if not vault.is_whole)


def _another(region: Any, view: View) -> Truth:
    return negation(equal(region, view.resolver.ref("AWS::Region")))


def _region_of(arn: Any) -> Any:
    """What stands behind the third colon of an ARN."""
    colons = 0
    for part in arn.parts if isinstance(arn, Partial) else (arn,):
        if not isinstance(part, str):
            if colons == REGION:
                return part if isinstance(part, Unknown) else Unknown(causes_of(part))
            continue
        pieces = part.split(":")
        if colons < REGION <= colons + len(pieces) - 1 and pieces[REGION - colons]:
            return pieces[REGION - colons]
        colons += len(pieces) - 1
    return None
