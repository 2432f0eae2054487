"""Everyone, let in by the policy of a repository or of the registry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from synthgate.resolve.resolver import Resource
from synthgate.rule.iam import admits_everyone, statements
from synthgate.rule.outcome import Place
from synthgate.rule.view import View

DOCUMENTS = ("RepositoryPolicyText", "PolicyText")


def open_policy(resource: Resource, _: View) -> Iterator[Place]:
    """A statement that admits every principal."""
    for key in DOCUMENTS:
        document = resource.properties.get(key)
        route = ("Properties", key)
        if isinstance(document, str):
            yield from _open_text(document, route)
        for statement in statements(document, route):
            yield from admits_everyone(statement)


def _open_text(text: str, route: tuple[str, str]) -> Iterator[Place]:
    """The same for a policy written as JSON in a string, which has no places inside."""
    try:
        document = json.loads(text)
    except ValueError:
        return  # no policy: ECR refuses it
    for statement in statements(document, route):
        yield from (replace(place, route=route) for place in admits_everyone(statement))
