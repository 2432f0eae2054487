"""The rows of templates that a report shows: those of very many are not in memory together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from synthgate.kept.alike import Unlike
from synthgate.kept.codec import decode, encode
from synthgate.kept.spool import Spool
from synthgate.model import PartialReport, ScannedTemplate, UnitReport

MOST = 2_000
"""So many rows are in memory, and as many make a block in the file where there are more."""


class TemplateRows(Sequence[ScannedTemplate]):
    """Rows in the order in which they were added."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._rows: list[ScannedTemplate] = []
        self._number = 0
        self._spool = Spool()

    def add(self, rows: Iterable[ScannedTemplate]) -> None:
        """Some more of them.

        Raises:
            UsageError: there is no room for them.
        """
        for row in rows:
            if len(self._rows) == self._most:
                unit = UnitReport((), templates=tuple(self._rows))
                self._spool.put(encode(PartialReport((unit,))))
                self._rows.clear()
            self._rows.append(row)
            self._number += 1

    @property
    def whole(self) -> Sequence[ScannedTemplate]:
        """All of them, in memory if they are there."""
        return self if len(self._spool) else (*self._rows,)

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, index: int) -> ScannedTemplate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ScannedTemplate]: ...
    def __getitem__(self, index: int | slice) -> ScannedTemplate | Sequence[ScannedTemplate]:
        if isinstance(index, slice):
            return [*self][index]
        block, at = divmod(range(self._number)[index], self._most)
        return self._rows[at] if block == len(self._spool) else self._block(block)[at]

    def __iter__(self) -> Iterator[ScannedTemplate]:
        for number in range(len(self._spool)):
            yield from self._block(number)
        yield from self._rows

    def _block(self, number: int) -> Sequence[ScannedTemplate]:
        (unit,) = decode(self._spool.get(number), alike=Unlike()).units
        return unit.templates
