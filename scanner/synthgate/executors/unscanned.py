"""The report of a unit that no worker of a cluster could scan: a problem in its place."""

from __future__ import annotations

from collections.abc import Sequence

from synthgate.model import Message, Problem, ScannedTemplate, UnitReport
from synthgate.problem_code import ProblemCode
from synthgate.sources.source import Source


def failed(source: Source, problems: Sequence[Problem]) -> UnitReport:
    """What is told of a unit of which nothing but these problems is known.

    A template has its row, as one that failed; of an assembly nobody knows what is in it.
    """
    rows = () if source.kind == "assembly" else (ScannedTemplate(source.shown, "failed"),)
    return UnitReport(source.order, source.base, rows, problems=tuple(problems))


def died_over(source: Source, reason: str) -> UnitReport:
    """That worker after worker was lost over a unit, or failed."""
    said = _DIED.format(reason=reason)
    return failed(source, [Problem(ProblemCode.WORKER_DIED, said, source.shown)])


_DIED = Message(
    "several workers of the cluster were lost over this, or failed ({reason}), so that nothing is "
    "said of it. If it was memory that ran out, split this or give the workers more; if not, "
    "please report it, with the template if you may share it"
)
