"""Everyone, let in by the policy of a repository or of the registry."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate.rule.iam.documents import statements
from synthgate.rule.iam.principals import admits_everyone

DOCUMENTS = ("RepositoryPolicyText", "PolicyText")


def open_policy(resource: Resource, _: View) -> Iterator[Place]:
    """A statement that admits every principal."""
    for key in DOCUMENTS:
        for statement in statements(resource.properties.get(key), ("Properties", key)):
            yield from admits_everyone(statement)
