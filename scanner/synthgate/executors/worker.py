"""What a process does that another one has started to scan units.

It sends bytes, of which the first says what they are. The report of a unit goes as soon as it is
there, so that of a process that dies it is known over which unit. The work is over when the pipe
ends, and so it is when the parent is gone.
"""

from __future__ import annotations

import pickle
import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection

from synthgate.executors.tally import Scan
from synthgate.guard import Guard, crash
from synthgate.kept.codec import encode
from synthgate.kept.known import PlannedRules
from synthgate.kept.packed import Packed, Reported
from synthgate.model import PartialReport, Problem, UnitReport
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.sources.source import Source

BEGUN, DONE, REPORT = b"b", b"d", b"r"
"""What it sends: that it is there; that a template is done, and how many of its unit are to come;
the report of a unit."""


@dataclass(frozen=True, slots=True)
class Work:
    """What each child is to do with units; `tells` whether somebody watches how far it is."""

    plan: Plan
    scan: Scan
    tells: bool


def serve(given: Work | bytes, pipe: Connection, others: Sequence[Connection]) -> None:
    """What a child does: scan the units that come, until no more do.

    `others` are ends of pipes that it has inherited and that are not its own: while it held them,
    nobody would learn that their owners are gone.
    """
    _leave_interrupts_to_the_parent()
    for one in others:
        one.close()
    work = given if isinstance(given, Work) else _unpacked(given)
    rules = PlannedRules(work.plan)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send_bytes(BEGUN)
        while True:
            units: list[Source] = pickle.loads(pipe.recv_bytes())  # noqa: S301 - as above
            for source in units:
                found = _scanned(work, source, pipe)
                is_packed = isinstance(found, Packed)
                pipe.send_bytes(REPORT + (found.content if is_packed else encode(found, rules)))


def _unpacked(given: bytes) -> Work:
    work: Work = pickle.loads(given)  # noqa: S301 - the process that started this one packed it
    return work


def _scanned(work: Work, source: Source, pipe: Connection) -> Reported:
    def told(waiting: int) -> None:
        pipe.send_bytes(b"%b%d" % (DONE, waiting))

    problems: list[Problem] = []
    with Guard(problems, crash(source.shown), last=True):
        return work.scan(work.plan, source, told if work.tells else _unheard)
    unit = UnitReport(source.order, source.base, problems=tuple(problems))
    return PartialReport((unit,))


def _unheard(_: int) -> None: ...


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches all processes of a terminal; the parent ends its children itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
