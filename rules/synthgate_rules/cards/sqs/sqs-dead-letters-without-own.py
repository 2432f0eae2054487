"""Which queues are for dead letters."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.cloudwatch.watching import unless
from synthgate_rules.cards.sqs.dead_letters import is_for_dead_letters


def consumed(_: Resource, view: View) -> Iterator[Place]:
    """The queue, unless something of the app puts aside there what it failed at."""
    yield from unless(is_for_dead_letters(view))
