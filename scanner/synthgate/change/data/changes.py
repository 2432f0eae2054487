"""What becomes of each resource."""

from __future__ import annotations

from synthgate.change.sides import Matched
from synthgate.model import Change


def changes_of(matched: Matched) -> tuple[Change, ...]:
    """Every resource that differs, in the order of the head."""
    return ()
