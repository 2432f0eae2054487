"""Whether an action may be about a resource at all: of most services, those of the own only.

So a statement that grants actions of two services on resources of both is no more than two.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from synthgate.change.access.classes import STRANGE, is_named, is_open
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
        if not _is_about_kind(action, resource):
            return False
        about = _about(service)
        named = _service(resource, letters)
        return about is None or named is None or named in about

    return test


def is_about_some(action: str) -> bool:
    """Whether there is an action, in small letters, that can be about a single resource.

    A part of a pattern stands for many, of which some can; so may what nobody tells.
    """
    service = action.partition(":")[0]
    if STRANGE in action or not is_installed() or service not in database().services:
        return True
    return any(one.limitable for one in database().matching(tuple(action)))


_OBJECT_ACTION = re.compile(
    r"s3:((get|put|delete|restore|update|replicate)object|abort|bypassgovernance"
    r"|listmultipartuploadparts|initiatereplication|replicate)"
)
_BUCKET_ACTION = re.compile(r"s3:((create|delete|get|put|list|update)bucket|pausereplication)")
"""Actions that are about objects, or about buckets, only (Service Authorization Reference, "Amazon
S3"); patterns that begin so, too."""
_BUCKET, _INDEX = "arn:aws:s3:::", re.compile(r"arn:aws:dynamodb:[^*]*/index/")
_OF_INDEX = re.compile(r"dynamodb:(query|scan|partiqlselect|.*contributorinsights|.*\0.*)")
"""Actions that are about indexes of tables ("Amazon DynamoDB"), and what may be one."""


def _is_about_kind(action: str, resource: str) -> bool:
    """Whether an action is about objects where an object is named, likewise buckets and indexes."""
    if _INDEX.match(resource):
        return _OF_INDEX.fullmatch(action) is not None
    if not resource.startswith(_BUCKET):
        return True
    if "/" in resource:
        return _BUCKET_ACTION.match(action) is None
    is_bucket = STRANGE not in resource and not any(map(is_open, resource))
    return not (is_bucket and _OBJECT_ACTION.match(action))


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
