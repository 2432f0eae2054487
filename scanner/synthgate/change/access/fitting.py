"""Whether an action may be about a resource at all: of most services, those of the own only.

So a statement that grants actions of two services on resources of both is no more than two.
"""

from __future__ import annotations

from collections.abc import Callable

from synthgate.change.access.classes import STRANGE, is_named
from synthgate.change.access.letters import Letters
from synthgate.rule.iam.actions import database, is_installed

_ALIKE = frozenset(
    [
        "sqs",
        "sns",
        "lambda",
        "dynamodb",
        "logs",
        "secretsmanager",
        "firehose",
        "states",
        "ecr",
        "codebuild",
        "iam",
    ]
)
"""Services whose actions are about ARNs of their own only, for where no database tells (Service
Authorization Reference)."""


def fits(letters: Letters) -> Callable[[str, str], bool]:
    """A test of an action, in small letters, and a resource; what nobody tells may be."""

    def test(action: str, resource: str) -> bool:
        service = action.partition(":")[0]
        about = _about(service)
        named = _service(resource, letters)
        return about is None or named is None or named in about

    return test


def _about(service: str) -> frozenset[str] | None:
    if is_installed():
        return database().about.get(service)
    return frozenset({service}) if service in _ALIKE else None


def _service(resource: str, letters: Letters) -> str | None:
    parts = resource.split(":")
    if len(parts) > 2 and parts[0] == "arn":
        named = parts[2]
        return named if named.isascii() and STRANGE not in named and named else None
    if resource and is_named(resource[0]):
        return letters.pieces[resource[0]].service or None
    return None
