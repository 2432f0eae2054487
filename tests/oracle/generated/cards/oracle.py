"""What the word `python` asks in the cards of the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.rule.api import ABSENT, Place, causes_of, equal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.rule.api import Resource, View


def a_is_other(resource: Resource, _: View) -> Iterator[Place]:
    """Whether the property `a` is something else than *ab*."""
    value = resource.properties.get("a", ABSENT)
    answer = equal(value, "ab")
    if answer is not True:
        yield Place(("Properties", "a"), value, causes_of(answer))
