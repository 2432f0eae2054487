"""Findings: the controls that are known to be met, excepted, or not met, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import ControlState, Message
from synthgate_reports.control_groups import control_title
from synthgate_reports.oscal.attested import uid_of
from synthgate_reports.oscal.documents import ORIGINS
from synthgate_reports.oscal.observed import finding_uid
from synthgate_reports.oscal.risks import is_risk, risk_uid
from synthgate_reports.oscal.terms import Json, paragraphs, prop, props, prose
from synthgate_reports.standing import STATES, environment_name, tolerated_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import AssessedControl, Report
    from synthgate_reports.oscal.names import Names

_EXCEPTIONS = Message("with exceptions, which the observations and risks tell")
_TOLERATED = Message("tolerated in this environment")
_REASONS = {
    ControlState.MET: "pass",
    ControlState.EXCEPTED: "other",
    ControlState.NOT_MET: "fail",
}


def findings(names: Names, report: Report) -> Iterator[Json]:
    """One for each control that is met, excepted or not met; OSCAL has no place for the others."""
    seen = set[str]()
    for one in names.framework.controls:
        if one.state in _REASONS and one.control.id not in seen:
            seen.add(one.control.id)
            yield _finding(names, one, report)


def _finding(names: Names, one: AssessedControl, report: Report) -> Json:
    language, control = report.language, one.control
    title = control_title(control, language)
    observations, risks = [*_observations(names, one, report)], [*_risks(names, one)]
    return {
        "uuid": names.uid("control", control.id),
        "title": prose(title),
        "description": paragraphs(*_told(one, report)),
        **props(
            (
                ("framework", names.framework.id),
                ("control-id", control.id),
                ("mode", control.mode),
                ("exceptions", "yes" if one.has_exceptions else "no"),
            )
        ),
        "origins": ORIGINS,
        "target": _target(names, one, report),
        **({"related-observations": observations} if observations else {}),
        **({"related-risks": risks} if risks else {}),
    }


def _target(names: Names, one: AssessedControl, report: Report) -> Json:
    is_met = one.state is ControlState.MET
    # What is met elsewhere, as somebody states, is no pass; what is accepted not to be mended.
    reason = "other" if is_met and one.has_exceptions else _REASONS[one.state]
    excepted = _EXCEPTIONS[report.language] if one.has_exceptions else ""
    return {
        "type": "objective-id",
        "target-id": names.objective(one.control),
        "props": [prop("control", names.control(one.control))],
        "status": {
            "state": "satisfied" if is_met else "not-satisfied",
            "reason": reason,
            **({"remarks": prose(excepted)} if excepted else {}),
        },
    }


def _told(one: AssessedControl, report: Report) -> Iterator[str]:
    """The meaning, then the reasons: by environment, where they differ."""
    language = report.language
    yield one.control.meaning[language]
    if one.results and all(it.reasons == one.results[0].reasons for it in one.results):
        yield "; ".join(reason[language] for reason in one.results[0].reasons)
        return
    for result in one.results:
        said = "; ".join(reason[language] for reason in result.reasons)
        state = STATES[result.state][language]
        yield f"{environment_name(result.environment, report)}: {state}: {said}"


def _observations(names: Names, one: AssessedControl, report: Report) -> Iterator[Json]:
    """What the rules came to, what they found, and what people state."""
    if one.control.mode in {"automated", "partial"}:
        for result in one.results:
            id_ = names.uid("observation", one.control.id, result.environment)
            yield {"observation-uuid": id_}
    spared: dict[str, bool] = {}
    for result in one.results:
        is_tolerated = tolerated_in(result)
        for finding in result.findings:
            id_ = finding_uid(names, finding)
            spared[id_] = spared.get(id_, True) and is_tolerated(finding)
    for id_, is_spared in spared.items():
        remark = {"remarks": prose(_TOLERATED[report.language])} if is_spared else {}
        yield {"observation-uuid": id_, **remark}
    for number, _ in enumerate(one.evidence):
        yield {"observation-uuid": uid_of(names, one, number)}


def _risks(names: Names, one: AssessedControl) -> Iterator[Json]:
    found = (finding for result in one.results for finding in result.findings)
    ids = (finding_uid(names, finding) for finding in found if is_risk(finding))
    for id_ in dict.fromkeys(ids):
        yield {"risk-uuid": risk_uid(names, id_)}
