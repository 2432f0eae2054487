"""All that a change does."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.change.access.effects import effects as on_access
from synthgate.change.data.effects import effects as on_data
from synthgate.change.data.fates import fates_of
from synthgate.change.data.keeping import shortened
from synthgate.change.data.selecting import left_out
from synthgate.change.data.switching import switched_off
from synthgate.change.sides import Matched
from synthgate.change.stacks.effects import effects as on_stacks
from synthgate.evaluate import Effect


def effects_of(matched: Matched) -> Iterator[Effect]:
    """Data first, then access, then the deployment."""
    yield from on_data(matched)
    yield from shortened(matched)
    yield from switched_off(matched)
    yield from left_out(matched)
    yield from on_access(matched)
    yield from on_stacks(matched, fates_of(matched).standing)
