"""The gate, and what kept something from being scanned, as cases of JUnit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.junit_cases import Case
from synthgate_reports.rooted import from_root
from synthgate_reports.wording import counts, printable, problem_spot, problem_text, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synthgate.model import Problem, Report
    from synthgate_reports.junit_cases import Outcome
    from synthgate_reports.junit_size import LeftOut

_OUTCOMES: Mapping[str, Outcome] = {"open": "passed", "closed": "failure", "incomplete": "error"}


def of_gate(report: Report, left_out: LeftOut) -> Case:
    """The decision with its reason: by a threshold, a clause, a limit, a problem, or nothing."""
    gate, language = report.gate, report.language
    reason = sentence(gate.reason[language])
    return Case(
        "synthgate.gate",
        "gate",
        home="",
        outcome=_OUTCOMES[gate.verdict],
        type=gate.verdict,
        message=reason,
        body="\n".join((reason, counts(report), *left_out.said(language))),
    )


def of_problems(report: Report) -> Iterator[Case]:
    """What makes the run incomplete; the rest is told in properties."""
    for problem in report.serious_problems:
        yield _problem(problem, report)


def _problem(problem: Problem, report: Report) -> Case:
    about = [printable(part) for part in (problem.rule_id, problem.path) if part]
    return Case(
        "synthgate.problems",
        " ".join(about) or problem.kind,
        home="",
        outcome="error",
        type=problem.kind,
        message=sentence(problem.message[report.language]),
        body=placed(problem, report),
        file=printable(from_root(problem.path, report)) if problem.path else "",
    )


def placed(problem: Problem, report: Report) -> str:
    """A problem behind its place."""
    return ": ".join(filter(None, (problem_spot(problem), problem_text(problem, report))))
