"""What a change does to access: who may do what that he could not before."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.change.sides import Matched
from synthgate.evaluate import Effect


def effects(matched: Matched) -> Iterator[Effect]:
    """All of it."""
    yield from ()
