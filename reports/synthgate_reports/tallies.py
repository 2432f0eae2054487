"""How many findings there are of each kind: the numbers that all formats agree on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import Message, Severity

if TYPE_CHECKING:
    from synthgate.model import Report

_TALLY = Message(
    "findings that count: {active}; set aside: {accepted}; unknown: {unknown}; problems: {problems}"
)


ByStack = dict[str, "Counter[Severity]"]


def by_stack(report: Report) -> ByStack:
    """The failures of each stack by severity; a template outside any assembly is by its path."""
    stacks = {template.path: template.stack for template in report.templates}
    tallies: ByStack = {}
    for finding in report.failures:
        path = finding.location.path
        stack = finding.subject.stack or stacks.get(path) or path
        tallies.setdefault(stack, Counter())[finding.severity] += 1
    return tallies


def ranked(tallies: ByStack) -> list[tuple[str, Counter[Severity]]]:
    """Stacks with their failures, the worst first."""
    return sorted(tallies.items(), key=lambda one: ([-one[1][it] for it in Severity], one[0]))


def tally(report: Report) -> str:
    """Findings by what becomes of them, and problems, in one line."""
    said = _TALLY.format(
        active=len(report.failures),
        accepted=len(report.accepted_findings),
        unknown=len(report.doubts),
        problems=len(report.serious_problems),
    )
    return said[report.language]
