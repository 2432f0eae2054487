"""Rules that delete a bucket's objects, or versions of them, by their age.

Amazon S3 API Reference, "LifecycleRule" and "LifecycleRuleFilter"; Amazon S3 User Guide,
"Lifecycle configuration elements" (a rule without a filter is about all objects; one that is not
enabled does nothing) and "Expiring objects" (rules are about objects that are there already, too;
of rules that overlap the shorter one counts). CloudFormation Template Reference,
"AWS::S3::Bucket Rule", for the names of properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from math import inf
from typing import Any

from synthgate.change.data.periods import value_at
from synthgate.change.sides import Member
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.values import ABSENT, NO_VALUE, Unknown, causes_of, known
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

BUCKETS = frozenset({"AWS::S3::Bucket", "AWS::S3Express::DirectoryBucket"})
_PATH = ("LifecycleConfiguration", "Rules")


class What(Enum):
    """What a rule deletes."""

    OBJECTS = "objects"
    VERSIONS = "versions"


@dataclass(frozen=True, slots=True, eq=False)
class Deletion:
    """That objects are deleted at an age in days, those of which the key begins with a prefix.

    `filters` are tags and dates; sizes in bytes are above `larger` and below `smaller`. Of versions
    as many newer ones stay as `keeping` says. `said` is all of that as it is resolved, and `causes`
    why it is not known.
    """

    what: What
    name: str
    route: Route
    value: Any
    days: float
    prefix: str
    filters: frozenset[str]
    larger: float
    smaller: float
    keeping: float
    said: tuple[Any, ...]
    causes: tuple[Cause, ...] = ()

    def covers(self, other: Deletion) -> bool:
        """Whether it surely deletes all that another does, and no later."""
        if self.what is not other.what:
            return False
        return self.said == other.said or (
            not self.causes
            and not other.causes
            and other.prefix.startswith(self.prefix)
            and self.filters <= other.filters
            and self.larger <= other.larger
            and self.smaller >= other.smaller
            and self.days <= other.days
            and self.keeping <= other.keeping
        )


def deletions_of(member: Member) -> Iterator[Deletion]:
    """What the rules of a bucket delete, those that are, or may be, enabled."""
    rules = value_at(member.resource.properties, _PATH)
    if isinstance(rules, Unknown):
        yield from _open(rules, ("Properties", *_PATH))
    for index, rule in enumerate(rules) if is_list(rules) else ():
        route = ("Properties", *_PATH, index)
        if isinstance(rule, Unknown):
            yield from _open(rule, route)
        elif is_mapping(rule) and str(known(rule.get("Status"))).lower() != "disabled":
            yield from _of_rule(rule, route)


def _open(value: Unknown, route: Route) -> Iterator[Deletion]:
    """What nobody can read may delete anything."""
    for what in What:
        everything = "", frozenset[str](), 0, inf, 0
        yield Deletion(what, "Rules", route, value, 0, *everything, (value,), value.causes)


_PLACES: Mapping[What, tuple[tuple[str, ...], ...]] = {
    What.OBJECTS: (("ExpirationInDays",), ("ExpirationDate",)),
    What.VERSIONS: (
        ("NoncurrentVersionExpiration", "NoncurrentDays"),
        ("NoncurrentVersionExpirationInDays",),
    ),
}


def _of_rule(rule: Mapping[str, Any], route: Route) -> Iterator[Deletion]:
    name = known(rule.get("Id", ABSENT))
    called = f"Rules[{name if isinstance(name, str) else route[-1]}]"
    for what, places in _PLACES.items():
        for path in places:
            value = value_at(rule, path)
            if value is not ABSENT and value is not NO_VALUE:
                of_it = f"{called}.{'.'.join(path)}"
                yield _deletion(rule, what, of_it, (*route, *path), value)


def _deletion(rule: Mapping[str, Any], what: What, name: str, route: Route, value: Any) -> Deletion:
    """One of a rule; what is not known about it makes it open."""
    more = value_at(rule, ("NoncurrentVersionExpiration", "NewerNoncurrentVersions"))
    keeping = more if what is What.VERSIONS else ABSENT
    prefix, larger, smaller = (known(rule.get(key, ABSENT)) for key in ("Prefix", *_SIZES))
    tags = known(rule.get("TagFilters", ABSENT))
    days, status = _number(value), known(rule.get("Status"))
    said = (value, prefix, tags, larger, smaller, keeping, str(status).lower())
    return Deletion(
        what,
        name,
        route,
        value,
        0 if days is None else days,
        prefix if isinstance(prefix, str) else "",
        frozenset([*_tags(tags), *([f"until {value}"] if days is None else [])]),
        _number(larger) or 0,
        _number(smaller) or inf,
        _number(keeping) or 0,
        said,
        tuple(cause for it in (*said[:-1], status) for cause in causes_of(it)),
    )


_SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")


def _tags(value: Any) -> Iterator[str]:
    for one in value if is_list(value) else ():
        if is_mapping(one):
            yield f"{one.get('Key')}={one.get('Value')}"


def _number(value: Any) -> int | None:
    """A number; a date is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else None
