"""The controls of frameworks as findings of Security Hub: those that are met, not met or unknown.

What is not assessed or does not apply has none: Security Hub would keep each as *not available*,
and hundreds of them would hide the others. A control is of the whole app, which is deployed to no
one account: its finding goes to that of the first template that says where it goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import ControlState
from synthgate_reports.asff_parts import (
    CHECKS,
    LABEL,
    LONGEST_DESCRIPTION,
    LONGEST_ID,
    LONGEST_TITLE,
    Json,
    Scan,
    associated,
    filled,
    head,
    required,
    untold,
    whereabouts,
    words,
)
from synthgate_reports.control_groups import control_title
from synthgate_reports.served import claimed_in, counting, id_of, name_of, severity
from synthgate_reports.standing import STATES, environment_name
from synthgate_reports.targets import Target, address
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import AssessedControl, AssessedFramework, Report

_STATUS = {
    ControlState.NOT_MET: "FAILED",
    ControlState.EXCEPTED: "FAILED",
    ControlState.UNKNOWN: "WARNING",
    ControlState.MET: "PASSED",
}
_OVER = (ControlState.MET, ControlState.EXCEPTED)
_MOST_RESOURCES = 32
_MOST_REASONS = 20


def controls(scan: Scan) -> Iterator[Json]:
    """A finding for each, in the order of its framework."""
    places = [scan.targets.of_file(one.path) for one in scan.report.templates]
    target = next((one for one in places if one.account and one.region), Target())
    for framework, one in claimed_in(scan.report):
        if one.state in _STATUS:
            yield _of_control(framework, one, target, scan)


def _of_control(
    framework: AssessedFramework, one: AssessedControl, target: Target, scan: Scan
) -> Json:
    report, name = scan.report, name_of(framework, one.control)
    language, worst = report.language, severity(one)
    reasons = [*_reasons(one, report)]
    meaning = sentence(one.control.meaning[language])
    said = " ".join(filter(None, (meaning, *(reason for _, reason in reasons))))
    return {
        **head(id_of(framework, one.control), f"control/{printable(framework.id)}", target, scan),
        "Title": words(control_title(one.control, language), LONGEST_TITLE),
        "Description": words(said, LONGEST_DESCRIPTION),
        "FindingProviderFields": {
            "Severity": {"Label": LABEL[worst], "Original": worst.value},
            "Types": [CHECKS],
        },
        "Resources": _resources(one, target, scan),
        "Compliance": {
            "Status": _STATUS[one.state],
            "StatusReasons": [
                {"ReasonCode": code, "Description": words(text, LONGEST_DESCRIPTION)}
                for code, text in reasons[:_MOST_REASONS]
            ],
            "SecurityControlId": words(printable(one.control.id), LONGEST_ID),
            **required([name]),
            **associated([framework]),
        },
        # What passes, or is accepted, is no longer to be looked at, as long as that is so.
        "RecordState": "ARCHIVED" if one.state in _OVER else "ACTIVE",
        "ProductFields": _fields(framework, one, target, scan),
    }


def _reasons(one: AssessedControl, report: Report) -> Iterator[tuple[str, str]]:
    """Why it is in its state, by environment."""
    for result in one.results:
        code = f"SYNTHGATE_{result.state.name}"
        where = environment_name(result.environment, report)
        whys = "; ".join(sentence(reason[report.language]) for reason in result.reasons)
        yield code, f"{where}: {whys or STATES[result.state][report.language]}"
    if not one.results:
        yield f"SYNTHGATE_{one.state.name}", STATES[one.state][report.language]


def _resources(one: AssessedControl, target: Target, scan: Scan) -> list[Json]:
    """What its state rests on; of one without any fault, the app."""
    found = {address(finding.subject): finding.subject for finding in counting(one)}
    app = {printable(scan.report.run.app) or "app": whereabouts(target)}
    where = {name: whereabouts(scan.targets.of(subject)) for name, subject in found.items()}
    return [
        {"Type": "Other", "Id": words(name, LONGEST_ID), **place}
        for name, place in [*(where or app).items()][:_MOST_RESOURCES]
    ]


def _fields(
    framework: AssessedFramework, one: AssessedControl, target: Target, scan: Scan
) -> dict[str, str]:
    facts = {
        "synthgate/framework": f"{framework.id} {framework.version}",
        "synthgate/control": one.control.id,
        "synthgate/state": one.state.value,
        "synthgate/mode": one.control.mode,
        "synthgate/exceptions": "yes" if one.has_exceptions else "no",
    }
    return filled({**facts, **untold(target), **scan.facts})
