"""How much each tool said, and how much of that others said as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from synthgate.judge.joining.equivalents import NAG
from synthgate.judge.joining.excusing import excused, is_excused
from synthgate.judge.joining.resources import heard_in
from synthgate.model import (
    OURS,
    Finding,
    PartialReport,
    Reported,
    Status,
    ToolCounts,
    ToolRun,
)


def counted(partial: PartialReport, findings: Sequence[Finding]) -> Iterator[ToolCounts]:
    """What came of every tool that was heard; of one that was heard several times, together."""
    runs: dict[str, list[ToolRun]] = {}
    said: dict[str, Counter[str]] = {}
    for one in partial.every_heard:
        for run in one.runs:
            runs.setdefault(run.tool, []).append(run)
    for reported in _each_once(_as_accepted(partial)):
        said.setdefault(reported.tool, Counter())[_word(reported)] += 1
    shared: Counter[tuple[str, bool]] = Counter()
    for finding in (one for one in findings if one.is_active):
        tools = {one.tool for one in finding.sources}
        shared.update((tool, len(tools) > 1) for tool in tools - {OURS})
    for tool in sorted({*runs, *said}):
        tally = said.get(tool, Counter[str]())
        yield ToolCounts(
            _together(runs.get(tool, [ToolRun(tool)])),
            tally["pass"],
            tally["fail"],
            tally["unknown"],
            tally["accepted"],
            shared[tool, True],
            shared[tool, False],
        )


def _as_accepted(partial: PartialReport) -> Iterator[Reported]:
    """All that was said, accepted where every resource that it is about says so."""
    for resources, every in heard_in(partial):
        for reported in every:
            places = [*resources.at(reported.spot)]
            yield excused(reported, places[0]) if is_excused(reported, places) else reported


def _each_once(every: Iterable[Reported]) -> Iterator[Reported]:
    """Without what cdk-nag, asked of a template, says again of what it said in synth.

    Its report names constructs, of which a template of a nested stack may hold several in one.
    """
    found = [*every]
    known = {_about(one) for one in found if one.tool == NAG and one.spot.construct}
    return (one for one in found if one.spot.construct or _about(one) not in known)


def _about(reported: Reported) -> tuple[str, ...]:
    return reported.tool, reported.rule_id, reported.spot.template, reported.spot.logical_id


def _word(reported: Reported) -> str:
    return "accepted" if reported.accepted and reported.status is Status.FAIL else reported.status


def _together(runs: Sequence[ToolRun]) -> ToolRun:
    """One row of several runs of a tool."""
    first = runs[0]
    releases = dict.fromkeys(one.release for one in runs if one.release)
    origins = dict.fromkeys(one.origin for one in runs if one.origin)
    return ToolRun(
        first.tool,
        ", ".join(releases),
        ", ".join(origins),
        all(one.is_whole for one in runs),
        all(one.apart for one in runs),
    )
