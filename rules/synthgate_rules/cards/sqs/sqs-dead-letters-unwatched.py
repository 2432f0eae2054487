"""Dead-letter queues that no alarm is about."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.cloudwatch.watching import unless, watched
from synthgate_rules.cards.sqs.dead_letters import is_for_dead_letters

LETTERS = ("ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible")


def aside(_: Resource, view: View) -> Iterator[Place]:
    """A place where the queue is no dead-letter queue."""
    yield from unless(is_for_dead_letters(view))


def unwatched(_: Resource, view: View) -> Iterator[Place]:
    """The queue, if no alarm of the app reads these metrics of it."""
    yield from unless(watched(view, LETTERS))
