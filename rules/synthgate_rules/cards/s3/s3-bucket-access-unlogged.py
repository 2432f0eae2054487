"""Which buckets are there to receive the access logs of others."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import causes_of, text_of
from synthgate.rule.api import Place, Statement, View, each, statements
from synthgate.template.data import is_mapping
from synthgate_rules.cards.s3.buckets import (
    BUCKET,
    DESTINATION,
    POLICY,
    POLICY_BUCKET,
    POLICY_DOCUMENT,
)

LOGGING_SERVICE = "logging.s3.amazonaws.com"
"""Who delivers access logs (S3 User Guide, "Enabling Amazon S3 server access logging")."""


def receives_no_logs(resource: Resource, view: View) -> Iterator[Place]:
    """A bucket that others name as their destination, or that lets the logging service in."""
    named = (
        meant
        for other, meant in view.related((BUCKET,), DESTINATION)
        if other.logical_id != resource.logical_id
    )
    let_in = (
        conjunction((meant, _lets_in_logs(policy)))
        for policy, meant in view.related((POLICY,), POLICY_BUCKET)
    )
    receives = disjunction((*named, *let_in))
    if receives is not False:
        yield Place((), causes=causes_of(receives))


def _lets_in_logs(policy: Resource) -> Truth:
    """Whether a policy lets the logging service write logs of other buckets."""
    return disjunction(
        equal(principal, LOGGING_SERVICE)
        for document in POLICY_DOCUMENT.find(policy.body)
        for statement in statements(document.value, document.route)
        if statement.effect != "Deny" and not _is_for_itself(statement)
        for route, principal in statement.principals()
        if "Service" in route
    )


def _is_for_itself(statement: Statement) -> bool:
    """Whether the only source of logs that it admits is the bucket that it lets write to."""
    conditions = statement.conditions
    sources = [
        source
        for keys in (conditions.values() if is_mapping(conditions) else ())
        for key, values in (keys.items() if is_mapping(keys) else ())
        if key.lower() == "aws:sourcearn"
        for _, source in each((), values)
    ]
    written = [resource for _, resource in statement.resources]
    return bool(sources) and all(text_of([source, "/*"]) in written for source in sources)
