"""`junit`: one test case for each rule and resource, faultless ones included.

Valid against the schemas of Maven Surefire and of Jenkins xUnit alike: the root
is one `testsuite` and nothing has a `file` or `line`. Where frameworks were assessed,
each is a suite of its own and the root is `testsuites`, which Surefire has not. CI
servers recognise a test from build to build by its class and name, and GitLab drops a second one of
the same: so these are unique and say nothing that may change, like a severity.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree

from synthgate.model import ControlState, Message, Status, Subject, in_context
from synthgate_reports.excerpt import numbered
from synthgate_reports.junit_names import classname_of, dotted
from synthgate_reports.standing import STATES, tolerated_in
from synthgate_reports.wording import (
    FIX,
    SOURCE,
    TEMPLATE,
    counts,
    fix_code,
    message,
    of_trust,
    passed_over,
    primary,
    printable,
    problem_spot,
    problem_text,
    sentence,
    spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from synthgate.model import AssessedFramework, ControlResult, Finding, Problem, Report, Rule

Outcome = Literal["passed", "failure", "skipped", "error"]


_BEGINS_A_COMMAND = re.compile(r"^([^\S\n]*)::", re.MULTILINE)
_UNDECIDED = in_context("JUnit", "the template does not tell")
_UNEXPLAINED = Message("failed; no finding says where")


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case; `home` sets it apart from another of the same name."""

    classname: str
    name: str
    home: str
    outcome: Outcome = "passed"
    type: str = ""
    message: str = ""
    body: str = ""


def write(report: Report, stream: TextIO) -> None:
    """Write the verdicts as one test suite, and each framework as another."""
    root = _suite("synthgate", _distinct([*_verdicts(report), *_problems(report)]))
    _describe(root, report)
    if report.frameworks:
        suites = ElementTree.Element("testsuites")
        suites.append(root)
        for framework in report.frameworks:
            name = f"{printable(framework.id)} {printable(framework.version)}"
            suites.append(_suite(name, _distinct([*_controls(framework, report)])))
        root = suites
    ElementTree.indent(root)
    xml = ElementTree.tostring(root, encoding="unicode")
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{_inert(xml)}\n')


def _inert(xml: str) -> str:
    """The same document, in which a CI runner that is shown it finds no command to itself."""
    xml = xml.replace("##", "#&#35;")
    return _BEGINS_A_COMMAND.sub(r"\1&#58;:", xml)


def _suite(name: str, cases: list[_Case]) -> ElementTree.Element:
    outcomes = Counter(case.outcome for case in cases)
    suite = ElementTree.Element(
        "testsuite",
        name=name,
        tests=str(len(cases)),
        failures=str(outcomes["failure"]),
        errors=str(outcomes["error"]),
        skipped=str(outcomes["skipped"]),
    )
    ElementTree.SubElement(suite, "properties")
    for case in cases:
        _element(suite, case)
    return suite


def _controls(framework: AssessedFramework, report: Report) -> Iterable[_Case]:
    """A case for each control and environment; what is not known to be met is skipped."""
    language = report.language
    for one in framework.controls:
        for result in one.results:
            where = [result.environment] if result.environment else []
            classname = dotted("/".join([framework.id, *where]))
            name = f"{printable(one.control.id)} {sentence(one.control.title[language])}"
            said = STATES[result.state][language]
            whys = [sentence(reason[language]) for reason in result.reasons]
            reason = whys[0] if whys else ""
            bodies = [_body(finding, report) for finding in _counting(result)]
            yield _Case(
                classname,
                name,
                home="",
                outcome=_OUTCOMES[result.state],
                type=result.state.value,
                message=f"{said}: {reason}",
                body="\n\n".join(["\n".join(whys), *bodies]),
            )


def _counting(result: ControlResult) -> Iterable[Finding]:
    is_tolerated = tolerated_in(result)
    for finding in result.findings:
        failed = finding.status is Status.FAIL and finding.is_active
        if failed and not is_tolerated(finding):
            yield finding


_OUTCOMES: dict[ControlState, Outcome] = {
    ControlState.MET: "passed",
    ControlState.NOT_MET: "failure",
    ControlState.UNKNOWN: "skipped",
    ControlState.NOT_ASSESSED: "skipped",
    ControlState.NOT_APPLICABLE: "skipped",
}


def _describe(suite: ElementTree.Element, report: Report) -> None:
    properties = suite[0]
    facts = {
        "version": printable(report.version),
        "counts": counts(report),
        "gate": sentence(report.gate.reason[report.language]),
    }
    notices = [(it.code.id, _placed(it, report)) for it in of_trust(report)]
    for name, value in (*facts.items(), *notices):
        ElementTree.SubElement(properties, "property", name=name, value=value)


def _placed(problem: Problem, report: Report) -> str:
    """A problem behind its place."""
    return ": ".join(filter(None, (problem_spot(problem), problem_text(problem, report))))


def _element(suite: ElementTree.Element, case: _Case) -> None:
    # Surefire demands a time, and the same input must give the same bytes.
    element = ElementTree.SubElement(
        suite, "testcase", classname=case.classname, name=case.name, time="0"
    )
    if case.outcome == "passed":
        return
    outcome = ElementTree.SubElement(element, case.outcome, message=case.message)
    if case.type:
        outcome.set("type", case.type)
    # GitLab reads the body only, Jenkins shows the message above it.
    outcome.text = case.body


def _verdicts(report: Report) -> Iterable[_Case]:
    """A case for each rule and subject; other tools' findings have no verdict of ours."""
    found: dict[tuple[str, Subject], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.question, []).append(finding)
    said = {verdict.question: verdict for verdict in report.verdicts}
    for key, verdict in said.items():
        yield _case(verdict.rule, verdict.subject, verdict.status, found.get(key, []), report)
    for key, findings in found.items():
        if key not in said:
            first = findings[0]
            yield _case(first.rule, first.subject, first.status, findings, report)


def _case(
    rule: Rule, subject: Subject, status: Status, findings: list[Finding], report: Report
) -> _Case:
    title = sentence(rule.title[report.language])
    case = _Case(classname_of(subject), f"{printable(rule.id)} {title}".strip(), subject.template)
    active = [f for f in findings if f.is_active]
    failures = [f for f in active if f.status is Status.FAIL and not report.is_known(f)]
    if failures:
        return _failure(case, failures, report)
    if findings:
        return _skipped(case, active or findings, report)
    return _bare(case, rule, status, report)


def _bare(case: _Case, rule: Rule, status: Status, report: Report) -> _Case:
    """A verdict that no finding explains."""
    match status:
        case Status.PASS:
            return case
        case Status.UNKNOWN:
            said = _UNDECIDED[report.language]
            return replace(case, outcome="skipped", message=said, body=said)
        case Status.FAIL:
            said = _UNEXPLAINED[report.language]
            return replace(
                case, outcome="failure", type=rule.severity.value, message=said, body=said
            )


def _failure(case: _Case, findings: list[Finding], report: Report) -> _Case:
    worst = min(findings, key=lambda f: f.severity.rank)
    return replace(
        case,
        outcome="failure",
        type=worst.severity.value,
        message=message(findings[0], report),
        body="\n\n".join(_body(f, report) for f in findings),
    )


def _body(finding: Finding, report: Report) -> str:
    """What is wrong, where, and how it is mended, a line for each."""
    language = report.language
    place = primary(finding)
    mend = fix_code(finding)
    lines = [f"{spot(place)}: {message(finding, report)}"]
    lines += [f"  {text}" for text, _ in numbered(place, caret=True, around=False)]
    if place is not finding.location:
        lines.append(f"{TEMPLATE[language]}: {spot(finding.location)}")
    elif finding.source:
        lines.append(f"{SOURCE[language]}: {printable(finding.source.path)}:{finding.source.line}")
    lines.append(f"{FIX[language]}: {sentence(finding.fix[language])}")
    if mend:
        lines += [f"    {printable(line)}" for line in mend.strip().splitlines()]
    return "\n".join(lines)


def _skipped(case: _Case, findings: list[Finding], report: Report) -> _Case:
    """What nobody has to mend now: doubts with what decides them, else what is excused."""
    first = findings[0]
    reason = passed_over(first, report) or message(first, report)
    body = "\n".join(line for f in findings for line in _reason(f, report))
    return replace(case, outcome="skipped", message=reason, body=body)


def _reason(finding: Finding, report: Report) -> Iterable[str]:
    yield f"{spot(primary(finding))}: {message(finding, report)}"
    why_not = passed_over(finding, report)
    if why_not:
        yield f"    {why_not}"


def _problems(report: Report) -> Iterable[_Case]:
    for problem in report.problems:
        if problem.kind != "notice":
            yield _problem(problem, report)


def _problem(problem: Problem, report: Report) -> _Case:
    said = sentence(problem.message[report.language])
    about = [printable(part) for part in (problem.rule_id, problem.path) if part]
    return _Case(
        "synthgate.problems",
        " ".join(about) or problem.kind,
        home="",
        outcome="error",
        type=problem.kind,
        message=said,
        body=_placed(problem, report),
    )


def _distinct(cases: list[_Case]) -> list[_Case]:
    """No two cases of one class and name: the template tells them apart, else a number."""
    told = [(case.classname, case.name) for case in cases]
    often = Counter(told)
    homed = [
        replace(c, classname=f"{dotted(c.home)}.{c.classname}") if often[key] > 1 and c.home else c
        for c, key in zip(cases, told, strict=True)
    ]
    taken: Counter[tuple[str, str]] = Counter()
    return [_numbered(case, taken) for case in homed]


def _numbered(case: _Case, taken: Counter[tuple[str, str]]) -> _Case:
    key = name = case.classname, case.name
    while name in taken:
        taken[key] += 1
        name = case.classname, f"{case.name} ({taken[key]})"
    taken[name] += 1
    return case if name == key else replace(case, name=name[1])
