"""Load balancers whose errors no alarm reads."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.cloudwatch.watching import unless, watched

FAULTS = (
    "HTTPCode_ELB_5XX_Count",
    "HTTPCode_ELB_502_Count",
    "HTTPCode_ELB_503_Count",
    "HTTPCode_ELB_504_Count",
    "HTTPCode_Target_5XX_Count",
    "HealthyHostCount",
    "RejectedConnectionCount",
    "TargetConnectionErrorCount",
    "TargetResponseTime",
    "UnHealthyHostCount",
)


def unwatched(_: Resource, view: View) -> Iterator[Place]:
    """The resource, if no alarm of the app reads these metrics of it."""
    yield from unless(watched(view, FAULTS))
