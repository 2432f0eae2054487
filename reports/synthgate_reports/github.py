"""`github`: workflow commands, of which GitHub Actions makes annotations of a pull request.

Of a step GitHub shows ten errors, ten warnings and ten notices, in the order in which they come
(actions/toolkit, docs/problem-matchers.md), and 4,096 characters of each (actions/runner,
ExecutionContext). So the worst ten new findings are annotated: an error where it closes the gate,
else a warning. Problems are errors and come first, as many as leave room for seven findings. The
last notice says the gate's reason, how many findings are left out, and what the report rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message, Novelty
from synthgate_reports.clipping import counted_cut
from synthgate_reports.origin import in_one_line
from synthgate_reports.rooted import from_root, last_line
from synthgate_reports.tallies import tally
from synthgate_reports.wording import (
    FIX,
    TEMPLATE,
    message,
    of_trust,
    primary,
    printable,
    problem_text,
    sentence,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import Finding, Location, Position, Problem, Report

MOST = 10
"""Annotations of one kind that GitHub shows of a step."""
_PROBLEMS = 3
"""Problems that are annotated where the findings would fill all the room."""
_LONGEST = 4_096
_LONGEST_PART = 1_000
_LONGEST_TITLE = 200

_MORE_FINDINGS = Message("findings that count and are not annotated: {more}")
_MORE_PROBLEMS = Message("problems that are not annotated: {more}")
_MORE_NOTICES = Message("notices that are not annotated: {more}")
_NOT_NEW = Message("findings that are not new, which the gate does not look at: {more}")

Properties = dict[str, str | int]


def write(report: Report, stream: TextIO) -> None:
    """Write the commands, one in a line."""
    stream.writelines(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    problems, new = report.serious_problems, _new(report)
    closing = sum(map(report.closes, new[:MOST]))
    shown = min(len(problems), max(MOST - closing, _PROBLEMS))
    yield from (_problem("error", one, report) for one in problems[:shown])
    annotated = [*_within(new[:MOST], MOST - shown, report)]
    yield from (_finding(one, report) for one in annotated)
    notices = [one for one in of_trust(report) if one.kind == "notice"]
    yield from (_problem("notice", one, report) for one in notices[: MOST - 1])
    left_out = (
        (_MORE_FINDINGS, len(new) - len(annotated)),
        (_NOT_NEW, len(report.failures) - len(new)),
        (_MORE_PROBLEMS, len(problems) - shown),
        (_MORE_NOTICES, len(notices) - MOST + 1),
    )
    yield _last(left_out, report)


def _new(report: Report) -> list[Finding]:
    """What the gate looks at: what closes it and what is worst first, the new before the old."""
    looked_at = tuple(one for one in report.failures if not report.is_known(one))
    first = sorted(looked_at, key=lambda it: it.novelty not in {None, Novelty.NEW})
    return worst_first(tuple(first))


def _within(findings: list[Finding], errors: int, report: Report) -> Iterator[Finding]:
    """The findings, but for errors that GitHub would not show."""
    for one in findings:
        errors -= report.closes(one)
        if errors >= 0 or not report.closes(one):
            yield one


def _finding(finding: Finding, report: Report) -> str:
    language = report.language
    place, subject = primary(finding), finding.subject
    lines = [
        message(finding, report),
        f"{printable(subject.name)} ({printable(subject.type)})",
    ]
    if place is not finding.location:
        lines.append(f"{TEMPLATE[language]}: {_spot(finding.location, report)}")
    if fix := sentence(finding.fix[language]):
        lines.append(f"{FIX[language]}: {fix}")
    properties = _place(place.path, place.start, report)
    properties["endLine"] = max(1, last_line(place))
    if properties["endLine"] != properties["line"]:
        del properties["col"]  # GitHub takes none of what ends in another line
    properties["title"] = f"{finding.severity.value} {printable(finding.rule.id)}"
    return _command("error" if report.closes(finding) else "warning", properties, lines)


def _spot(location: Location, report: Report) -> str:
    path = printable(from_root(location.path, report))
    return f"{path}:{location.start.line}:{location.start.column}"


def _place(path: str, at: Position | None, report: Report) -> Properties:
    named: Properties = {"file": printable(from_root(path, report))}
    return named | ({"line": max(1, at.line), "col": max(1, at.column)} if at else {})


def _problem(kind: str, problem: Problem, report: Report) -> str:
    placed = _place(problem.path, problem.position, report) if problem.path else {}
    about = f"{printable(problem.rule_id)}: " if problem.rule_id else ""
    said = about + problem_text(problem, report)
    return _command(kind, placed | {"title": f"synthgate: {problem.code.id}"}, [said])


def _last(left_out: tuple[tuple[Message, int], ...], report: Report) -> str:
    """The gate and why, what is not shown, and what the report rests on."""
    language = report.language
    lines = [sentence(report.gate.reason[language]), tally(report)]
    lines += [said.format(more=number)[language] for said, number in left_out if number > 0]
    return _command("notice", {"title": "synthgate"}, [*lines, in_one_line(report)])


def _command(kind: str, properties: Properties, lines: list[str]) -> str:
    """A command as actions/toolkit writes it (packages/core, command.ts)."""
    said = counted_cut("\n".join(counted_cut(line, _LONGEST_PART) for line in lines), _LONGEST)
    named = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{kind} {named}::{_data(said) or '-'}"


def _data(text: str) -> str:
    r"""The text as the value of a command: its signs are not the runner's, nor those of others."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    # Another runner that is shown it (Azure Pipelines, TeamCity) finds no command to itself.
    return text.replace("##", r"#\x23")


def _property(text: str) -> str:
    return _data(counted_cut(text, _LONGEST_TITLE)).replace(":", "%3A").replace(",", "%2C")
