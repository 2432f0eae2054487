"""The report of one unit as bytes, of which what it holds is made when somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TypeAlias

from synthgate.kept.alike import Alike
from synthgate.kept.codec import decode
from synthgate.model import PartialReport, Rule, UnitReport
from synthgate.records import dataclass
from synthgate.sources.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """What `encode` wrote of a unit's report, by the unit's place (`order`) in this run.

    `made` is that report, where there is one already. `is_plain` says that other tools have no part
    in it, which is so of a template outside any assembly unless a run asks some.
    """

    order: tuple[int, ...]
    content: bytes
    rules: Mapping[str, Rule]
    is_plain: bool = False
    made: UnitReport | None = field(default=None, repr=False)

    def unit(self, alike: Alike | None = None) -> UnitReport:
        """The report; what is `alike` in several is in memory once.

        Raises:
            DamagedError: the bytes are none.
        """
        if self.made:
            return self.made
        (unit,) = decode(self.content, self.rules, alike).units
        return unit if unit.order == self.order else replace(unit, order=self.order)


def packed(source: Source, content: bytes, rules: Mapping[str, Rule]) -> Packed:
    """The report of a unit that was found, in whose bytes its place may be another one's."""
    return Packed(source.order, content, rules, is_plain=source.kind != "assembly")


Reported: TypeAlias = PartialReport | Packed
"""What comes of units that were scanned: of some, or of one."""


def units_in(reported: Reported, alike: Alike | None = None) -> tuple[UnitReport, ...]:
    """The reports of the units."""
    return (reported.unit(alike),) if isinstance(reported, Packed) else (*reported.units,)
