"""What a resource policy may be about: the resource that has it, and what is inside of that.

Whatever else its statements name, it says nothing of others (IAM User Guide, "Identity-based
policies and resource-based policies"): ``*`` in a policy of a bucket is the bucket and its objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from synthgate.change.access.grants import Grant
from synthgate.change.access.reading import Reader
from synthgate.change.sides import Where
from synthgate.evaluate import Stack
from synthgate.rule.iam.elements import resource_pattern
from synthgate.rule.surroundings.arn_formats import FORMATS
from synthgate.rule.texts.wildcards import Pattern, Wild, overlaps

_INSIDE: Mapping[str, tuple[str, ...]] = {
    "dynamodb:table": ("", "/index/*"),
    "events:event-bus": ("",),
    "events:rule": ("/*",),
}
_ALL_INSIDE = "", "/*"
"""What there is inside of resources, by service and type, as it stands behind their ARN (Service
Authorization Reference, "Resource types")."""


def of_reference(place: Where, stack: Stack, reader: Reader) -> tuple[str, ...]:
    """The ARN of a resource of the app, where it is known how that is written."""
    is_known = reader.kind(place) in FORMATS
    return (reader.arn(place, stack),) if is_known else ()


def of_text(text: str, policy: str) -> tuple[str, ...]:
    """The ARN that a policy states for its resource; of a bucket it has the name only."""
    if policy == "AWS::S3::BucketPolicy" and text and not text.startswith("arn:"):
        return (f"arn:aws:s3:::{text}",)
    return (text,) if text.startswith("arn:") else ()


def domain(own: Iterable[str], grants: Iterable[Grant]) -> Sequence[Pattern]:
    """The resources that policies of one resource may be about; none given, all of them.

    Who writes the ARN in another way, by a parameter, say, means the own one: what statements name
    that is not it is taken for it, with all that is inside. Where that cannot be told, nothing is
    left out.
    """
    owns = [it for arn in dict.fromkeys(own) for it in with_inside(arn)]
    entries = dict.fromkeys(entry for one in grants for entry in one.resources.entries)
    named = [it for entry in entries for it in (entry.pattern, *entry.choices) if not _is_all(it)]
    others = [one for one in named if not any(overlaps(one, it) for it in owns)]
    roots = dict.fromkeys(map(_root, others))
    if None in roots:
        return ()
    inside = [it for root in roots if root for it in with_inside(root)]
    found = inside if others and len(others) == len(named) else owns + inside
    return found + [one for one in others if not any(overlaps(one, it) for it in found)]


def with_inside(arn: str) -> Iterator[Pattern]:
    """A resource, and what is inside of it, by their ARNs."""
    kind = _KIND.match(arn)
    behind = _INSIDE.get(f"{kind[1]}:{kind[2]}", _ALL_INSIDE) if kind else _ALL_INSIDE
    return (resource_pattern(arn + one) for one in behind)


_KIND = re.compile(r"arn:[^:]*:([^:]*):[^:]*:[^:]*:([^/:]*)")


def _is_all(pattern: Pattern) -> bool:
    return all(token is Wild.ANY for token in pattern)


def _root(pattern: Pattern) -> str | None:
    """The ARN of the resource that another ARN is inside of, as far as its form tells.

    That has a type and a name; of a bucket, a name only.
    """
    text = "".join(one if isinstance(one, str) else "*" for one in pattern)
    if text.startswith(_API):
        return _API
    found = _ARN.match(text)
    return found[0] if found else None


_API = "execute-api:"
_ARN = re.compile(r"(?:arn:aws:s3:::[^/:*?]+|arn(?::[^:*?]*){4}:[^/:*?]+[/:][^/:*?]+)(?=[/:]|\Z)")
