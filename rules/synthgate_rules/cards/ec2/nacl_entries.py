"""Entries of network ACLs beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from synthgate.rule.api import (
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    causes_of,
    conjunction,
)

ENTRY = "AWS::EC2::NetworkAclEntry"


def with_twin(
    resource: Resource, view: View, place: Place, is_twin: Callable[[Resource, Resource], Truth]
) -> Iterator[Place]:
    """A place in an entry, where another entry is its twin; with causes, where one may be."""
    doubts: list[Unknown] = []
    for other in view.of_type(ENTRY):
        if other.logical_id == resource.logical_id:
            continue
        answer = conjunction([is_twin(resource, other), view.exists(other)])
        if answer is True:
            yield place
            return
        if isinstance(answer, Unknown):
            doubts.append(answer)
    if doubts:
        causes = tuple(cause for one in doubts for cause in causes_of(one))
        yield replace(place, causes=causes)
