"""Functions whose failed events are lost."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.cloudwatch.deploying import only_deploys


def operational(_: Resource, view: View) -> Iterator[Place]:
    """A place where the function serves nothing but deployments."""
    if only_deploys(view):
        yield Place(())
