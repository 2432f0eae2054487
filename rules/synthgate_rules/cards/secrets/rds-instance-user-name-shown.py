"""Whether the name of a master user can be read."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate_rules.cards.secrets.places import exposed_at


def told(resource: Resource, view: View) -> Iterator[Place]:
    """The name, where it stands in the template or is shown with the stack."""
    yield from exposed_at(resource, view, ("Properties", "MasterUsername"))
