"""Backups of which no test restores any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.rule.api import (
    ABSENT,
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    compile_path,
    conjunction,
    disjunction,
    each,
    equal,
    negation,
)
from synthgate.template.data import is_mapping
from synthgate_rules.cards.backup.selecting import (
    PLAN,
    any_fits,
    conditions_hold,
    is_backed_up,
    selections_of,
)
from synthgate_rules.cards.cloudwatch.watching import unless
from synthgate_rules.cards.events.invoking import exists

SELECTION = "AWS::Backup::RestoreTestingSelection"
TESTING = "AWS::Backup::RestoreTestingPlan"
VAULT = "AWS::Backup::BackupVault"
TARGETS = compile_path("$.Properties.BackupPlan.BackupPlanRule[*].TargetBackupVault")

TYPES: Mapping[str, tuple[str, ...]] = {
    "AWS::DocDB::DBCluster": ("DocumentDB",),
    "AWS::DynamoDB::GlobalTable": ("DynamoDB",),
    "AWS::DynamoDB::Table": ("DynamoDB",),
    "AWS::EC2::Volume": ("EBS",),
    "AWS::EFS::FileSystem": ("EFS",),
    "AWS::FSx::FileSystem": ("FSx",),
    "AWS::Neptune::DBCluster": ("Neptune",),
    "AWS::RDS::DBCluster": ("Aurora", "RDS"),
    "AWS::RDS::DBInstance": ("RDS",),
    "AWS::S3::Bucket": ("S3",),
    "AWS::Serverless::SimpleTable": ("DynamoDB",),
}
"""The types of resources as restore testing has them (AWS Backup API Reference,
"RestoreTestingSelectionForCreate"); a Multi-AZ cluster of RDS is no Aurora."""


def untested(_: Resource, view: View) -> Iterator[Place]:
    """The resource, if it is backed up and no test restores it from where its backups are."""
    if not any(True for _ in _vaults(view)):
        return  # a plan that backs up nothing is another card's question
    tested = disjunction(
        conjunction((exists(one), _is_of(one, view), _reads(one, view)))
        for one in view.everywhere([SELECTION], "app")
    )
    yield from unless(disjunction((negation(is_backed_up(view)), tested)))


def _is_of(selection: View, view: View) -> Truth:
    """Whether a selection is of a resource: of its type, and by its ARN or its tags."""
    properties = selection.resource.properties
    kind = properties.get("ProtectedResourceType", ABSENT)
    conditions = properties.get("ProtectedResourceConditions", ABSENT)
    arns = properties.get("ProtectedResourceArns", ["*"] if is_mapping(conditions) else ABSENT)
    return conjunction(
        (
            disjunction(equal(kind, one) for one in TYPES[view.resource.type]),
            any_fits(arns, selection, view),
            conditions_hold(conditions, view),
        )
    )


def _reads(selection: View, view: View) -> Truth:
    """Whether the plan of a selection reads a vault that the resource is backed up into."""
    name = selection.resource.properties.get("RestoreTestingPlanName", ABSENT)
    return disjunction(
        there if plan.is_whole else conjunction((there, _reads_vault(plan, view)))
        for plan, there in selection.targets(name, [TESTING])
    )


def _reads_vault(testing: View, view: View) -> Truth:
    wanted = testing.resource.properties.get("RecoveryPointSelection", {})
    if not is_mapping(wanted):
        return isinstance(wanted, Unknown) and Unknown(wanted.causes)
    included, left_out = wanted.get("IncludeVaults", ["*"]), wanted.get("ExcludeVaults", [])
    return disjunction(
        conjunction((_names(included, testing, vault), negation(_names(left_out, testing, vault))))
        for vault in _vaults(view)
    )


def _vaults(view: View) -> Iterator[tuple[Any, View]]:
    """Where the plans that take a resource in keep its backups: a name, and who says it."""
    for selection in selections_of(view):
        plan_id = selection.resource.properties.get("BackupPlanId", ABSENT)
        for plan, _ in selection.targets(plan_id, [PLAN]):
            for match in () if plan.is_whole else TARGETS.find(plan.resource.body):
                yield match.value, plan


def _names(arns: Any, testing: View, vault: tuple[Any, View]) -> Truth:
    """Whether a list of vaults, by their ARNs, has one that a rule of a plan names."""
    return disjunction(_same(arn, testing, *vault) for _, arn in each((), arns))


def _same(arn: Any, testing: View, name: Any, plan: View) -> Truth:
    if arn == "*":
        return True
    if isinstance(arn, str) and isinstance(name, str):
        return arn.rpartition(":")[2] == name
    own = [(one, there) for one, there in plan.targets(name, [VAULT]) if not one.is_whole]
    return disjunction(
        conjunction((there, here, _is_one(one, other)))
        for one, there in own
        for other, here in testing.targets(arn, [VAULT])
        if not other.is_whole
    )


def _is_one(one: View, other: View) -> bool:
    return (one.resolver.identity, one.resource.logical_id) == (
        other.resolver.identity,
        other.resource.logical_id,
    )
