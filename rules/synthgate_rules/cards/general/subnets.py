"""Whether a resource is in subnets at all; shared by the cards that ask it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.compare import is_set
from synthgate.resolve.kleene import Truth, agreed
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Unknown, causes_of
from synthgate.rule.api import Path, Place


def outside_of_subnets(resource: Resource, subnets: Path) -> Iterator[Place]:
    """No subnets, or a list of none."""
    for match in subnets.find(resource.body):
        named = _named(match.value)
        if named is not True:
            yield Place(match.route, match.value, causes_of(named))


def _named(subnets: Any) -> Truth:
    """A list that only the deployment knows is taken for one of subnets."""
    if isinstance(subnets, Unknown) and subnets.choices:
        return agreed(_named, subnets)
    return subnets != [] and is_set(subnets)
