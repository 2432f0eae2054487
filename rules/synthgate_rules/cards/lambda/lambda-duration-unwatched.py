"""Functions whose duration no alarm reads."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.cloudwatch.deploying import only_deploys
from synthgate_rules.cards.cloudwatch.watching import unless, watched

DURATION = ("Duration",)


def unwatched(_: Resource, view: View) -> Iterator[Place]:
    """The resource, if no alarm of the app reads these metrics of it."""
    yield from unless(watched(view, DURATION))


def operational(_: Resource, view: View) -> Iterator[Place]:
    """A place where the function serves nothing but deployments."""
    if only_deploys(view):
        yield Place(())
