"""A look at what is kept, in this process, before any other is started.

Where everything is kept, no process is needed and no rule compiled; and what is found here need not
be sent here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from synthgate.executors.tally import Progress
from synthgate.kept.keep import Keep
from synthgate.model import PartialReport
from synthgate.records import dataclass

if TYPE_CHECKING:
    from synthgate.plan import Plan
    from synthgate.sources.source import Source


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found kept of some units, as far as they were gone through."""

    keep: Keep
    plan: Plan
    found: list[PartialReport] = field(default_factory=list[PartialReport])

    def unknown(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The units that are to be scanned."""
        for source in sources:
            report = self.keep.known(self.plan, source)
            if report is None:
                yield source
            else:
                self.found.append(report)

    def progress(self, progress: Progress) -> Progress:
        """Progress of a scan of the others, to which comes what was found."""

        def told(done: int, of: int | None) -> None:
            known = sum(len(unit.templates) for one in self.found for unit in one.units)
            progress(done + known, of and of + known)

        return told
