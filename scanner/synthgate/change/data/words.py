"""Differences of properties, in words."""

from __future__ import annotations

from synthgate.change.data.differing import Difference
from synthgate.model import Text, joined, verbatim

_MOST_PATHS = 3


def paths_text(differences: list[Difference]) -> Text:
    """The paths of a few differences in a row."""
    paths = [*dict.fromkeys(one.path for one in differences)]
    more = [verbatim("…")] if len(paths) > _MOST_PATHS else []
    return joined(", ", [*map(verbatim, paths[:_MOST_PATHS]), *more])
