"""What an executor is, and the one that a run is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from synthgate.executors.here import each as here
from synthgate.executors.processors import processors
from synthgate.executors.tally import Progress, Scan
from synthgate.kept.packed import Reported
from synthgate.plan import Plan
from synthgate.settings import AUTO, Jobs
from synthgate.sources.source import Source

Executor: TypeAlias = Callable[[Plan, Iterator[Source], Progress | None, Scan], Iterator[Reported]]
"""Scans each unit by a plan, and tells how far it is. It gives reports and keeps none."""

ENOUGH = 256 * 1024
"""Bytes of templates below which *auto* starts no process.

Half a second of work, and what it takes to prepare and to start two processes is a fifth of one.
"""


def executor_of(jobs: Jobs) -> Executor:
    """The executor of as many processes as somebody wants; of one, it is this process."""
    number = processors() if jobs == AUTO else jobs
    if number == 1:
        return here
    from synthgate.executors.processes import Processes  # noqa: PLC0415 - one job needs no pool

    return Processes(number, ENOUGH if jobs == AUTO else 0)
