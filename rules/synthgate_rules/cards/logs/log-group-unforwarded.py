"""Log groups that somebody writes to."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import ABSENT, Place, Resource, View, compile_path

ANYWHERE = compile_path("$.Properties")
WRITERS = ["AWS::[!I]*", "AWS::I[!A]*", "AWS::IA[!M]*", "Custom::*"]
"""All types but those of IAM: a right to write is nobody who writes."""


def written_to(resource: Resource, view: View) -> Iterator[Place]:
    """A place where a log group has no name, and nothing refers to it but rights to write."""
    named = resource.properties.get("LogGroupName", ABSENT) is not ABSENT
    if not named and not view.is_referred_to(WRITERS, ANYWHERE):
        yield Place(())
