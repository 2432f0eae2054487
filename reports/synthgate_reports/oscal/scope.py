"""The controls that are reviewed, those that are not, and what is said of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import ControlState, Message, plural
from synthgate_reports.control_groups import is_silent, totals
from synthgate_reports.oscal.terms import Json, paragraphs, prop, prose
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synthgate.model import AssessedControl, Report
    from synthgate_reports.oscal.names import Names

_MISSING = plural(
    "{number} control is not assessed, for evidence of it is missing: {ids}",
    "{number} controls are not assessed, for evidence of them is missing: {ids}",
)
_SILENT = plural(
    "{number} control of which nothing in a template tells, and nobody states anything, is "
    "excluded as not assessed",
    "{number} controls of which nothing in a template tells, and nobody states anything, are "
    "excluded as not assessed",
)
_NOTHING = Message("No framework was assessed: name one by --framework.")


def planned(names: Names, report: Report) -> Json:
    """What is to be reviewed: every control that rules or evidence tell of."""
    every = names.framework.controls
    silent = [one for one in every if is_silent(one)]
    said = [_SILENT.format(number=len(silent))[report.language]] if silent else []
    return _selection(names, _without(every, silent), silent, said)


def reviewed(names: Names, report: Report) -> Json:
    """The controls of which a result says something, by themselves.

    Where rules were asked and only evidence is missing, it says what these came to.
    """
    every = names.framework.controls
    left = [one for one in every if _is_left_out(one)]
    return {
        "control-selections": [
            _selection(names, _without(every, left), left, _remarks(names, report))
        ],
        **objectives([names], claimed=_without(every, left)),
    }


def _is_left_out(one: AssessedControl) -> bool:
    """Whether nobody has looked at a control: neither a rule nor a person whose word counts."""
    is_of_people = one.control.mode in {"manual", "unclaimed"}
    return is_of_people and one.state is ControlState.NOT_ASSESSED


def _without(
    every: Iterable[AssessedControl], left: list[AssessedControl]
) -> list[AssessedControl]:
    ids = {one.control.id for one in left}
    return [one for one in every if one.control.id not in ids]


def _remarks(names: Names, report: Report) -> list[str]:
    language, every = report.language, names.framework.controls
    left = [one for one in every if one.state is ControlState.NOT_ASSESSED]
    missing = [printable(one.control.id) for one in left if not is_silent(one)]
    silent = len(left) - len(missing)
    said = [totals(every, report)]
    if missing:
        told = _MISSING.format(number=len(missing), ids=", ".join(missing))
        said.append(told[language])
    if silent:
        said.append(_SILENT.format(number=silent)[language])
    return said


def _selection(
    names: Names,
    of_result: list[AssessedControl],
    left: list[AssessedControl],
    remarks: list[str],
) -> Json:
    """A selection; one that includes nothing is said as all without all."""
    framework = names.framework
    included: Json = {"include-controls": _ids(names, of_result)} if of_result else _ALL
    return {
        "props": [prop("framework", framework.id), prop("framework-version", framework.version)],
        **included,
        **({"exclude-controls": _ids(names, left)} if left else {}),
        **({"remarks": paragraphs(*remarks)} if remarks else {}),
    }


_ALL: Json = {"include-all": {}}


def _ids(names: Names, controls: list[AssessedControl]) -> list[Json]:
    tokens = dict.fromkeys(names.control(one.control) for one in controls)
    return [{"control-id": one} for one in tokens]


def objectives(every: list[Names], claimed: list[AssessedControl] | None = None) -> Json:
    """The objectives that are looked at: those of the plan, of the controls that are claimed."""
    ids: dict[str, None] = {}
    for names in every:
        for one in claimed if claimed is not None else names.framework.controls:
            if not is_silent(one):
                ids[names.objective(one.control)] = None
    found: list[Json] = [{"objective-id": one} for one in ids]
    return {"control-objective-selections": [{"include-objectives": found}]} if found else {}


def nothing(report: Report) -> Json:
    """Where no framework was assessed: OSCAL demands a selection."""
    return {"control-selections": [{**_ALL, "remarks": prose(_NOTHING[report.language])}]}
