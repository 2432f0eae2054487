"""Inbound permissions whose first and last port differ."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View, causes_of, compile_path, equal

PERMISSIONS = compile_path("$.Properties.EC2InboundPermissions[*]")
FIRST, LAST = compile_path("$.FromPort"), compile_path("$.ToPort")


def port_range(resource: Resource, _: View) -> Iterator[Place]:
    """The last port of each permission that lets in more than one."""
    for permission in PERMISSIONS.find(resource.body):
        first, last = FIRST.first(permission.value), LAST.first(permission.value)
        single = first == last or equal(last, first)
        if single is not True:
            yield Place((*permission.route, "ToPort"), last, causes_of(single))
