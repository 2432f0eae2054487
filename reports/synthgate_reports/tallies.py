"""How many findings there are of each kind: the numbers that all formats agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message

if TYPE_CHECKING:
    from synthgate.model import Problem, Report

_TALLY = Message(
    "findings that count: {active}; set aside: {accepted}; unknown: {unknown}; problems: {problems}"
)


def serious(report: Report) -> list[Problem]:
    """The problems that are no mere notices."""
    return [problem for problem in report.problems if problem.kind != "notice"]


def tally(report: Report) -> str:
    """Findings by what becomes of them, and problems, in one line."""
    said = _TALLY.format(
        active=len(report.failures),
        accepted=len(report.accepted_findings),
        unknown=len(report.doubts),
        problems=len(serious(report)),
    )
    return said[report.language]
