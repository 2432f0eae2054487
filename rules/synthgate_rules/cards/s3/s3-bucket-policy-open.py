"""Everyone, let in by a bucket policy that S3 itself would call public.

S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of
'public'": which condition keys keep a wildcard principal from being public.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, decided, disjunction
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, View, compile_path
from synthgate.rule.iam.conditions import is_limited
from synthgate.rule.iam.documents import statements
from synthgate.rule.iam.principals import admits_everyone
from synthgate.rule.iam.statement import Statement, each
from synthgate_rules.cards.s3.buckets import POLICY_DOCUMENT, bucket_of

RESTRICTED = compile_path("$.Properties.PublicAccessBlockConfiguration.RestrictPublicBuckets")
LIMITING_KEYS = {
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
}
"""Keys of S3, and those of VPC endpoints, that limit the caller; `iam` knows the others."""
WIDEST = {4: 8, 6: 32}
"""The shortest prefix of a network, by IP version, that S3 does not call public."""


def open_policy(resource: Resource, view: View) -> Iterator[Place]:
    """A statement that lets everyone in, unless the bucket restricts public policies."""
    restricted = _is_restricted(resource, view)
    if restricted is True:
        return
    for document in POLICY_DOCUMENT.find(resource.body):
        for statement in statements(document.value, document.route):
            yield from _open_places(statement, restricted)


def _is_restricted(policy: Resource, view: View) -> Truth:
    """Whether the policy's bucket is in the template and keeps public policies from working."""
    bucket = bucket_of(policy, view)
    return bucket is not None and disjunction(
        equal(found.value, True) for found in RESTRICTED.find(bucket.body)
    )


def _open_places(statement: Statement, restricted: Truth) -> Iterator[Place]:
    """Its open principals, with what is not known of the conditions and of the bucket."""
    limited = is_limited(statement.conditions, _limits)
    if limited is True:
        return
    unsettled = causes_of([limited, restricted])
    for place in admits_everyone(statement):
        yield replace(place, causes=tuple(dict.fromkeys((*place.causes, *unsettled))))


def _limits(key: str, values: Any) -> Truth:
    """Whether S3 takes a condition key for a limit."""
    return key in LIMITING_KEYS or (
        key == "aws:sourceip" and conjunction(map(_is_narrow, _all(values)))
    )


def _all(values: Any) -> Iterator[Any]:
    return (value for _, value in each((), values))


def _is_narrow(network: Any) -> Truth:
    """Whether a network is small enough to have been chosen."""
    if isinstance(network, Partial | Reference):
        return Unknown(causes_of(network))
    return decided(_is_narrow_network, network)


def _is_narrow_network(network: Any) -> bool:
    try:
        known = ip_network(str(network), strict=False)
    except ValueError:
        return False
    return known.prefixlen >= WIDEST[known.version]
