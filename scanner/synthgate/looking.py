"""What there is below some paths, scanned: each unit by whoever scans, and merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from synthgate.config.tools import NO_TOOLS, Tools
from synthgate.executors.executor import Executor, here
from synthgate.executors.tally import Progress, Scan
from synthgate.kept.gathering import Gathering
from synthgate.kept.keep import Keep
from synthgate.kept.known import PlannedRules
from synthgate.kept.looked import Looked
from synthgate.kept.settled import told_of
from synthgate.model import PartialReport, Problem, Results
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.sources.discover import Discovery
from synthgate.sources.left_out import NOTHING_LEFT, LeftOut
from synthgate.sources.places import Places
from synthgate.sources.source import Source

if TYPE_CHECKING:
    from synthgate.states import State


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of an input, and what was wrong with it as a whole.

    `asked` are the rules that it was asked, None for those of this run. `called` is what files of a
    revision are called as a whole. `stored` is what it was taken from, if somebody has stored it,
    `state` its stacks, where they are wanted and there are any to read.
    """

    partial: PartialReport
    problems: tuple[Problem, ...] = ()
    asked: frozenset[str] | None = None
    called: str = ""
    stored: Results | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True, eq=False)
class How:
    """How things are scanned: by whom, with which other tools heard, and what is kept of before.

    Its stacks are told too if `with_state`. `most` are the findings to be in memory together, for
    whoever goes through them once or twice; None: all of them.
    """

    executor: Executor = here
    tools: Tools = NO_TOOLS
    keep: Keep | None = None
    with_state: bool = False
    most: int | None = None


def scanned(
    plan: Plan,
    around: Places,
    paths: Sequence[str],
    how: How,
    progress: Progress | None = None,
    *,
    stdin: BinaryIO | None = None,
    left_out: LeftOut | None = None,
) -> Seen:
    """What there is below some paths, but for what is left out; without any, in ``cdk.out``.

    With it, what other tools say of that. What is kept is not scanned again.
    """
    without, keep = left_out or LeftOut(), how.keep
    discovery = Discovery(around, stdin, without)
    found = keep.sources(discovery, around, without, paths) if keep else discovery.sources(paths)
    every = [*found] if how.with_state else []
    partial = _gathered(plan, iter(every) if how.with_state else found, how, progress)
    if keep:
        keep.finish(plan)
    is_empty = without.globs and not any(unit.templates for unit in partial.units)
    told: list[Problem] = []
    if how.tools.is_any:
        from synthgate.hearing import heard_with  # noqa: PLC0415 - most runs ask none

        partial, told = heard_with(partial, how.tools, around)
    nothing = [NOTHING_LEFT] if is_empty else []
    problems = (*discovery.problems, *nothing, *told, *told_of(keep))
    state = _state(plan, every, discovery.problems) if how.with_state else None
    return Seen(partial, problems, state=state)


def _gathered(
    plan: Plan, sources: Iterator[Source], how: How, progress: Progress | None
) -> PartialReport:
    """The reports of all units, of which others scan only those that are not kept."""
    keep = how.keep
    rules = keep.rules(plan) if keep else PlannedRules(plan)
    # Who asks other tools puts their findings beside all of ours.
    reports = Gathering(rules, None if plan.hears else how.most)
    scan = keep.scan if keep else _scan()
    if keep and how.executor is not here:  # which looks unit by unit
        looked = Looked(keep, plan, reports.add)
        progress = looked.progress(progress) if progress else None
        sources = looked.unknown(sources)
    for report in how.executor(plan, sources, progress, scan):
        reports.add(report)
    return reports.whole()


def _scan() -> Scan:
    # All of the resolver and of the rules: a run that finds its answers kept does without.
    from synthgate.scanning import scan_unit  # noqa: PLC0415

    return scan_unit


def _state(plan: Plan, found: Iterable[Source], problems: Iterable[Problem]) -> State:
    # As above.
    from synthgate.states import state_of  # noqa: PLC0415

    return state_of(plan, found, problems)
