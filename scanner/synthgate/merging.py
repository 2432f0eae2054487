"""Partial reports, put together."""

from __future__ import annotations

from collections.abc import Iterable

from synthgate.model import NOTHING_HEARD, PartialReport, UnitReport


def merge(partials: Iterable[PartialReport]) -> PartialReport:
    """One partial report of several: associative, in whatever order they come.

    Raises:
        ValueError: they hold different reports of one unit.
    """
    units: dict[tuple[int, ...], UnitReport] = {}
    heard = NOTHING_HEARD
    for partial in partials:
        heard += partial.heard
        for unit in partial.units:
            if units.setdefault(unit.order, unit) != unit:
                raise ValueError(unit.order)
    return PartialReport(tuple(units[order] for order in sorted(units)), heard)
