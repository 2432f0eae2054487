"""What scans a unit, and how far a run is, of all that work on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from synthgate.kept.packed import Reported
from synthgate.plan import Plan
from synthgate.sources.source import Source

Progress = Callable[[int, int | None], None]
"""Told after each template: how many are done, of how many, as far as that is known."""

Told = Callable[[int], None]
"""Told after each template how many of the unit are still to come."""
Scan: TypeAlias = Callable[[Plan, Source, Told], Reported]
"""How a unit is scanned: `synthgate.scanning.scan_unit`, or what keeps its answers."""


class Tally:
    """Counts the templates that are done, and those that are known to be still to come.

    Making one tells that the work begins (none is done): a progress bar may start its thread
    then, and not before, for what forks must not have one yet.
    """

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = 0
        self._waiting: dict[int, int] = {}
        self._say()

    def told(self, waiting: int, who: int = 0) -> None:
        """A template is done, and after it so many of its unit are to come, with `who` has it."""
        self._done += 1
        self._waiting[who] = waiting
        self._say()

    def taken_back(self, number: int, who: int) -> None:
        """So many templates are not done after all: who had them is gone."""
        self._done -= number
        self._waiting.pop(who, None)
        self._say()

    def _say(self) -> None:
        if self._progress:
            waiting = sum(self._waiting.values())
            self._progress(self._done, self._done + waiting if waiting else None)
