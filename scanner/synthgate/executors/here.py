"""One unit after another, in this process."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.executors.tally import Progress, Scan, Tally
from synthgate.kept.packed import Reported
from synthgate.plan import Plan
from synthgate.sources.source import Source


def each(
    plan: Plan, sources: Iterator[Source], progress: Progress | None, scan: Scan
) -> Iterator[Reported]:
    """Scan each unit in its turn."""
    tally = Tally(progress)
    for source in sources:
        yield scan(plan, source, tally.told)
