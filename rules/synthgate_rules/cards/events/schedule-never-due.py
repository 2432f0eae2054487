"""Schedules that are deployed, and never come due."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View, causes_of, compile_path
from synthgate_rules.cards.events.cron import never_due

_EXPRESSIONS = tuple(
    compile_path(path)
    for path in (
        "$.Properties.ScheduleExpression",
        "$.Properties.BackupPlan.BackupPlanRule[*].ScheduleExpression",
    )
)


def idle(resource: Resource, _: View) -> Iterator[Place]:
    """Each schedule of a resource that no day meets, or that nobody knows."""
    for match in (one for path in _EXPRESSIONS for one in path.find(resource.body)):
        causes = causes_of(match.value)
        note = never_due(match.value) if isinstance(match.value, str) else None
        if causes or note:
            yield Place(match.route, match.value, causes, note)
