"""One unit after another in this process, what is found being written into facts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from synthgate.errors import UsageError
from synthgate.executors.tally import Progress, Scan, Tally
from synthgate.executors.tasks import Job, carry_out, program
from synthgate.facts.recorder import Recorder
from synthgate.kept.packed import Reported
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.sources.source import Source

UNITS = 32
"""So many units are a chunk: what is lost with a worker, and a file of facts."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Scans chunk by chunk, as a worker of a cluster does."""

    recorder: Recorder

    def __call__(
        self, plan: Plan, sources: Iterator[Source], progress: Progress | None, scan: Scan
    ) -> Iterator[Reported]:
        """Scan each unit that the facts do not tell of.

        Raises:
            UsageError: the facts cannot be read, or written.
        """
        job = Job(plan, scan, program(), self.recorder.begin(plan))
        tally = Tally(progress)
        for chunk in chunked(sources):
            outcome = carry_out(job, chunk)
            if outcome.wrong:
                raise UsageError(outcome.wrong)
            self.recorder.took(outcome.members)
            for _ in range(outcome.templates):
                tally.told(0)
            yield from outcome.reports(job.rules)


def chunked(sources: Iterator[Source]) -> Iterator[tuple[Source, ...]]:
    """The units in chunks, in their order."""
    while chunk := tuple(islice(sources, UNITS)):
        yield chunk
