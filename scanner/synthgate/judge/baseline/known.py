"""What a baseline does to the findings of a run: those that it knows do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from synthgate.judge.baseline.file import Baseline
from synthgate.judge.baseline.matching import Match, match
from synthgate.judge.baseline.scope import Scope
from synthgate.model import (
    Acceptance,
    Disposition,
    Finding,
    Message,
    Observed,
    Position,
    Problem,
    plural,
)
from synthgate.problem_code import ProblemCode


def with_baseline(
    baseline: Baseline, observed: Sequence[Observed], scope: Scope
) -> tuple[list[Observed], list[Problem]]:
    """What was observed, the known findings set aside; and what is to be told of the baseline."""
    findings = [finding for one in observed for finding in one.findings]
    matched = match(baseline, findings, scope)
    judged = iter(_set_aside(finding, baseline, matched, at) for at, finding in enumerate(findings))
    known = [replace(one, findings=tuple(next(judged) for _ in one.findings)) for one in observed]
    return known, [*_notices(baseline, matched, scope)]


def _set_aside(finding: Finding, baseline: Baseline, matched: Match, at: int) -> Finding:
    entry = matched.known.get(at)
    if entry is None:
        return finding
    reason = _SINCE.format(day=entry.first_seen)
    accepted = Acceptance(f"{baseline.name}:{entry.line}", reason)
    return finding.set_aside(Disposition.BASELINE, accepted)


def _notices(baseline: Baseline, matched: Match, scope: Scope) -> Iterator[Problem]:
    """What a reader should know: what has gone, and that all is of something else."""
    entries = baseline.entries
    is_elsewhere = not matched.known and not any(map(scope.has, entries))
    if entries and scope.stacks and is_elsewhere:
        yield Problem(ProblemCode.BASELINE_ELSEWHERE, _ELSEWHERE, baseline.name)
    for entry in matched.false[:_NAMED]:
        text = _FALSE.format(rule=entry.rule)
        at = Position(entry.line, 1) if entry.line else None
        yield Problem(ProblemCode.BASELINE_FALSE, text, baseline.name, at)
    if len(matched.false) > _NAMED:
        more = _MORE_FALSE.format(number=len(matched.false) - _NAMED)
        yield Problem(ProblemCode.BASELINE_FALSE, more, baseline.name)
    if matched.gone:
        text = _GONE.format(number=len(matched.gone))
        yield Problem(ProblemCode.BASELINE_STALE, text, baseline.name)


_NAMED = 10
"""How many lines are told of one by one."""
_FALSE = Message(
    "the fingerprint of this line is that of another finding than the one of {rule} that it names, "
    "so that the line accepts nothing: 'synthgate baseline update' writes what is known"
)
_MORE_FALSE = Message("lines more like this: {number}")
_SINCE = Message("known since {day}")
_GONE = plural(
    "{number} known finding is gone, or does not count for another reason: "
    "'synthgate baseline update' takes it out, so that it is new if it comes back",
    "{number} known findings are gone, or do not count for another reason: "
    "'synthgate baseline update' takes them out, so that they are new if they come back",
)
_ELSEWHERE = Message(
    "none of the stacks and templates of this baseline was scanned: is it of another app, or was "
    "it written in another folder? Every finding counts; name another one with --baseline"
)
