"""Credentials for cfn-init in the metadata of a resource."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate.secrets.spots import authentication, has_authentication
from synthgate_rules.cards.secrets.places import check

readable = check(authentication)


def has_block(resource: Resource, _: View) -> Iterator[Place]:
    """Whether there is an authentication block, which most resources do not have."""
    if not has_authentication(resource.body):
        yield Place(())
