"""Storage that is as encrypted as what it was copied from; shared by the rules about databases.

A read replica or a restored database takes its encryption over: CloudFormation,
AWS::RDS::DBInstance and AWS::RDS::DBCluster, "StorageEncrypted".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import equal, is_set
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, Unknown, causes_of
from synthgate.rule.api import Place, View


def unencrypted(view: View, flag: str, origins: Sequence[str]) -> Iterator[Place]:
    """Where storage is not encrypted, or takes its encryption from something not in the app.

    `flag` is the property that says so, `origins` are those that name what is copied.
    """
    properties = view.resource.properties
    encrypted = _is_encrypted(view, flag, origins)
    if encrypted is True:
        return
    named = next((key for key in origins if is_set(properties.get(key, ABSENT))), flag)
    key = flag if is_set(properties.get(flag, ABSENT)) else named
    causes = encrypted.causes if isinstance(encrypted, Unknown) else ()
    yield Place(("Properties", key), properties.get(key, ABSENT), causes)


def _is_encrypted(
    view: View, flag: str, origins: Sequence[str], trail: tuple[str, ...] = ()
) -> Truth:
    stated = view.resource.properties.get(flag, ABSENT)
    so_far = (*trail, view.resource.logical_id)
    inherited = disjunction(_as_origin(view, flag, origins, key, so_far) for key in origins)
    return disjunction((equal(stated, True), conjunction((negation(is_set(stated)), inherited))))


def _as_origin(
    view: View, flag: str, origins: Sequence[str], key: str, trail: tuple[str, ...]
) -> Truth:
    """Whether what a property names is encrypted: the template tells it of its own only."""
    value = view.resource.properties.get(key, ABSENT)
    sources = (source for source, _ in view.targets(value, (view.resource.type,)))
    known = next((source for source in sources if not source.is_whole), None)
    if known and known.resource.logical_id not in trail:
        return _is_encrypted(known, flag, origins, trail)
    elsewhere = causes_of(value) or (Cause(Decider.OUTSIDE, str(value)),)
    return conjunction((is_set(value), Unknown(elsewhere)))
