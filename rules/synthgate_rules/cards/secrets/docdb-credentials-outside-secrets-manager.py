"""Which credentials of a cluster come from elsewhere than Secrets Manager."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.secrets.places import HELD, exposed_at

KEYS = ("MasterUsername", "MasterUserPassword")


def held_elsewhere(resource: Resource, view: View) -> Iterator[Place]:
    """Each that stands in the template, is typed by who deploys, or comes from Parameter Store."""
    for key in KEYS:
        yield from exposed_at(resource, view, ("Properties", key), HELD)
