"""The resources that controls were asked of: items of the plan's inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.oscal.terms import Json, props, prose, string, uid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synthgate.model import Report, Subject

MOST = 100
"""Resources that an observation names; a property says of how many it is."""


def subject_uid(subject: Subject) -> str:
    """The uuid of a resource."""
    return uid(
        "subject",
        subject.template,
        subject.stack,
        subject.stage,
        subject.construct_path,
        subject.logical_id,
        subject.type,
    )


def references(subjects: Iterable[Subject]) -> list[Json]:
    """The first of some resources, by what the inventory calls them."""
    found: dict[str, Json] = {}
    for subject in subjects:
        id_ = subject_uid(subject)
        if id_ not in found and len(found) == MOST:
            break
        found[id_] = {
            "subject-uuid": id_,
            "type": "inventory-item",
            "title": prose(subject.name),
        }
    return [*found.values()]


def inventory(report: Report) -> list[Json]:
    """The resources that observations of the results lead to, each once."""
    subjects: dict[Subject, None] = {}
    for framework in report.frameworks:
        for one in framework.controls:
            for result in one.results:
                subjects |= dict.fromkeys(result.subjects[:MOST])
                subjects |= dict.fromkeys(it.subject for it in result.findings)
    found = {subject_uid(subject): subject for subject in subjects}
    return [_item(id_, subject) for id_, subject in found.items()]


def _item(id_: str, subject: Subject) -> Json:
    return {
        "uuid": id_,
        "description": prose(f"{subject.name} ({string(subject.type)})"),
        **props(
            (
                ("resource-type", subject.type),
                ("logical-id", subject.logical_id),
                ("construct-path", subject.construct_path),
                ("stack", subject.stack),
                ("stage", subject.stage),
                ("template", subject.template),
            )
        ),
    }
