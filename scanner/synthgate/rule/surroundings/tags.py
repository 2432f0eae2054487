"""Tags as one map, whatever a resource type calls them and however they are spelt.

Most types have ``Tags``, a list of ``{Key, Value}``; some have a map, some another name
(CloudFormation Template Reference, the ``tagging`` of each resource type's schema). Tags of
the stack are given to all of its resources that can have any (CloudFormation User Guide,
"Resource tags").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import merged
from synthgate.resolve.values import (
    ABSENT,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    written_at,
)
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import View
from synthgate.template.data import is_list, is_mapping

OTHER_NAMES: Mapping[str, str] = {
    "AWS::Backup::BackupPlan": "BackupPlanTags",
    "AWS::Backup::BackupVault": "BackupVaultTags",
    "AWS::Backup::Framework": "FrameworkTags",
    "AWS::Backup::LogicallyAirGappedBackupVault": "BackupVaultTags",
    "AWS::Backup::ReportPlan": "ReportPlanTags",
    "AWS::Backup::TieringConfiguration": "TieringConfigurationTags",
    "AWS::Budgets::Budget": "ResourceTags",
    "AWS::Budgets::BudgetsAction": "ResourceTags",
    "AWS::CE::AnomalyMonitor": "ResourceTags",
    "AWS::CE::AnomalySubscription": "ResourceTags",
    "AWS::Cognito::IdentityPool": "IdentityPoolTags",
    "AWS::Cognito::UserPool": "UserPoolTags",
    "AWS::DataPipeline::Pipeline": "PipelineTags",
    "AWS::EFS::AccessPoint": "AccessPointTags",
    "AWS::EFS::FileSystem": "FileSystemTags",
    "AWS::Invoicing::InvoiceUnit": "ResourceTags",
    "AWS::Lex::Bot": "BotTags",
    "AWS::Lex::BotAlias": "BotAliasTags",
    "AWS::Route53::HealthCheck": "HealthCheckTags",
    "AWS::Route53::HostedZone": "HostedZoneTags",
}
"""What those types call their tags that do not call them ``Tags`` (their `tagProperty`)."""

_KEYS = ("Key", "TagKey", "key")
_VALUES = ("Value", "TagValue", "value")


def tag_of(view: View, name: str) -> Match:
    """One tag of a resource, from the stack where the resource does not say it itself."""
    key = OTHER_NAMES.get(view.resource.type, "Tags")
    properties = view.resource.body.get("Properties")
    is_open = isinstance(properties, Unknown)
    stated = _stated(properties if is_open else view.resource.properties.get(key, ABSENT), name)
    given = view.placement.tags.get(name, ABSENT)
    route = () if stated.value is ABSENT and given is not ABSENT else stated.route
    return Match(("Properties", key, *route), _or_given(stated.value, given))


def _or_given(stated: Any, given: Any) -> Any:
    """What a resource says of a tag; where it says nothing, what its stack gives it."""
    if isinstance(stated, Unknown) and stated.choices:
        return replace(stated, choices=tuple(_or_given(choice, given) for choice in stated.choices))
    return given if isinstance(stated, Nothing) else stated


def _stated(tags: Any, name: str) -> Match:
    if _is_open(tags):
        return Match((), _anything(tags))
    if is_mapping(tags):
        return Match((name,), tags.get(name, ABSENT))
    doubts: list[Unknown] = []
    for match in _listed(tags):
        item = match.value
        key = _first(item, _KEYS) if is_mapping(item) else ABSENT
        same = equal(key, name) if is_mapping(item) else _is_open(item) and _anything(item)
        if same is True:
            value = next((key for key in _VALUES if key in item), "Value")
            return Match((*match.route, value), item.get(value, ABSENT))
        if isinstance(same, Unknown):
            doubts.append(same)
    return Match((name,), _anything(merged(doubts)) if doubts else ABSENT)


def _listed(tags: Any) -> Iterator[Match]:
    for index, item in enumerate(tags) if is_list(tags) else ():
        yield Match((written_at(tags, index),), item)


def _first(item: Any, keys: tuple[str, ...]) -> Any:
    return next((item[key] for key in keys if key in item), ABSENT)


def _is_open(value: Any) -> bool:
    return isinstance(value, Unknown | Reference | Partial)


def _anything(value: Any) -> Unknown:
    """A tag that may be there with any value, or may not be."""
    causes = causes_of(value)
    return Unknown(causes, (ABSENT, Unknown(causes)))


@cache
def taggable_types() -> frozenset[str]:
    """Every resource type that can have tags, by the provider schemas."""
    return frozenset(Path(__file__).with_name("taggable_types.txt").read_text("utf-8").split())
