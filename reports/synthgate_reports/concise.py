"""`concise`: a line for each finding that counts, as compilers write them, and the gate's reason.

    infra/app.py:35:9: high apigw-method-open Method has no authorization

Problems follow the findings, notices only where they are about trust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Disposition
from synthgate_reports.wording import (
    counts,
    inert,
    message,
    of_trust,
    primary,
    printable,
    problem_spot,
    sentence,
    spot,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import Problem, Report


def write(report: Report, stream: TextIO) -> None:
    """Write the report."""
    stream.writelines(f"{inert(line)}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    counting = tuple(one for one in report.failures if not report.is_known(one))
    for finding in worst_first(counting):
        rule = printable(finding.rule.id)
        place = spot(primary(finding))
        yield f"{place}: {finding.severity.value} {rule} {message(finding, report)}"
    trust = of_trust(report)
    for problem in report.problems:
        if problem.kind != "notice" or problem in trust:
            yield _problem(problem, report)
    accepted = [f for f in report.accepted_findings if f.disposition is not Disposition.PREVIEW]
    if accepted or len(counting) < len(report.failures):
        yield counts(report)
    yield sentence(report.gate.reason[report.language])


def _problem(problem: Problem, report: Report) -> str:
    word = "notice" if problem.kind == "notice" else "error"
    place = problem_spot(problem)
    prefix = f"{place}: " if place else ""
    return f"{prefix}{word} {problem.code.id} {sentence(problem.message[report.language])}"
