"""The controls of frameworks as events of OCSF: one for each, with its state and its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import ControlState, Status
from synthgate_reports.control_groups import control_title, group_title
from synthgate_reports.ocsf_parts import (
    CREATE,
    FAIL,
    NEW,
    PASS,
    RESOLVED,
    RULE,
    SEVERITY,
    SUPPRESSED,
    WARNING,
    Json,
    Scan,
    head,
    kind,
    standard,
    state,
)
from synthgate_reports.served import claimed_in, counting, id_of, name_of, severity
from synthgate_reports.standing import STATES, environment_name
from synthgate_reports.targets import address
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import AssessedControl, AssessedFramework, Report

_STATE = {
    ControlState.MET: PASS,
    ControlState.NOT_MET: FAIL,
    ControlState.EXCEPTED: (99, "Excepted"),
    ControlState.UNKNOWN: WARNING,
    ControlState.NOT_ASSESSED: (99, "Not assessed"),
    ControlState.NOT_APPLICABLE: (99, "Not applicable"),
}
"""Of what nobody looked at, and of what somebody accepted, OCSF has no state: *Other*, and by no
means a pass."""
_STATUS = {
    ControlState.MET: RESOLVED,
    ControlState.NOT_APPLICABLE: RESOLVED,
    ControlState.EXCEPTED: SUPPRESSED,
}
_MOST = 100
"""Resources of an event."""


def controls(scan: Scan) -> Iterator[Json]:
    """An event for each control that is claimed, in the order of its framework."""
    for framework, one in claimed_in(scan.report):
        yield _of_control(framework, one, scan)


def _of_control(framework: AssessedFramework, one: AssessedControl, scan: Scan) -> Json:
    report, control, name = scan.report, one.control, name_of(framework, one.control)
    language, status = report.language, _STATUS.get(one.state, NEW)
    title = control_title(control, language) or "-"
    analytic = {"uid": printable(framework.id) or "-", "name": standard(framework)}
    return {
        **head(CREATE, SEVERITY[severity(one)], status, scan),
        "message": f"{title}: {STATES[one.state][language]}",
        "finding_info": {
            "uid": id_of(framework, control),
            "title": title,
            "desc": sentence(control.meaning[language]),
            "types": ["control"],
            "analytic": {**analytic, **kind(RULE, "Rule")},
            "created_time": scan.time,
        },
        "compliance": {
            "control": printable(control.id) or "-",
            "category": group_title(control.group, framework, language) or "-",
            "standards": [standard(framework)],
            "requirements": [name],
            **state(_STATE[one.state]),
            "status_details": [*_details(one, report)],
            **_checks(one, scan),
        },
        "resources": _resources(one, scan),
        "cloud": {"provider": "AWS"},
        "unmapped": {
            "framework": printable(framework.id),
            "framework_version": printable(framework.version),
            "control": printable(control.id),
            "state": one.state.value,
            "mode": control.mode,
            "exceptions": one.has_exceptions,
            "origin": dict(scan.facts),
        },
    }


def _details(one: AssessedControl, report: Report) -> Iterator[str]:
    """Why it is in its state, by environment."""
    for result in one.results:
        where = environment_name(result.environment, report)
        whys = "; ".join(sentence(reason[report.language]) for reason in result.reasons)
        yield f"{where}: {STATES[result.state][report.language]}: {whys}"


def _checks(one: AssessedControl, scan: Scan) -> Json:
    """The rules that were asked, each with what it says: the worst of all resources."""
    found: dict[str, tuple[int, str]] = {}
    for result in one.results:
        found |= dict.fromkeys(result.asked, PASS)
    counted = counting(one)
    found |= {it.rule.id: WARNING for it in counted if it.status is Status.UNKNOWN}
    found |= {it.rule.id: FAIL for it in counted if it.status is Status.FAIL}
    told = [{"uid": printable(rule) or "-", **state(said)} for rule, said in found.items()]
    return {"checks": told} if told else {}


def _resources(one: AssessedControl, scan: Scan) -> list[Json]:
    """What its state rests on; of one without any fault, the app."""
    found = {address(finding.subject): finding.subject for finding in counting(one)}
    named: list[Json] = [
        {"uid": uid, "name": printable(subject.logical_id) or "-", "type": printable(subject.type)}
        for uid, subject in [*found.items()][:_MOST]
    ]
    return named or [{"uid": printable(scan.report.run.app) or "app", "type": "app"}]
