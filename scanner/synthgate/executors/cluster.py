"""A Dask cluster: chunks of units on its workers, their reports put together there.

What is in memory does not grow with the number of units: only so many chunks are out at a time. A
chunk that fails is tried again by Dask, then each of its units for itself, and what fails then once
more when all else is done, alone: it may only have been on a worker that died over another one.
What fails then is a problem of its unit. No unit is without a report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from queue import Empty, SimpleQueue
from typing import Any

from synthgate.errors import SynthError, UsageError
from synthgate.executors.connection import connected, is_alive
from synthgate.executors.recording import chunked
from synthgate.executors.tally import Progress, Scan, Tally
from synthgate.executors.tasks import Job, Outcome, carry_out, merged, program, unpacked
from synthgate.executors.unscanned import died_over
from synthgate.facts.recorder import Recorder
from synthgate.guard import described
from synthgate.kept.packed import Packed, Reported
from synthgate.model import Message, PartialReport
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.sources.source import Source

_MERGED = 8
"""So many outcomes are put together on the cluster before they come here."""
_OUT = 4
"""So many chunks are out for each thread of the cluster."""
_RETRIES = 2
_LOOK = 5.0
"""Seconds after which it is looked whether there is still a cluster."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers behind a scheduler; without an address, `number` processes of this machine."""

    scheduler: str = ""
    number: int = 1
    recorder: Recorder | None = None

    def __call__(
        self, plan: Plan, sources: Iterator[Source], progress: Progress | None, scan: Scan
    ) -> Iterator[Reported]:
        """Scan each unit; reports come as they are there.

        Raises:
            UsageError: there is no such cluster, it runs another synthgate, or the facts cannot be
                read or written.
            SynthError: the cluster is gone.
        """
        kept = self.recorder.begin(plan) if self.recorder else None
        job = Job(plan, scan, program(), kept)
        with connected(self.scheduler, self.number) as client:
            run = _Run(client, job, self.recorder, Tally(progress))
            try:
                yield from run.reports(chunked(sources))
            finally:
                run.end()


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a task is about; of one that puts reports together, the units of all of them."""

    units: tuple[Source, ...]
    is_merge: bool = False
    is_last_try: bool = False


@dataclass(slots=True)
class _Run:
    """One run on a cluster: what is out, and what lies ready there to be put together."""

    client: Any
    job: Job
    recorder: Recorder | None
    tally: Tally
    _done: SimpleQueue[Any] = field(default_factory=SimpleQueue[Any])
    _out: dict[Any, _Sent] = field(default_factory=dict[Any, _Sent])
    _ready: list[tuple[Any, _Sent]] = field(default_factory=list[tuple[Any, _Sent]])
    _suspects: list[Source] = field(default_factory=list[Source])
    _job: Any = None

    def reports(self, chunks: Iterator[tuple[Source, ...]]) -> Iterator[Reported]:
        """What comes of all chunks."""
        # A task, and no data of the cluster: where a worker has lost it, it is made again.
        self._job = self.client.submit(unpacked, self.job.packed(), pure=False)
        most = _OUT * max(1, sum(self.client.nthreads().values()))
        for chunk in chunks:
            self._send(_Sent(chunk), carry_out, self._job, chunk)
            while len(self._out) >= most:
                yield from self._next()
        yield from self._rest()
        for source in self._suspects:
            self._send(_Sent((source,), is_last_try=True), carry_out, self._job, (source,))
            yield from self._rest()

    def end(self) -> None:
        """Give up what is still out."""
        self.client.cancel([*self._out, *(future for future, _ in self._ready)], force=True)

    def _rest(self) -> Iterator[Reported]:
        """What comes of all that is out."""
        while self._out or self._ready:
            yield from self._next()

    def _send(self, sent: _Sent, task: Callable[..., Outcome], *given: Any) -> None:
        future = self.client.submit(task, *given, pure=False, retries=_RETRIES)
        self._out[future] = sent
        future.add_done_callback(self._done.put)

    def _next(self) -> Iterator[Reported]:
        """Wait for a task, and see what comes of it."""
        if self._ready and (len(self._ready) >= _MERGED or not self._out):
            ready, self._ready = self._ready, []
            units = tuple(source for _, sent in ready for source in sent.units)
            self._send(_Sent(units, is_merge=True), merged, *(future for future, _ in ready))
        try:
            future = self._done.get(timeout=_LOOK)
        except Empty:
            if not is_alive(self.client):
                raise SynthError(_GONE) from None
            return
        sent = self._out.pop(future)
        if future.status != "finished":
            yield from self._failed(sent, future)
        elif sent.is_merge:
            yield from self._taken(future.result())
        else:
            self._ready.append((future, sent))
            for _ in sent.units:
                self.tally.told(0)

    def _taken(self, outcome: Outcome) -> Iterator[Packed]:
        if outcome.wrong:
            raise UsageError(outcome.wrong)
        if self.recorder:
            self.recorder.took(outcome.members)
        return outcome.reports(self.job.rules)

    def _failed(self, sent: _Sent, future: Any) -> Iterator[Reported]:
        """Each unit for itself, of a task that was tried in vain; of one, that nothing is known."""
        source, *others = sent.units
        if others or sent.is_merge:
            for one in sent.units:
                self._send(_Sent((one,)), carry_out, self._job, (one,))
            return
        if not sent.is_last_try:
            self._suspects.append(source)
            return
        report = died_over(source, self._reason(future))
        if self.recorder:
            self.recorder.tell(source.shown, report)
        yield PartialReport((report,))

    def _reason(self, future: Any) -> str:
        error = future.exception() if future.status == "error" else None
        return described(error) if error else str(future.status)


_GONE = Message(
    "the cluster is gone, or has had no worker for a while, so that not everything was scanned: "
    "start workers, and then the same command again"
)
