"""`assessment-plan.json`: what is looked at, by what; which the results import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate_reports.control_groups import control_title, is_silent
from synthgate_reports.oscal import scope
from synthgate_reports.oscal.documents import Parts, assets, every, source
from synthgate_reports.oscal.documents import write as write_document
from synthgate_reports.oscal.subjects import inventory
from synthgate_reports.oscal.terms import Json, paragraphs, prop, props, prose, some, uid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import AssessedControl, Report
    from synthgate_reports.oscal.names import Names

_TITLE = Message("Assessment plan of the templates of an app")
_SSP = Message("System security plan")
_NO_SSP = Message(
    "The organisation's own, which synthgate does not know: OSCAL demands that a plan names one"
)
_SUBJECTS = Message("The resources of the templates that were scanned")


def write(report: Report, stream: TextIO) -> None:
    """Write the plan."""
    parts, frameworks = Parts(), every(report)
    language = report.language
    own = parts.resource(
        uid("ssp"),
        {"title": prose(_SSP[language]), "description": prose(_NO_SSP[language])},
    )
    for names in frameworks:
        source(names, parts, report)
    aims = [aim for names in frameworks for aim in _objectives(names, report)]
    local = {
        **some("inventory-items", inventory(report)),
        **some("objectives-and-methods", aims),
    }
    subjects: Json = {
        "type": "inventory-item",
        "description": prose(_SUBJECTS[language]),
        "include-all": {},
    }
    body: Json = {
        "import-ssp": {"href": own},
        **({"local-definitions": local} if local else {}),
        "reviewed-controls": _reviewed(frameworks, report),
        "assessment-subjects": [subjects],
        "assessment-assets": assets(report),
    }
    write_document("assessment-plan", _TITLE, body, parts, report, stream)


def _reviewed(frameworks: list[Names], report: Report) -> Json:
    if not frameworks:
        return scope.nothing(report)
    selections = [scope.planned(names, report) for names in frameworks]
    return {"control-selections": selections, **scope.objectives(frameworks)}


def _objectives(names: Names, report: Report) -> Iterator[Json]:
    """What is claimed of each control, in our words; a catalog's own are of the whole control."""
    seen = set[str]()
    for one in names.framework.controls:
        if not is_silent(one) and one.control.id not in seen:
            seen.add(one.control.id)
            yield _objective(names, one, report)


def _objective(names: Names, one: AssessedControl, report: Report) -> Json:
    language, control = report.language, one.control
    wanted = control.evidence_wanted[language] if control.evidence_wanted else ""
    days = control.valid_days
    return {
        "control-id": names.control(control),
        **props((("framework", names.framework.id), ("mode", control.mode))),
        "parts": [
            {
                "id": names.objective(control),
                "name": "assessment-objective",
                "title": prose(control_title(control, language)),
                "props": [
                    prop("control-id", control.id),
                    *([prop("evidence-wanted", wanted)] if wanted else []),
                    *([prop("evidence-valid-days", days)] if days else []),
                ],
                "prose": paragraphs(control.meaning[language], wanted),
            }
        ],
    }
