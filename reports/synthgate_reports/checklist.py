"""`checklist`, `checklist-markdown`: the controls of each framework, for who signs it off.

Each control has one line with its state; below stand the reasons, the resources behind
them and what to do next. Both formats write the same outline, one in indented lines and
one in lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synthgate.model import ControlState, Message, Status
from synthgate_reports.standing import (
    NOT_TOLD,
    STATES,
    counts_of,
    environment_name,
    environments,
    results_in,
    stack_name,
    told_by,
    tolerated_in,
)
from synthgate_reports.wording import (
    FIX,
    excuse,
    fix_code,
    inert,
    of_trust,
    primary,
    printable,
    problem_spot,
    sentence,
    spot,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        ControlResult,
        Finding,
        Problem,
        Report,
    )

# Resources of one rule that are shown; the rest is counted, never left unsaid.
_LISTED = 5

_ENVIRONMENTS = Message("Environments")
_SAID_BY = Message("{environment} (from {teller})")
_MORE = Message("... and {more} more of {rule}")
_GIVE = Message("to be stated: {what}; synthgate evidence add --control {id} --statement … --by …")
_STATED = Message("evidence: {statement}")
_TOLERATED = Message("tolerated in this environment")
_ASKED = Message("checked: {names}")
_OTHERS = Message(" and {more} more")
_NO_FRAMEWORK = Message("No framework was assessed: name one by --framework.")
_NOTICES = Message("Notices")
_PROBLEMS = Message("Problems")
_GATE = Message("Result")
_MARK = {
    ControlState.MET: "+",
    ControlState.NOT_MET: "x",
    ControlState.UNKNOWN: "?",
    ControlState.NOT_ASSESSED: "-",
    ControlState.NOT_APPLICABLE: ".",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the outline; details have a depth from 1, and controls their state."""

    kind: Literal["title", "text", "group", "control", "detail"]
    text: str
    depth: int = 0
    state: ControlState | None = None


def write(report: Report, stream: TextIO) -> None:
    """Write the checklist in lines, for a terminal."""
    for line in _outline(report):
        match line.kind:
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
        text = _escaped(line.text)
        if before in _LISTS and line.kind not in _LISTS:
            stream.write("\n")
        match line.kind:
            case "title":
                text = f"## {text}\n"
            case "group":
                text = f"### {text}\n"
            case "text":
                text = f"{text}\n"
            case "control" | "detail":
                state = f"**{STATES[line.state][report.language]}** " if line.state else ""
                text = f"{'  ' * line.depth}- {state}{text}"
        stream.write(f"{text}\n")
        before = line.kind


_LISTS = {"control", "detail"}


def _escaped(text: str) -> str:
    r"""Words that Markdown leaves alone: no link, no tag, no emphasis from a stranger's name."""
    out = "".join(_ENTITY.get(char) or (f"\\{char}" if char in _SIGNS else char) for char in text)
    return out.replace("://", "&#58;//").replace("www.", "www&#46;")


_SIGNS = r"\`*_[]#|~!"
_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
"""Signs that a backslash does not keep from a meaning: of a tag, a mention."""


def _outline(report: Report) -> Iterator[_Line]:
    for framework in report.frameworks:
        yield from _framework(framework, report)
    if not report.frameworks:
        yield _Line("text", _NO_FRAMEWORK[report.language])
    yield from _problems(report)
    yield _Line("title", _GATE[report.language])
    yield _Line("text", sentence(report.gate.reason[report.language]))


def _framework(framework: AssessedFramework, report: Report) -> Iterator[_Line]:
    language = report.language
    title = sentence(framework.title[language])
    yield _Line("title", f"{title} ({printable(framework.id)} {printable(framework.version)})")
    yield _Line("text", sentence(framework.source))
    yield _Line("text", counts_of((one.state for one in framework.controls), report))
    names = environments(framework)
    for name in names if len(names) > 1 else ():
        counts = counts_of((one.state for one in results_in(framework, name)), report)
        yield _Line("text", f"{environment_name(name, report)}: {counts}")
    yield from _stacks(report)
    for group, heading in framework.groups.items():
        yield _Line("group", sentence(heading[language]))
        for one in framework.controls:
            if one.control.group == group:
                yield from _control(one, report)


def _stacks(report: Report) -> Iterator[_Line]:
    """Which environment each stack was taken for, and from what."""
    language = report.language
    scanned = [template for template in report.templates if template.status == "scanned"]
    if scanned:
        yield _Line("group", _ENVIRONMENTS[language])
    for template in scanned:
        environment = environment_name(template.environment, report)
        teller = told_by(template, report)
        told = _SAID_BY.format(environment=environment, teller=teller)[language]
        yield _Line("control", f"{stack_name(template)}: {told if teller else environment}")
    if any(template.environment is None for template in scanned):
        yield _Line("control", NOT_TOLD[language])


def _control(one: AssessedControl, report: Report) -> Iterator[_Line]:
    """One line with the state; below it why, what is behind it and what to do."""
    language, control = report.language, one.control
    text = f"{printable(control.id)} {sentence(control.title[language])}"
    yield _Line("control", text, state=one.state)
    if one.results and all(one.results[0].reasons == it.reasons for it in one.results):
        yield from _reasons(one.results[0], report, "")
    else:
        for result in one.results:
            name = environment_name(result.environment, report)
            yield from _reasons(result, report, f"{name} [{STATES[result.state][language]}]: ")
    yield from _resources(one, report)
    findings = [finding for result in one.results for finding in result.findings]
    tolerated = [finding for result in one.results for finding in result.tolerated]
    is_tolerated = tolerated_in(*one.results)
    for group in _by_rule(finding for finding in findings if not is_tolerated(finding)):
        yield from _findings(group, report)
    for group in _by_rule(tolerated):
        yield from _places(group, report, _TOLERATED[language])
    yield from _evidence(one, report)


def _resources(one: AssessedControl, report: Report) -> Iterator[_Line]:
    """What the rules of a control that is met were asked of; else the findings tell."""
    subjects = [subject for result in one.results for subject in result.subjects]
    names = [*dict.fromkeys(printable(subject.name) for subject in subjects)]
    if not names or any(finding for result in one.results for finding in result.findings):
        return
    told = _ASKED.format(names=", ".join(names[:_LISTED]))[report.language]
    more = _OTHERS.format(more=len(names) - _LISTED)[report.language]
    yield _Line("detail", told + (more if len(names) > _LISTED else ""), 1)


def _reasons(result: ControlResult, report: Report, before: str) -> Iterator[_Line]:
    said = [sentence(reason[report.language]) for reason in result.reasons]
    for line in ["; ".join(said)] if before else said:
        yield _Line("detail", before + line, 1)


def _by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of each rule, failures apart from doubts and exceptions; the worst first."""
    groups: dict[tuple[bool, Status, str], list[Finding]] = {}
    for finding in worst_first(tuple(findings)):
        key = not finding.is_active, finding.status, finding.rule.id
        groups.setdefault(key, []).append(finding)
    order = {Status.FAIL: 0, Status.UNKNOWN: 1}
    return [groups[key] for key in sorted(groups, key=lambda it: (it[0], order[it[1]]))]


def _findings(group: list[Finding], report: Report) -> Iterator[_Line]:
    """The resources that a rule found something at, and how that is mended."""
    language, first = report.language, group[0]
    yield from _places(group, report)
    if first.status is Status.FAIL and first.is_active:
        yield _Line("detail", f"{FIX[language]}: {sentence(first.fix[language])}", 1)
        for line in (fix_code(first) or "").strip().splitlines():
            yield _Line("detail", printable(line), 2)


def _places(group: list[Finding], report: Report, remark: str = "") -> Iterator[_Line]:
    """A line for each of the first few, and how many more there are."""
    language, first = report.language, group[0]
    for finding in group[:_LISTED]:
        said = printable(finding.rule.id)
        if not finding.is_active:
            said = f"{said} ({excuse(finding, report)})"
        elif finding.status is Status.UNKNOWN:
            said = f"{said} ({sentence(finding.why[language])})"
        elif remark:
            said = f"{said} ({remark})"
        yield _Line("detail", f"{_place(finding)}: {printable(finding.subject.name)}: {said}", 1)
    if len(group) > _LISTED:
        more = _MORE.format(more=len(group) - _LISTED, rule=printable(first.rule.id))
        yield _Line("detail", more[language], 1)


def _place(finding: Finding) -> str:
    """Where it is mended; behind it the line of the program, if that is not here."""
    source = finding.source
    made_by = f" ({printable(source.path)}:{source.line})" if source and not source.found else ""
    return spot(primary(finding)) + made_by


def _evidence(one: AssessedControl, report: Report) -> Iterator[_Line]:
    """What people stated, and what somebody has to state yet."""
    language, control = report.language, one.control
    for it in one.evidence:
        proof = f" ({printable(it.link or it.file or '')})" if it.link or it.file else ""
        told = _STATED.format(statement=sentence(it.statement))[language]
        yield _Line("detail", f"{told}{proof}", 1)
    if control.evidence_wanted and all(it.refused for it in one.evidence):
        what = sentence(control.evidence_wanted[language])
        yield _Line("detail", _GIVE.format(what=what, id=printable(control.id))[language], 1)


def _problems(report: Report) -> Iterator[_Line]:
    """What kept rules from being asked, or may let a state seem better than it is."""
    serious = [problem for problem in report.problems if problem.kind != "notice"]
    for title, problems in ((_NOTICES, of_trust(report)), (_PROBLEMS, serious)):
        if problems:
            yield _Line("title", title[report.language])
        yield from (_problem(problem, report) for problem in problems)


def _problem(problem: Problem, report: Report) -> _Line:
    about = ": ".join(filter(None, (problem_spot(problem), printable(problem.rule_id or ""))))
    said = sentence(problem.message[report.language])
    return _Line("control", f"{about}: {said}" if about else said)
