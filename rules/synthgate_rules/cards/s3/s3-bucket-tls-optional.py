"""Plain text, let in by a bucket policy or by the lack of one.

S3 User Guide, "Security best practices for Amazon S3", "Enforce encryption of data in
transit"; AWS re:Post, "What S3 bucket policy should I use to comply with the AWS Config
rule s3-bucket-ssl-requests-only?" (every action, on the bucket and on its objects).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from synthgate.model import Message, Text
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, Statement, View, each, statements
from synthgate.rule.iam.principals import names_principal
from synthgate.template.data import is_mapping
from synthgate_rules.cards.s3.buckets import (
    BUCKET,
    POLICY,
    POLICY_BUCKET,
    POLICY_DOCUMENT,
    bucket_of,
)

ANYTHING = "\0"
"""Stands for a piece of an ARN that only the deployment knows."""


_BUCKET_LEFT = Message("the Deny is about its objects, and not about the bucket itself (its ARN)")
_OBJECTS_LEFT = Message("the Deny is about the bucket itself, and not about its objects")
_SOME_LEFT = Message("the Deny is about a part of its objects only")


def is_asked(resource: Resource, view: View) -> Iterator[Place]:
    """A bucket policy whose bucket is in the template, and asked instead; one of no bucket."""
    if resource.type == POLICY and (bucket_of(resource, view) or _is_of_no_bucket(resource, view)):
        yield Place(("Properties", "Bucket"))


def _is_of_no_bucket(policy: Resource, view: View) -> bool:
    """Whether it refers to another kind of resource, whose ``Ref`` is no bucket's name.

    A custom resource may answer with one. AWS has no other type that does, but for directory
    buckets and those on Outposts, which have types of policies of their own.
    """
    bucket = POLICY_BUCKET.first(policy.body)
    if not isinstance(bucket, Reference) or bucket.attribute is not None:
        return False
    named = view.referenced(bucket)
    return named is not None and named.type.startswith("AWS::") and named.type not in _NAMING


_NAMING = (BUCKET, "AWS::CloudFormation::CustomResource")


def plain_text_allowed(resource: Resource, view: View) -> Iterator[Place]:
    """A bucket, or the policy of one that is elsewhere, that does not insist on TLS."""
    if resource.type == POLICY:
        document = next(POLICY_DOCUMENT.find(resource.body))
        place = Place(document.route, document.value)
        policies: list[tuple[Any, Truth]] = [(document.value, True)]
    else:
        place = Place(())
        policies = [
            (POLICY_DOCUMENT.first(policy.body), meant)
            for policy, meant in view.related((POLICY,), POLICY_BUCKET)
        ]
    refused = disjunction(
        conjunction((meant, *_refuses_plain_text(document))) for document, meant in policies
    )
    if isinstance(refused, Unknown):
        yield Place(place.route, place.saw, causes_of(refused))
    elif not refused:
        left = (_left_open(document) for document, meant in policies if meant is True)
        yield Place(place.route, place.saw, note=next(filter(None, left), None))


def _refuses_plain_text(document: Any) -> tuple[Truth, Truth]:
    """Whether requests without TLS are denied for the bucket, and for every object."""
    every = ((statement, _denies(statement)) for statement in statements(document, ()))
    denials = [(statement, denies) for statement, denies in every if denies is not False]
    bucket, objects = (
        disjunction(
            conjunction((denies, _on_some(statement, covers))) for statement, denies in denials
        )
        for covers in (_covers_bucket, _covers_objects)
    )
    return bucket, objects


def _left_open(document: Any) -> Text | None:
    """What a policy forgets that denies plain text for something of the bucket."""
    bucket, objects = _refuses_plain_text(document)
    denying = [one for one in statements(document, ()) if _denies(one) is True]
    if objects is True:
        return _BUCKET_LEFT.format()
    if any(_on_some(statement, _covers_some_objects) is True for statement in denying):
        return _SOME_LEFT.format()
    return _OBJECTS_LEFT.format() if bucket is True else None


def _on_some(statement: Statement, covers: Callable[[Any], Truth]) -> Truth:
    return disjunction(covers(resource) for _, resource in statement.resources)


def _denies(statement: Statement) -> Truth:
    """Whether a statement denies everyone everything without TLS, somewhere."""
    says = equal(statement.effect, "Deny")
    if says is False:
        return False
    return conjunction(
        (
            says,
            names_principal(statement, "*"),
            statement.covers_action("s3:*"),
            _is_about_plain_text(statement.conditions),
        )
    )


def _is_about_plain_text(conditions: Any) -> Truth:
    """Whether all that a condition block asks is that TLS is not used."""
    if isinstance(conditions, Unknown):
        return Unknown(conditions.causes)
    if not is_mapping(conditions) or len(conditions) != 1:
        return False
    operator, keys = next(iter(conditions.items()))
    if isinstance(keys, Unknown):
        return Unknown(keys.causes)
    if operator.lower() not in {"bool", "boolifexists"} or not is_mapping(keys) or len(keys) != 1:
        return False
    key, values = next(iter(keys.items()))
    return key.lower() == "aws:securetransport" and disjunction(
        equal(value, False) for _, value in each((), values)
    )


def _covers_bucket(resource: Any) -> Truth:
    """Whether a resource of a bucket policy is the bucket: S3 accepts no other bucket there."""
    name = _tail(resource)
    return name if isinstance(name, Unknown) else "/" not in name


def _covers_some_objects(resource: Any) -> Truth:
    """Whether a resource of a bucket policy is objects, all of them or some."""
    name = _tail(resource)
    return name if isinstance(name, Unknown) else "/" in name


def _covers_objects(resource: Any) -> Truth:
    """Whether a resource of a bucket policy is every object of the bucket."""
    tail = _tail(resource)
    if isinstance(tail, Unknown):
        return tail
    name, slash, key = tail.partition("/")
    if not slash:
        return name.endswith("*")
    if ANYTHING in key and not key.strip(f"{ANYTHING}*"):
        return Unknown(causes_of(resource))
    return key == "*"


def _tail(resource: Any) -> str | Unknown:
    """What an ARN says after the service: the bucket's name, a slash, the object's key."""
    match resource:
        case Reference():
            return ANYTHING
        case Partial(parts):
            text = "".join(part if isinstance(part, str) else ANYTHING for part in parts)
        case Unknown(causes):
            return Unknown(causes)
        case _:
            text = str(resource)
    return text.rpartition(":::")[2]
