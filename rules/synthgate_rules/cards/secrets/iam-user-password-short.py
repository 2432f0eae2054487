"""Passwords of users that are few letters long."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View
from synthgate.secrets.exposure import HOLE, Exposed, Exposure
from synthgate_rules.cards.secrets.places import exposed_at

STEPS = ("Properties", "LoginProfile", "Password")


def short(resource: Resource, view: View) -> Iterator[Place]:
    """A password that stands in the template, and is shorter than it has to be.

    Of one that is made up of pieces, the length is not known.
    """
    least = view.parameters["characters"]

    def is_short(one: Exposed) -> bool:
        return HOLE not in one.text and len(one.text) < least

    yield from exposed_at(resource, view, STEPS, {Exposure.WRITTEN}, is_short)
