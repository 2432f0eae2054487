"""What stands on the page of a control without its script: states, reasons, and what people say."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from synthgate.model import ControlState, Message, in_context
from synthgate.records import dataclass
from synthgate_reports.html.tables import name, prose
from synthgate_reports.standing import STATES, environment_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        Evidence,
        Mode,
        Report,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """The state in one environment, and why; the environment is empty where all are alike."""

    environment: str
    state: ControlState
    word: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody stated; `kind` is the state that its word looks like, `why` why it is none."""

    kind: ControlState
    word: str
    statement: str
    why: str
    by: str
    date: str
    until: str
    link: str
    file: str
    digest: str
    document: str
    stated_in: str


@dataclass(frozen=True, slots=True)
class Control:
    """A control; `number` is that of its record among the page's data, `wanted` what is lacking."""

    number: int
    address: str
    id: str
    title: str
    state: ControlState
    word: str
    closes: bool
    waits: bool
    is_elsewhere: bool
    mode: str
    levels: str
    meaning: str
    standings: Sequence[Standing]
    differ: bool
    evidence: Sequence[Stated]
    wanted: str
    command: str


MODES: dict[Mode, Message] = {
    "automated": Message("rules decide"),
    "partial": Message("rules tell of a part, and people state the rest"),
    "manual": Message("people state it"),
    "unclaimed": Message("nothing in a template tells of it"),
}
_CHECKLIST = "production-checklist"
"""The framework that is meant where a command names none."""
_COUNTS = in_context("evidence", "counts")
_ELSEWHERE = Message("met elsewhere")
_REFUSED = Message("does not count")


def control(
    one: AssessedControl, number: int, address: str, framework: AssessedFramework, report: Report
) -> Control:
    """What is told of a control; its rules, findings and passes are among the data."""
    language, it = report.language, one.control
    given = any(said.refused is None and said.kind == "proof" for said in one.evidence)
    is_given = given or one.state is ControlState.NOT_APPLICABLE  # and then nothing is wanted
    wanted = "" if is_given or not it.evidence_wanted else prose(it.evidence_wanted[language])
    standings = [*_standings(one, report)]
    return Control(
        number,
        address,
        name(it.id),
        prose(it.title[language]),
        one.state,
        STATES[one.state][language],
        (framework.id, it.id) in report.gate.controls,
        one.waits,
        one.is_elsewhere,
        MODES[it.mode][language],
        name(", ".join(it.levels)),
        prose(it.meaning[language]),
        standings,
        len({standing.state for standing in standings}) > 1,
        [_stated(said, report) for said in one.evidence],
        wanted,
        _command(it.id, framework) if wanted else "",
    )


def _standings(one: AssessedControl, report: Report) -> list[Standing]:
    every = [
        Standing(
            environment_name(result.environment, report),
            result.state,
            STATES[result.state][report.language],
            tuple(prose(reason[report.language]) for reason in result.reasons),
        )
        for result in one.results
    ]
    if len({(it.state, it.reasons) for it in every}) == 1:
        return [Standing("", every[0].state, every[0].word, every[0].reasons)]
    return every


def _stated(said: Evidence, report: Report) -> Stated:
    language = report.language
    if said.refused is not None:
        kind, word = ControlState.NOT_MET, _REFUSED
    else:
        kind, word = ControlState.MET, _COUNTS if said.kind == "proof" else _ELSEWHERE
    return Stated(
        kind,
        word[language],
        prose(said.statement),
        prose(said.refused[language]) if said.refused else "",
        name(said.by),
        name(said.date),
        name(said.valid_until or ""),
        name(said.link or ""),
        name(said.file or ""),
        name(said.sha256 or ""),
        name(said.document or ""),
        name(said.stated_in or ""),
    )


def _command(control_id: str, framework: AssessedFramework) -> str:
    """What states it."""
    of = f" --framework {shlex.quote(name(framework.id))}" if framework.id != _CHECKLIST else ""
    id_ = shlex.quote(name(control_id))
    return f"synthgate evidence add{of} --control {id_} --statement … --by … --file …"
