"""Backups whose retention the lock of their vault does not take."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from operator import gt, lt
from typing import Any

from synthgate.resolve.causes import Cause
from synthgate.resolve.values import NO_VALUE
from synthgate.rule.api import (
    ABSENT,
    Message,
    Place,
    Resource,
    Text,
    Unknown,
    View,
    as_number,
    causes_of,
    compile_path,
    each,
)
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

_RULES = compile_path("$.Properties.BackupPlan.BackupPlanRule[*]")
_VAULT = ["AWS::Backup::BackupVault"]
_DAYS = ("Lifecycle", "DeleteAfterDays")


def refused(resource: Resource, view: View) -> Iterator[Place]:
    """Each retention that is surely or perhaps outside of what a vault of the app takes."""
    for match in _RULES.find(resource.body):
        rule = match.value if is_mapping(match.value) else {}
        yield from _held(match.route, rule, rule.get("TargetBackupVault", ABSENT), view)
        for route, action in each((*match.route, "CopyActions"), rule.get("CopyActions", [])):
            if is_mapping(action) and is_mapping(action.get("Lifecycle")):
                vault = action.get("DestinationBackupVaultArn", ABSENT)
                yield from _held(route, action, vault, view)


def _held(route: Route, entry: Any, vault: Any, view: View) -> Iterator[Place]:
    """A rule, or a copy of it, against the lock of the vault; those of elsewhere nobody sees."""
    days = _in(entry, *_DAYS)
    place = route if _is_missing(days) else (*route, *_DAYS)
    for target, there in view.targets(vault, _VAULT):
        if target.is_whole or there is False:
            continue
        lock = _in(target.resource.properties, "LockConfiguration")
        answers = [*_answers(days, lock)]
        sure = next((it for it in answers if isinstance(it, Text)), None)
        if sure is not None:
            yield Place(place, days, causes_of(there), sure)
        elif causes := tuple(cause for it in answers if not isinstance(it, Text) for cause in it):
            yield Place(place, days, causes)


def _answers(days: Any, lock: Any) -> Iterator[Text | tuple[Cause, ...]]:
    """For each bound of a lock what is said of a retention outside, or why nobody knows."""
    kept = inf if _is_missing(days) else as_number(days)
    for name, is_outside, note in _BOUNDS:
        bound = _in(lock, name)
        limit = as_number(bound)
        if _is_missing(bound):
            continue
        if kept is None or limit is None:
            yield () if kept == inf and name == _LEAST else causes_of([days, bound])
        elif is_outside(kept, limit):
            yield note.format(days=f"{limit:g}")


def _is_missing(value: Any) -> bool:
    return value is ABSENT or value is NO_VALUE


def _in(value: Any, *path: str) -> Any:
    """What stands at a path; what is unknown on the way stands for what is in it."""
    for key in path:
        if not is_mapping(value):
            return value if isinstance(value, Unknown) else ABSENT
        value = value.get(key, ABSENT)
    return value


_LEAST = "MinRetentionDays"
_BOUNDS = (
    (_LEAST, lt, Message("the lock of its vault takes nothing kept for less than {days} days")),
    (
        "MaxRetentionDays",
        gt,
        Message("the lock of its vault takes nothing kept for more than {days} days"),
    ),
)
"""The bounds of a lock: what is outside of each, and what is said of it."""
