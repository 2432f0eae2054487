"""What a machine of a cluster does with a chunk of units, and what it sends back.

A report travels as bytes without pickle, units apart, so that reports are put together on the
cluster without being read: a merge is a union by the places of units.
"""

from __future__ import annotations

import pickle
import threading
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from synthgate.errors import SynthgateError
from synthgate.executors.tally import Scan
from synthgate.executors.unscanned import failed
from synthgate.facts.digest import digest_of
from synthgate.facts.kept import Kept
from synthgate.facts.parts import Member, Told, write_part
from synthgate.guard import Guard, crash
from synthgate.judge.names import writable
from synthgate.kept.codec import encode
from synthgate.kept.known import PlannedRules
from synthgate.kept.packed import Packed, units_in
from synthgate.model import Message, PartialReport, Problem, Rule, Text, UnitReport
from synthgate.plan import Plan
from synthgate.program import fingerprint
from synthgate.records import dataclass
from synthgate.sources.remote.fetched import fetched
from synthgate.sources.source import Source
from synthgate.version import __version__

_ALONE = threading.Lock()
"""Two threads of one process would only take turns, so they do it unit by unit."""


@dataclass(frozen=True)
class Job:
    """What is to be done with each unit: by whose program, and where facts are kept, if at all."""

    plan: Plan
    scan: Scan
    program: str
    kept: Kept | None = None

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules of the plan by their ids."""
        return PlannedRules(self.plan)

    def packed(self) -> bytes:
        """The job as it is sent to a cluster, which trusts who submits to it."""
        return zlib.compress(pickle.dumps(self), 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of some units: the report of each as bytes, by its place; where facts have it.

    `wrong` is why nothing could be done, for any of them.
    """

    units: Mapping[tuple[int, ...], bytes]
    members: tuple[Member, ...] = ()
    templates: int = 0
    wrong: Text | None = None

    def reports(self, rules: Mapping[str, Rule]) -> Iterator[Packed]:
        """The reports of all units."""
        for order, content in self.units.items():
            yield Packed(order, content, rules)


def program() -> str:
    """The program that scans here; two that differ may say different things."""
    return f"{__version__} ({fingerprint()[:12]})"


def unpacked(content: bytes) -> Job:
    """The job that was packed by who submits to this cluster."""
    return pickle.loads(zlib.decompress(content))  # noqa: S301 - see `Job.packed`


def carry_out(job: Job, sources: Sequence[Source]) -> Outcome:
    """Scan some units, but for those that facts tell of, and write what is new into the facts."""
    if job.program != program():
        said = _ANOTHER.format(ours=job.program, theirs=program())
        return Outcome({}, wrong=said)
    new, members = list[Told](), list[Member]()
    reports: list[UnitReport] = []
    for source in sources:
        told, part = _unit(job, source)
        reports.append(told.report)
        if part is None:
            new.append(told)
        else:
            members.append(Member(told.unit, told.digest, source.order, part))
    try:
        if job.kept and new:
            members += write_part(job.kept.run, job.plan.digest, new, job.rules)
    except SynthgateError as error:
        return Outcome({}, wrong=error.text)
    units = {it.order: encode(PartialReport((it,)), job.rules) for it in reports}
    return Outcome(units, tuple(members), sum(len(it.templates) for it in reports))


def merged(*outcomes: Outcome) -> Outcome:
    """Several outcomes as one, in whatever order they come.

    Raises:
        ValueError: they hold different reports of one unit.
    """
    units: dict[tuple[int, ...], bytes] = {}
    for outcome in outcomes:
        for order, content in outcome.units.items():
            if units.setdefault(order, content) != content:
                raise ValueError(order)
    members = tuple(member for it in outcomes for member in it.members)
    wrong = next((it.wrong for it in outcomes if it.wrong), None)
    return Outcome(units, members, sum(it.templates for it in outcomes), wrong)


def _unit(job: Job, source: Source) -> tuple[Told, str | None]:
    """What is said of a unit, and the part of the run that has it already."""
    problems: list[Problem] = []
    digest, name = "", writable(source.shown)
    with Guard(problems, crash(source.shown), last=True), _at_hand(source) as here:
        digest = digest_of(here) if job.kept else ""
        known = job.kept.report(source, digest, job.rules) if job.kept else None
        if known and job.kept:
            return Told(name, digest, known), job.kept.part(digest)
        with _ALONE:
            (unit,) = units_in(job.scan(job.plan, here, _unheard))
        return Told(name, digest, unit), None
    return Told(name, digest, failed(source, problems)), None


@contextmanager
def _at_hand(source: Source) -> Generator[Source]:
    """A unit that can be read here: one of a store is fetched, for as long as the block lasts."""
    if source.remote is None:
        yield source
        return
    with fetched(source.remote) as here:
        yield source.at(here)


def _unheard(_: int) -> None: ...


_ANOTHER = Message(
    "a worker of the cluster runs another synthgate than this one, so that it might say something "
    "else: {theirs}, and here {ours}; install the same there"
)
