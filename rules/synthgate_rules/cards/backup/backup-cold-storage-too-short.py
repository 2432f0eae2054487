"""Backups that would leave cold storage too early."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, causes_of
from synthgate.rule.api import Place, View, as_number, compile_path
from synthgate.template.data import is_mapping

LIFECYCLES = (
    compile_path("$.Properties.BackupPlan.BackupPlanRule[*].Lifecycle"),
    compile_path("$.Properties.BackupPlan.BackupPlanRule[*].CopyActions[*].Lifecycle"),
)
LEAST = 90


def too_short(resource: Resource, _: View) -> Iterator[Place]:
    """Where a recovery point is deleted less than ninety days after its move."""
    for match in (match for path in LIFECYCLES for match in path.find(resource.body)):
        lifecycle = match.value if is_mapping(match.value) else {}
        moved = lifecycle.get("MoveToColdStorageAfterDays", ABSENT)
        deleted = lifecycle.get("DeleteAfterDays", ABSENT)
        if moved is ABSENT or deleted is ABSENT:
            continue
        place = (*match.route, "DeleteAfterDays")
        after, until = as_number(moved), as_number(deleted)
        if causes := causes_of([moved, deleted]):
            yield Place(place, deleted, causes)
        elif after is not None and until is not None and until < after + LEAST:
            yield Place(place, deleted)
