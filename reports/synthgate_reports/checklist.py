"""`checklist`, `checklist-markdown`: the controls of each framework, for who signs it off.

Each control has one line with its state, and what it means; below stand the reasons, what is
behind them and what to do next. Both formats write the same outline, one in indented lines and one
in lists, before which Markdown has all states in one table.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from synthgate.model import ControlState, Message, Severity, plural
from synthgate_reports import checklist_details as details
from synthgate_reports.control_groups import (
    SILENT,
    control_title,
    group_title,
    is_silent,
    totals,
)
from synthgate_reports.origin import origin
from synthgate_reports.outline import Code, Line, detail, escaped
from synthgate_reports.standing import (
    NOT_TOLD,
    STATES,
    counts_of,
    environment_name,
    environments,
    results_in,
    stack_name,
    told_by,
)
from synthgate_reports.wording import (
    inert,
    of_trust,
    printable,
    problem_spot,
    problem_text,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        ControlResult,
        Problem,
        Report,
    )

_ENVIRONMENTS = Message("Environments")
_SAID_BY = Message("{environment} (from {teller})")
_MADE_BY = Message("synthgate {version}, of {inputs}; evidence as of {day}")
_ITEM, _TITLE, _STATE = Message("item"), Message("title"), Message("state")
_NO_FRAMEWORK = Message("No framework was assessed: name one by --framework.")
_NOTICES = Message("Notices")
_PROBLEMS = Message("Problems")
_GATE = Message("Result")
_ORIGIN = Message("What it rests on")
_BESIDE = plural(
    "Besides, a scan finds {number} fault of severity high or worse that no item asks about: "
    "{rules}",
    "Besides, a scan finds {number} faults of severity high or worse that no item asks about: "
    "{rules}",
)
_MARK = {
    ControlState.MET: "+",
    ControlState.EXCEPTED: "!",
    ControlState.NOT_MET: "x",
    ControlState.UNKNOWN: "?",
    ControlState.NOT_ASSESSED: "-",
    ControlState.NOT_APPLICABLE: ".",
}


def write(report: Report, stream: TextIO) -> None:
    """Write the checklist in lines, for a terminal."""
    for line in _outline(report):
        match line.kind:
            case "row":
                continue
            case "title" | "group":
                text = f"\n{line.text}"
            case "control":
                text = f"{_marked(line.state, report)}{line.text}"
            case "text" | "detail":
                text = f"{'    ' if line.depth else ''}{'  ' * line.depth}{line.text}"
        stream.write(f"{inert(text)}\n")


def _marked(state: ControlState | None, report: Report) -> str:
    return f"  {_MARK[state]} [{STATES[state][report.language]}] " if state else "  "


def write_markdown(report: Report, stream: TextIO) -> None:
    """Write the checklist in Markdown, as a comment of a pull request or a page takes it."""
    before = ""
    for line in _outline(report):
        if before in _LISTS and line.kind != before and {line.kind, before} != {*_LISTS[:2]}:
            stream.write("\n")
        stream.write(f"{inert(_as_markdown(line, report))}\n")
        if line.kind == "row" and before != "row":
            stream.write("|---" * len(line.words) + "|\n")
        before = line.kind


_LISTS = ("control", "detail", "row")


def _as_markdown(line: Line, report: Report) -> str:
    if line.kind == "row":
        return "".join(f"| {escaped((cell,))} " for cell in line.words) + "|"
    text = escaped(line.words)
    match line.kind:
        case "title":
            return f"## {text}\n"
        case "group":
            return f"###{'#' * min(line.depth, 3)} {text}\n"  # Markdown has six ranks
        case "text":
            return f"{text}\n"
        case "control" | "detail":
            state = f"**{STATES[line.state][report.language]}** " if line.state else ""
            return f"{'  ' * line.depth}- {state}{text}"


def _outline(report: Report) -> Iterator[Line]:
    for framework in report.frameworks:
        yield from _framework(framework, report)
    if not report.frameworks:
        yield _text(_NO_FRAMEWORK[report.language])
    yield from _problems(report)
    yield Line("title", (_GATE[report.language],))
    yield _text(sentence(report.gate.reason[report.language]))
    yield Line("title", (_ORIGIN[report.language],))
    for fact in origin(report):
        yield _text(f"{fact.label[report.language]}: {fact.value}")
    yield from beside(report)


def _text(*words: str) -> Line:
    return Line("text", words)


def _framework(framework: AssessedFramework, report: Report) -> Iterator[Line]:
    language = report.language
    title = sentence(framework.title[language])
    yield Line("title", (f"{title} ({printable(framework.id)} {printable(framework.version)})",))
    yield _text(sentence(framework.source[language]))
    if report.run.as_of:
        yield _text(_made_by(report))
    yield _text(totals(framework.controls, report))
    names = environments(framework)
    for name in names if len(names) > 1 else ():
        counts = counts_of((one.state for one in results_in(framework, name)), report)
        yield _text(f"{environment_name(name, report)}: {counts}")
    yield from _table(framework, report)
    yield from _stacks(report)
    for group in framework.groups:
        yield from _group(group, framework, report)


def _group(group: str, framework: AssessedFramework, report: Report) -> Iterator[Line]:
    """A group with the totals of all that is in it, then its own controls.

    Of those that nothing is known of there are many in a standard: they are named, in one line.
    """
    below = framework.below(group)
    if not below:
        return
    heading = group_title(group, framework, report.language)
    yield Line("group", (heading,), framework.depth(group))
    yield _text(totals(below, report))
    own = [one for one in below if one.control.group == group]
    for one in own:
        if not is_silent(one):
            yield from control_lines(one, framework, report)
    silent = [printable(one.control.id) for one in own if is_silent(one)]
    if silent:
        told = SILENT.format(number=len(silent), ids=", ".join(silent))[report.language]
        yield Line("control", (told,), state=ControlState.NOT_ASSESSED)


def _made_by(report: Report) -> str:
    """By which release, of which input and as of which day: what makes it a record."""
    paths = sorted({template.path for template in report.templates})
    try:
        common = posixpath.commonpath(paths) if paths else ""
    except ValueError:  # some from here, some from the root
        common = ""
    inputs = printable(common or ", ".join(paths[:3]) or "-")
    return _MADE_BY.format(version=report.version, inputs=inputs, day=report.run.as_of or "")[
        report.language
    ]


def _table(framework: AssessedFramework, report: Report) -> Iterator[Line]:
    """All states at a glance; of several environments, each in a column."""
    language, names = report.language, environments(framework)
    several = names if len(names) > 1 else []
    heads = [environment_name(name, report) for name in several] or [_STATE[language]]
    yield Line("row", (_ITEM[language], _TITLE[language], *heads))
    for one in framework.controls:
        states = [result.state for result in one.results] if several else [one.state]
        said = (STATES[state][language] for state in states)
        title = sentence(one.control.title[language])
        yield Line("row", (printable(one.control.id), title, *said))


def _stacks(report: Report) -> Iterator[Line]:
    """Which environment each stack was taken for, and from what."""
    language = report.language
    scanned = [template for template in report.templates if template.status == "scanned"]
    if scanned:
        yield Line("group", (_ENVIRONMENTS[language],))
    for template in scanned:
        environment = environment_name(template.environment, report)
        teller = told_by(template, report)
        told = _SAID_BY.format(environment=environment, teller=teller)[language]
        said = told if teller else environment
        yield Line("control", (Code(stack_name(template)), f": {said}"))
    if any(template.environment is None for template in scanned):
        yield Line("control", (NOT_TOLD[language],))


def control_lines(
    one: AssessedControl, framework: AssessedFramework, report: Report
) -> Iterator[Line]:
    """One line with the state; below it what is meant, why, what is behind it and what to do."""
    language, control = report.language, one.control
    yield Line("control", (control_title(control, language),), state=one.state)
    if meaning := sentence(control.meaning[language]):
        yield detail(1, meaning)
    if one.results and all(one.results[0].reasons == it.reasons for it in one.results):
        yield from _reasons(one.results[0], report, "")
    else:
        for result in one.results:
            name = environment_name(result.environment, report)
            yield from _reasons(result, report, f"{name} [{STATES[result.state][language]}]: ")
    yield from details.asked(one, report)
    yield from details.findings(one, report)
    yield from details.evidence(one, framework, report)


def _reasons(result: ControlResult, report: Report, before: str) -> Iterator[Line]:
    said = [sentence(reason[report.language]) for reason in result.reasons]
    for line in ["; ".join(said)] if before else said:
        yield detail(1, before + line)


def _problems(report: Report) -> Iterator[Line]:
    """What kept rules from being asked, or may let a state seem better than it is."""
    for title, problems in ((_NOTICES, of_trust(report)), (_PROBLEMS, report.serious_problems)):
        if problems:
            yield Line("title", (title[report.language],))
        yield from (_problem(problem, report) for problem in problems)


def _problem(problem: Problem, report: Report) -> Line:
    about = ": ".join(filter(None, (problem_spot(problem), printable(problem.rule_id or ""))))
    said = problem_text(problem, report)
    return Line("control", (Code(about), f": {said}") if about else (said,))


def beside(report: Report) -> Iterator[Line]:
    """What would close the gate of a scan, and is in no item: a page all green would hide it."""
    placed = {
        rule_id
        for framework in report.frameworks
        for one in framework.controls
        for rule_id in one.control.rules
    }
    found = [one for one in report.failures if one.severity.reaches(Severity.HIGH)]
    others = [one.rule.id for one in found if one.rule.id not in placed]
    if others and report.frameworks:
        rules = ", ".join(printable(rule_id) for rule_id in sorted({*others}))
        yield _text(_BESIDE.format(number=len(others), rules=rules)[report.language])
