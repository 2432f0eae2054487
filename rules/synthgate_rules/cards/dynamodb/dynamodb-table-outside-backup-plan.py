"""Tables that no backup plan takes in."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.backup.selecting import is_backed_up
from synthgate_rules.cards.cloudwatch.watching import unless


def unplanned(_: Resource, view: View) -> Iterator[Place]:
    """The table, if no selection of the app's backup plans takes it in."""
    yield from unless(is_backed_up(view))
