"""The controls of frameworks as cases of JUnit: one for each control and environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import ControlState, Status
from synthgate_reports.junit_cases import Case
from synthgate_reports.junit_entries import plain
from synthgate_reports.junit_names import dotted
from synthgate_reports.standing import STATES, tolerated_in
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synthgate.model import AssessedControl, ControlResult, Finding, Report
    from synthgate_reports.junit_cases import Outcome

_OUTCOMES: Mapping[ControlState, Outcome] = {
    ControlState.EXCEPTED: "skipped",
    ControlState.NOT_ASSESSED: "skipped",
    ControlState.NOT_APPLICABLE: "skipped",
}
"""What no test has been made of, or none that passed: what is excepted is no success, and breaks no
build. The others have passed, unless the gate goes by them."""


def controls(report: Report) -> Iterator[Case]:
    """The controls of all frameworks."""
    for framework in report.frameworks:
        for one in framework.controls:
            closes = (framework.id, one.control.id) in report.gate.controls
            for result in one.results:
                yield _control(framework.id, one, result, report, closes=closes)


def _control(
    framework: str, one: AssessedControl, result: ControlResult, report: Report, *, closes: bool
) -> Case:
    language = report.language
    where = [result.environment] if result.environment else []
    is_unmet = result.state is ControlState.NOT_MET
    outcome = "failure" if closes and is_unmet else _OUTCOMES.get(result.state, "passed")
    said = STATES[result.state][language]
    whys = [sentence(reason[language]) for reason in result.reasons]
    told = f"{said}: {whys[0]}" if whys else said
    bodies = [plain(finding, report) for finding in _counting(result)]
    silent = result.state is ControlState.MET
    return Case(
        dotted("/".join([framework, *where])),
        f"{printable(one.control.id)} {sentence(one.control.title[language])}",
        home="",
        outcome=outcome,
        type=result.state.value,
        message=told,
        body="" if silent else "\n\n".join(["\n".join([told, *whys[1:]]), *bodies]),
    )


def _counting(result: ControlResult) -> Iterator[Finding]:
    is_tolerated = tolerated_in(result)
    for finding in result.findings:
        failed = finding.status is Status.FAIL and finding.is_active
        if failed and not is_tolerated(finding):
            yield finding
