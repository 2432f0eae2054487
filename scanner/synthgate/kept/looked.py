"""A look at what is kept, in this process, before any other is started.

Where everything is kept, no process is needed and no rule compiled; and what is found here need not
be sent here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from synthgate.executors.tally import Progress
from synthgate.kept.keep import Keep
from synthgate.kept.packed import Packed

if TYPE_CHECKING:
    from synthgate.plan import Plan
    from synthgate.sources.source import Source


class Looked:
    """Gives what is found kept away (`take`) while some units are gone through."""

    def __init__(self, keep: Keep, plan: Plan, take: Callable[[Packed], None]) -> None:
        self._keep = keep
        self._plan = plan
        self._take = take
        self._templates = 0

    def unknown(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The units that are to be scanned."""
        for source in sources:
            report = self._keep.known(self._plan, source)
            if report is None:
                yield source
            else:
                self._templates += len(report.unit().templates)
                self._take(report)

    def progress(self, progress: Progress) -> Progress:
        """Progress of a scan of the others, to which comes what was found."""

        def told(done: int, of: int | None) -> None:
            progress(done + self._templates, of and of + self._templates)

        return told
