"""All that a change does."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.change.access.effects import effects as on_access
from synthgate.change.data.effects import effects as on_data
from synthgate.change.sides import Matched
from synthgate.change.stacks.effects import effects as on_stacks
from synthgate.evaluate import Effect


def effects_of(matched: Matched) -> Iterator[Effect]:
    """Data first, then access, then the deployment."""
    for of_kind in (on_data, on_access, on_stacks):
        yield from of_kind(matched)
