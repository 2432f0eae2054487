"""Everyone, in every spelling."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate.rule.iam.documents import statements
from synthgate.rule.iam.principals import admits_everyone


def open_policy(resource: Resource, _: View) -> Iterator[Place]:
    """A statement of the queue's policy that admits every principal."""
    document = resource.properties.get("PolicyDocument")
    for statement in statements(document, ("Properties", "PolicyDocument")):
        yield from admits_everyone(statement)
