"""The reports of all units of a run: those of many are not in memory together.

So many findings are kept at hand as most runs have; the units with the others lie in a file as
bytes, and are made anew whenever somebody goes through them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, overload

from synthgate.kept.alike import Alike, Unlike
from synthgate.kept.codec import encode
from synthgate.kept.packed import Packed, Reported
from synthgate.kept.spool import Spool
from synthgate.model import NOTHING_HEARD, PartialReport, Rule, UnitReport

MOST = 100_000
"""So many findings and templates are at hand: some 120 MB."""


_Order: TypeAlias = tuple[int, ...]
_Places: TypeAlias = Mapping[_Order, UnitReport | int]
"""Units by their order, each its report or the number that this has in the file."""


class Units(Sequence[UnitReport]):
    """Units in their order. One that is not at hand is another object each time."""

    def __init__(
        self, orders: Sequence[_Order], places: _Places, spool: Spool, rules: Mapping[str, Rule]
    ) -> None:
        self._orders = orders
        self._places = places
        self._spool = spool
        self._rules = rules

    def __len__(self) -> int:
        return len(self._orders)

    @overload
    def __getitem__(self, index: int) -> UnitReport: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[UnitReport]: ...
    def __getitem__(self, index: int | slice) -> UnitReport | Sequence[UnitReport]:
        if isinstance(index, slice):
            return Units(self._orders[index], self._places, self._spool, self._rules)
        return self._at(self._orders[index])

    def __iter__(self) -> Iterator[UnitReport]:
        return map(self._at, self._orders)

    @property
    def at_hand(self) -> Iterator[UnitReport]:
        """Those in memory: of no others have other tools spoken."""
        every = map(self._places.__getitem__, self._orders)
        return (one for one in every if isinstance(one, UnitReport))

    def _at(self, order: _Order) -> UnitReport:
        return _at(order, self._places, self._spool, self._rules)


_UNLIKE = Unlike()


def _at(order: _Order, places: _Places, spool: Spool, rules: Mapping[str, Rule]) -> UnitReport:
    one = places[order]
    if isinstance(one, UnitReport):
        return one
    return Packed(order, spool.get(one), rules).unit(_UNLIKE)


class Gathering:
    """Takes the reports in as they come, in whatever order."""

    def __init__(self, rules: Mapping[str, Rule], most: int | None = None) -> None:
        """`rules` are those that reports name; `most` findings are at hand, with None all."""
        self._rules = rules
        self._left = most
        self._places: dict[_Order, UnitReport | int] = {}
        self._spool = Spool()
        self._alike = Alike()
        self._heard = NOTHING_HEARD

    def add(self, reported: Reported) -> None:
        """Take in the report of a unit, or of several.

        Raises:
            ValueError: there is another report of one of them.
            UsageError: there is no room for it.
        """
        if not isinstance(reported, Packed):
            self._heard += reported.heard
            for unit in reported.units:
                self._add(unit, None)
        elif reported.is_plain and reported.made is None and self._left == 0:
            self._put(reported.order, reported.content)
        else:
            self._add(reported.unit(self._alike), reported.content)

    def whole(self) -> PartialReport:
        """All of them, in their order."""
        units = Units(sorted(self._places), self._places, self._spool, self._rules)
        here = (*units.at_hand,)
        return PartialReport(here if len(here) == len(units) else units, self._heard)

    def _add(self, unit: UnitReport, content: bytes | None) -> None:
        if self._has_room(unit) or unit.resources or unit.heard != NOTHING_HEARD:
            known = self._places.setdefault(unit.order, unit)
            if known is not unit and self._unit(unit.order) != unit:
                raise ValueError(unit.order)
        else:
            content = content or encode(PartialReport((unit,)), self._rules)
            self._put(unit.order, content)

    def _has_room(self, unit: UnitReport) -> bool:
        """Whether a unit may be at hand: once there is no room for one, there is for none."""
        if self._left is None:
            return True
        size = 1 + sum(len(one.findings) for one in unit.observed)
        self._left = self._left - size if size <= self._left else 0
        return self._left > 0

    def _put(self, order: _Order, content: bytes) -> None:
        number = self._spool.put(content)
        if order in self._places:
            known, self._places[order] = self._unit(order), number
            if known != self._unit(order):
                raise ValueError(order)
        self._places[order] = number

    def _unit(self, order: _Order) -> UnitReport:
        return _at(order, self._places, self._spool, self._rules)
