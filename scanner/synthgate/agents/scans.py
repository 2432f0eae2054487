"""*scan*: what the gate says of the workspace, a page of findings at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import count
from typing import Any

from synthgate.agents.answers import Scanned
from synthgate.agents.bounds import page, start_of
from synthgate.agents.rows import (
    MOST_PROBLEMS,
    by_rule,
    found_row,
    in_order,
    problem_rows,
)
from synthgate.agents.workspace import Workspace
from synthgate.errors import UsageError
from synthgate.model import Finding, Message, Novelty, Report, Severity, Text, joined, plural
from synthgate.pipeline import run
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass

MOST_KEPT = 2
"""How many scans are kept for those who go on: a report of a hundred thousand findings is big."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A scan that was made, by the name that goes on with it, and the findings that it lists."""

    name: str
    asked: Mapping[str, Any]
    report: Report
    listed: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Scans:
    """The scans of a workspace, of which the last are kept: so that pages are of one scan."""

    workspace: Workspace
    kept: deque[Kept] = field(default_factory=lambda: deque[Kept](maxlen=MOST_KEPT))
    numbers: count[int] = field(default_factory=lambda: count(1))

    def scan(self, asked: Mapping[str, Any], severity: Severity | None, limit: int) -> Scanned:
        """Scan, and tell the first findings.

        Raises:
            UsageError: a path leads out, or the configuration has mistakes.
        """
        with self.workspace.configured(asked) as config:
            report = run(config)
        listed = in_order(report, severity)
        kept = Kept(f"s{next(self.numbers)}", asked, report, listed)
        self.kept.append(kept)
        return _told(kept, 0, limit)

    def go_on(self, word: str, limit: int) -> Scanned:
        """Tell the next findings of a scan that was made.

        Raises:
            UsageError: that scan is not kept any more.
        """
        name, _, start = word.partition(".")
        kept = next((one for one in self.kept if one.name == name), None)
        if kept is None:
            raise UsageError(_GONE.format(word=word))
        return _told(kept, start_of(start), limit)

    def finding(self, fingerprint: str) -> tuple[Kept, Finding]:
        """A finding of one of the last scans, of the latest that has it.

        Raises:
            UsageError: none of them has it.
        """
        for kept in reversed(self.kept):
            for finding in kept.report.findings:
                if finding.fingerprint == fingerprint.lower():
                    return kept, finding
        raise UsageError(_NO_FINDING.format(word=fingerprint))


def _told(kept: Kept, start: int, limit: int) -> Scanned:
    report, checks = kept.report, kept.report.checks
    found = page(kept.listed, start, limit, lambda one: found_row(report, one))
    return Scanned(
        summary=_summary(kept, found.left_off)[report.language],
        gate=report.gate.verdict,
        failed=checks.failed,
        unknown=checks.unknown,
        accepted=len(report.accepted_findings),
        fixed=len(report.fixed) if report.comparison else None,
        templates=len(report.templates),
        resources=sum(one.resources for one in report.templates),
        by_rule=by_rule(kept.listed),
        findings=found.rows,
        left_off=found.left_off,
        next=found.next(f"{kept.name}."),
        problems=problem_rows(report.problems, report.language),
        problems_left_off=max(len(report.problems) - MOST_PROBLEMS, 0),
    )


def _summary(kept: Kept, left_off: int) -> Text:
    """The gate and the numbers, and what to ask next; no name of any template."""
    report = kept.report
    parts: list[Text] = [_gate(report), _LISTED.format(number=len(kept.listed))]
    if report.comparison:
        new = sum(one.novelty is Novelty.NEW for one in kept.listed)
        parts.append(_BESIDE.format(new=new, fixed=len(report.fixed)))
    if any(one.code is ProblemCode.ASSEMBLY_STALE for one in report.problems):
        parts.append(_STALE)
    if report.serious_problems:
        parts.append(_NOT_WHOLE.format(number=len(report.serious_problems)))
    if kept.listed:
        parts.append(_NEXT)
    if left_off:
        parts.append(_MORE.format(number=left_off))
    return joined(" ", parts)


def _gate(report: Report) -> Text:
    match report.gate.verdict:
        case "open":
            return _OPEN
        case "closed":
            return _CLOSED.format(number=len(report.gate.closing))
        case "incomplete":
            return _INCOMPLETE


_CLOSED = plural(
    "The gate is closed by {number} finding.", "The gate is closed by {number} findings."
)
_OPEN = Message("The gate is open.")
_INCOMPLETE = Message("Not everything could be scanned, so the gate says nothing: see 'problems'.")
_BESIDE = Message(
    "Beside 'against', {new} are new and {fixed} are gone; where something is compared, the gate "
    "looks at what is new alone."
)
_STALE = Message(
    "The CDK program has changed since the synth, so this is about what it was: ask the person to "
    "run the synth."
)
_LISTED = plural("{number} finding counts.", "{number} findings count.")
_NOT_WHOLE = plural(
    "{number} problem kept the scan from being whole.",
    "{number} problems kept the scan from being whole.",
)
_NEXT = Message("show_fix tells how to mend one; explain_verdict tells why it is one.")
_MORE = plural(
    "{number} more is left off: call scan with 'next'.",
    "{number} more are left off: call scan with 'next'.",
)
_GONE = Message("next: the scan of {word!r} is not kept any more: scan again without 'next'")
_NO_FINDING = Message(
    "no finding of the last scans has the fingerprint {word!r}: call scan, and take 'finding' of a "
    "row as it is"
)
