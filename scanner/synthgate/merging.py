"""Partial reports, put together."""

from __future__ import annotations

from collections.abc import Iterable

from synthgate.kept.packed import Packed, Reported, units_in
from synthgate.model import NOTHING_HEARD, PartialReport, UnitReport


def merge(partials: Iterable[Reported]) -> PartialReport:
    """One partial report of several, in memory: associative, in whatever order they come.

    Raises:
        ValueError: they hold different reports of one unit.
    """
    units: dict[tuple[int, ...], UnitReport] = {}
    heard = NOTHING_HEARD
    for partial in partials:
        heard += NOTHING_HEARD if isinstance(partial, Packed) else partial.heard
        for unit in units_in(partial):
            if units.setdefault(unit.order, unit) != unit:
                raise ValueError(unit.order)
    return PartialReport(tuple(units[order] for order in sorted(units)), heard)
