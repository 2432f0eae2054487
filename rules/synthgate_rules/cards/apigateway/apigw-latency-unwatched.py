"""APIs whose latency no alarm reads."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.cloudwatch.watching import unless, watched

LATENCY = ("Latency", "IntegrationLatency")


def unwatched(_: Resource, view: View) -> Iterator[Place]:
    """The resource, if no alarm of the app reads these metrics of it."""
    yield from unless(watched(view, LATENCY))
