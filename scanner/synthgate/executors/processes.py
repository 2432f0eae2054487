"""Several processes at once, each with a chunk of units at a time.

What is in memory does not grow with the number of units: they are named as they are found, each
process has one chunk, one more waits, and a report is passed on as it comes.

A process that dies leaves what it had not begun to the others. What it was at is tried once more
when all else is done, alone, as it may have been the memory of several that was too much; what
another process dies over is a problem. No unit is without a report.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait

from synthgate.executors.child import Child, Nursery, may_fork
from synthgate.executors.chunks import ahead, chunks
from synthgate.executors.here import each as here
from synthgate.executors.lost import lost
from synthgate.executors.prepared import prepare
from synthgate.executors.tally import Progress, Scan, Tally
from synthgate.executors.worker import BEGUN, REPORT, Work
from synthgate.kept.known import PlannedRules
from synthgate.kept.packed import Reported, packed
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.sources.source import Source

_LOOK = 1.0
"""Seconds after which it is looked whether one has ended whose pipe somebody else holds open."""


@dataclass(frozen=True, slots=True)
class Processes:
    """At most `jobs` processes, and none where there are not two units, of `enough` bytes."""

    jobs: int
    enough: int = 0

    def __call__(
        self, plan: Plan, sources: Iterator[Source], progress: Progress | None, scan: Scan
    ) -> Iterator[Reported]:
        """Scan each unit; that of standard input in this process, which alone has it."""
        is_worth_it, every = ahead(sources, self.enough)
        if not is_worth_it:
            yield from here(plan, every, progress, scan)
            return
        if may_fork():
            prepare(plan)
        pool = _Pool(self.jobs, Work(plan, scan, tells=progress is not None), progress)
        try:
            yield from pool.reports(every)
        finally:
            pool.end()


class _Pool:
    """The processes of one run, and what they have to do."""

    def __init__(self, jobs: int, work: Work, progress: Progress | None) -> None:
        self._work = work
        self._progress = progress
        self._tally = Tally(None)
        self._nursery = Nursery(work)
        self._rules = PlannedRules(work.plan)
        self._wanted = jobs
        self._idle: list[Child] = []
        self._busy: list[Child] = []
        self._next: deque[list[Source]] = deque()
        self._kept_here: list[Source] = []
        self._suspects: list[Source] = []
        self._is_last_try = False

    def reports(self, sources: Iterator[Source]) -> Iterator[Reported]:
        """The report of each unit, in the order in which they come to an end."""
        every = chunks(self._sendable(sources))
        self._hand_out(every)
        self._tally = Tally(self._progress)  # a progress bar has a thread: after the forks
        yield from self._all(every)
        for source in self._kept_here:
            yield self._work.scan(self._work.plan, source, self._tally.told)
        self._wanted, self._is_last_try = 1, True
        for source in self._suspects:
            self._dismiss()
            yield from self._all(iter([[source]]))
        self._dismiss()

    def end(self) -> None:
        """End those that are still there, whatever they are at."""
        self._nursery.end()

    def _sendable(self, sources: Iterable[Source]) -> Iterator[Source]:
        for source in sources:
            if source.kind == "stdin":
                self._kept_here.append(source)
            else:
                yield source

    def _all(self, every: Iterator[list[Source]]) -> Iterator[Reported]:
        self._hand_out(every)
        while self._busy or self._next:
            yield from self._heard() if self._busy else self._without()
            self._hand_out(every)

    def _hand_out(self, every: Iterator[list[Source]]) -> None:
        """Give each process that has nothing to do a chunk, and have one more ready."""
        while self._has_next(every) and (child := self._free()):
            self._busy.append(child)
            child.give(self._next.popleft())

    def _has_next(self, every: Iterator[list[Source]]) -> bool:
        if not self._next and (chunk := next(every, None)):
            self._next.append(chunk)
        return bool(self._next)

    def _free(self) -> Child | None:
        """A process that has nothing to do; a new one, if there may be more."""
        if self._idle:
            return self._idle.pop()
        if len(self._busy) >= self._wanted:
            return None
        try:
            return self._nursery.started()
        except OSError:  # the system allows no more
            self._wanted = len(self._busy)
            return None

    def _without(self) -> Iterator[Reported]:
        """What becomes of a chunk where no process can be started: it is scanned here.

        Not what one has died over: it might end this one.
        """
        for source in self._next.popleft():
            if self._is_last_try:
                yield lost(source, None)
            else:
                yield self._work.scan(self._work.plan, source, self._tally.told)

    def _heard(self) -> Iterator[Reported]:
        """What has come, after waiting for something."""
        spoke = wait([child.pipe for child in self._busy], _LOOK)
        for child in [one for one in self._busy if one.pipe in spoke or one.is_over]:
            said = child.heard()
            if said is None:
                yield from self._bury(child)
            elif said[:1] == REPORT:
                yield packed(child.units[0], said[1:], self._rules)
                child.is_done()
                if not child.units:
                    self._busy.remove(child)
                    self._idle.append(child)
            elif said[:1] == BEGUN:
                child.has_begun = True
            else:
                child.templates += 1
                self._tally.told(int(said[1:]), id(child))

    def _bury(self, child: Child) -> Iterator[Reported]:
        """One is gone: what it was at is suspect, what it had not begun is for the others."""
        self._busy.remove(child)
        self._tally.taken_back(child.templates, id(child))
        code = child.gone()
        at, *rest = child.units
        if not child.has_begun and not self._is_last_try:  # no other would fare better
            self._wanted = len(self._busy)
            rest = [at, *rest]
        elif self._is_last_try:
            yield lost(at, code)
        else:
            self._suspects.append(at)
        if rest:
            self._next.appendleft(rest)

    def _dismiss(self) -> None:
        """Let those that have nothing to do end by themselves."""
        while self._idle:
            self._idle.pop().dismissed()
