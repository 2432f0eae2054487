"""Frameworks as a tree: groups, controls, and what stands below each, with totals at each node."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synthgate_reports.checklist import beside, control_lines
from synthgate_reports.html.chart import link
from synthgate_reports.html.tables import name
from synthgate_reports.outline import Code
from synthgate_reports.standing import STATES, environment_name, tally
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synthgate.model import AssessedControl, AssessedFramework, ControlState, Report
    from synthgate_reports.outline import Line


@dataclass(frozen=True, slots=True)
class Total:
    """How many controls are in a state, in words."""

    state: ControlState
    word: str
    number: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a line; `is_code` for an id, a place or a command; `link` to findings of a rule."""

    text: str
    is_code: bool
    link: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A line below a control, with those below it."""

    words: tuple[Words, ...]
    below: list[Node] = field(default_factory=list["Node"])


@dataclass(frozen=True, slots=True)
class Item:
    """A control with its state, and its number in the framework as it stands on the page."""

    number: int
    id: str
    title: str
    state: ControlState
    word: str
    closes: bool
    below: Sequence[Node]


@dataclass(frozen=True, slots=True)
class Group:
    """Controls of one heading."""

    title: str
    totals: Sequence[Total]
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework; `environments` are its totals in each, where there are several."""

    title: str
    source: str
    totals: Sequence[Total]
    environments: Sequence[tuple[str, Sequence[Total]]]
    groups: Sequence[Group]


def frameworks(report: Report) -> list[Framework]:
    """Each framework that was assessed."""
    found = frozenset(name(finding.rule.id) for finding in report.findings)
    return [_framework(one, found, report) for one in report.frameworks]


def remarks(report: Report) -> list[str]:
    """What would close the gate of a scan, and is in no control."""
    return [line.text for line in beside(report)]


def _framework(one: AssessedFramework, found: frozenset[str], report: Report) -> Framework:
    language = report.language
    return Framework(
        f"{sentence(one.title[language])} ({printable(one.id)} {printable(one.version)})",
        sentence(one.source[language]),
        _totals((control.state for control in one.controls), report),
        _environments(one, report),
        [
            _group(heading[language], _of_group(one, group, found, report), report)
            for group, heading in one.groups.items()
        ],
    )


def _environments(one: AssessedFramework, report: Report) -> list[tuple[str, Sequence[Total]]]:
    states: dict[str | None, list[ControlState]] = {}
    for control in one.controls:
        for result in control.results:
            states.setdefault(result.environment, []).append(result.state)
    if len(states) < 2:
        return []
    return [(environment_name(it, report), _totals(of, report)) for it, of in states.items()]


def _of_group(
    framework: AssessedFramework, group: str, found: frozenset[str], report: Report
) -> list[Item]:
    ordered = (
        one
        for name_ in framework.groups
        for one in framework.controls
        if one.control.group == name_
    )
    return [
        _item(number, one, framework, found, report)
        for number, one in enumerate(ordered, 1)
        if one.control.group == group
    ]


def _group(heading: str, items: list[Item], report: Report) -> Group:
    return Group(sentence(heading), _totals((one.state for one in items), report), items)


def _totals(states: Iterable[ControlState], report: Report) -> list[Total]:
    counts = tally(states)
    return [Total(it, STATES[it][report.language], counts[it]) for it in STATES]


def _item(
    number: int,
    one: AssessedControl,
    framework: AssessedFramework,
    found: frozenset[str],
    report: Report,
) -> Item:
    language = report.language
    return Item(
        number,
        printable(one.control.id),
        sentence(one.control.title[language]),
        one.state,
        STATES[one.state][language],
        (framework.id, one.control.id) in report.gate.controls,
        _below(control_lines(one, framework, report), found),
    )


def _below(lines: Iterable[Line], found: frozenset[str]) -> list[Node]:
    """The details as nodes by their depth; the control's own line is left to its item."""
    top: list[Node] = []
    open_: list[list[Node]] = [top]
    for line in lines:
        if line.kind == "detail":
            node = Node(tuple(_words(it, found) for it in line.words))
            del open_[max(line.depth, 1) :]
            open_[-1].append(node)
            open_.append(node.below)
    return top


def _words(text: str, found: frozenset[str]) -> Words:
    if not isinstance(text, Code):
        return Words(text, is_code=False)
    return Words(str(text), True, link(rule=text) if text in found else "")
