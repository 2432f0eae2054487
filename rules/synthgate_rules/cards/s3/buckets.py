"""Which bucket of the template a property names; shared by the rules about buckets."""

from __future__ import annotations

from typing import Any

from synthgate.resolve.kleene import Truth
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Cause, Decider, Partial, Reference, Unknown
from synthgate.rule.jsonpath import Path, compile_path
from synthgate.rule.view import View

BUCKET = "AWS::S3::Bucket"
POLICY = "AWS::S3::BucketPolicy"
POLICY_BUCKET = compile_path("$.Properties.Bucket")
POLICY_DOCUMENT = compile_path("$.Properties.PolicyDocument")
BUCKET_NAME = compile_path("$.Properties.BucketName")


def bucket_of(other: Resource, by: Path, view: View) -> Resource | None:
    """The bucket that a path of another resource surely names."""
    value = _first(by, other.body)
    if value is ABSENT:
        return None
    if isinstance(value, Reference):
        meant = view.referenced(value)
        return meant if meant and meant.type == BUCKET else None
    buckets = view.of_type(BUCKET)
    return next((bucket for bucket in buckets if _is_named(bucket, other, by, view)), None)


def is_meant(bucket: Resource, other: Resource, by: Path, view: View) -> Truth:
    """Whether a path of another resource names this bucket.

    Names are unique: what surely names one bucket cannot name another.
    """
    value = _first(by, other.body)
    if isinstance(value, Reference):
        return value.logical_id == bucket.logical_id
    if value is ABSENT or _is_named(bucket, other, by, view):
        return value is not ABSENT
    choices = (value.choices or (value,)) if isinstance(value, Unknown) else (value,)
    if any(_may_be(choice, bucket) for choice in choices) and not bucket_of(other, by, view):
        return Unknown((Cause(Decider.RELATION, other.logical_id),))
    return False


def _is_named(bucket: Resource, other: Resource, by: Path, view: View) -> bool:
    """Whether a path holds the bucket's name, or the expression that gives it its name.

    What is written alike (``!Ref Name`` here and there) is the same name, whatever it
    will be.
    """
    name = _first(BUCKET_NAME, bucket.body)
    if name is ABSENT:
        return False
    written = view.resolver.template.resources
    expression = _first(BUCKET_NAME, written[bucket.logical_id])
    return (isinstance(name, str) and name == _first(by, other.body)) or (
        expression is not ABSENT and expression == _first(by, written[other.logical_id])
    )


def _may_be(value: object, bucket: Resource) -> bool:
    """Whether one of the values that a name may take may be this bucket's."""
    match value:
        case Reference(logical_id):
            return logical_id == bucket.logical_id
        case str():
            return value == _first(BUCKET_NAME, bucket.body)
        case _:
            return isinstance(value, Unknown | Partial)


def _first(path: Path, body: Any) -> Any:
    """What a path without wildcards leads to."""
    return next(path.find(body)).value
