"""What a run of an app finds beside the one before: the new, the gone, in no more than a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from synthgate.judge.comparing import Side, compare
from synthgate.model import (
    Disposition,
    Finding,
    Message,
    Novelty,
    Observed,
    Problem,
    Report,
    Status,
    in_context,
    plural,
)
from synthgate.records import dataclass
from synthgate_reports.wording import FIX, message, primary, printable, sentence, spot, worst_first

MOST_LINES = 20
"""Findings of a kind that are shown; a screen holds as many."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new in a report beside an earlier one, what is gone, and what newly went wrong."""

    new: Sequence[Finding] = ()
    gone: Sequence[Finding] = ()
    problems: Sequence[Problem] = ()


def difference(before: Report | None, after: Report) -> Difference:
    """What a report says that an earlier one does not, and the other way round.

    Findings are those that count; where there is no earlier one, all of them are new.
    """
    known = {_said(one) for one in before.problems} if before else frozenset[object]()
    problems = [one for one in after.problems if _said(one) not in known]
    novelty, gone = compare(_side(before), _side(after))
    told = zip(after.findings, novelty, strict=True)
    new = [one for one, what in told if what is Novelty.NEW and _counts(one)]
    return Difference(new, [*filter(_counts, gone)], problems)


def _side(report: Report | None) -> Side:
    if report is None:
        return Side(())
    return Side((Observed(None, report.verdicts, tuple(report.findings)),))


def _said(problem: Problem) -> object:
    return problem.code, problem.message.en, problem.path


def _counts(finding: Finding) -> bool:
    return finding.disposition is Disposition.ACTIVE


def lines(difference: Difference, report: Report) -> Iterator[str]:
    """What is to be told of a run: its problems, the new with their fix, the gone, the gate."""
    language = report.language
    serious = [one for one in difference.problems if one.kind != "notice"]
    for one in serious[:MOST_LINES]:
        place = f"{printable(one.path)}: " if one.path else ""
        yield f"{place}{sentence(one.message[language])}"
    yield from _listed(_NEW, difference.new, report, with_fix=True)
    yield from _listed(_GONE, difference.gone, report, with_fix=False)
    yield _counted(difference, report)
    yield sentence(report.gate.reason[language])


def _listed(
    word: Message, findings: Iterable[Finding], report: Report, *, with_fix: bool
) -> Iterator[str]:
    failed = [one for one in findings if one.status is Status.FAIL]
    said = word[report.language]
    for one in worst_first(tuple(failed))[:MOST_LINES]:
        place = spot(primary(one)) if with_fix else printable(one.subject.name)
        rule = printable(one.rule.id)
        yield f"{said}  {place}: {one.severity.value} {rule} {message(one, report)}"
        if with_fix and (fix := sentence(one.fix[report.language])):
            yield f"    {FIX[report.language]}: {fix}"
    if (more := len(failed) - MOST_LINES) > 0:
        yield f"{said}  {_MORE.format(number=more)[report.language]}"


def _counted(difference: Difference, report: Report) -> str:
    new, gone = (
        [sum(one.status is status for one in side) for status in (Status.FAIL, Status.UNKNOWN)]
        for side in (difference.new, difference.gone)
    )
    said = _FINDINGS.format(number=len(report.failures), new=new[0], gone=gone[0])
    if not any((new[1], gone[1])):
        return said[report.language]
    doubts = _DOUBTS.format(number=len(report.doubts), new=new[1], gone=gone[1])
    return f"{said[report.language]}; {doubts[report.language]}"


_NEW = in_context("since the last run", "new")
_GONE = in_context("since the last run", "gone")
_MORE = plural("… and {number} more", "… and {number} more")
_FINDINGS = plural(
    "{number} finding: {new} new, {gone} gone", "{number} findings: {new} new, {gone} gone"
)
_DOUBTS = plural(
    "{number} undecided: {new} new, {gone} gone", "{number} undecided: {new} new, {gone} gone"
)
