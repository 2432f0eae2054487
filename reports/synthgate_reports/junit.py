"""`junit`: one test case for each rule and resource, faultless ones included.

Valid against the schemas of Maven Surefire and of Jenkins xUnit alike: the root
is one `testsuite` and nothing has a `file` or `line`. Where frameworks were assessed,
each is a suite of its own and the root is `testsuites`, which Surefire has not. CI
servers recognise a test from build to build by its class and name, and GitLab drops a second one of
the same: so these are unique and say nothing that may change, like a severity.

A failure is what closes the gate, and nothing else: one makes Jenkins call a build unstable and
GitLab show a failed test. What failed and closes nothing is skipped, and says all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from synthgate.model import ControlState, Message, Status, Subject, in_context, verbatim
from synthgate_reports.excerpt import numbered
from synthgate_reports.junit_cases import Case, distinct
from synthgate_reports.junit_names import classname_of, dotted
from synthgate_reports.origin import origin
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
    source_spot,
    spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from synthgate.model import AssessedFramework, ControlResult, Finding, Problem, Report, Rule
    from synthgate_reports.junit_cases import Outcome

_BEGINS_A_COMMAND = re.compile(r"^([^\S\n]*)::", re.MULTILINE)
_UNDECIDED = in_context("JUnit", "the template does not tell")
_CLOSES_NOTHING = Message("does not close the gate ({severity}): {message}")
_UNEXPLAINED = Message("failed; no finding says where")


def write(report: Report, stream: TextIO) -> None:
    """Write the verdicts as one test suite, and each framework as another."""
    root = _suite("synthgate", distinct([*_verdicts(report), *_problems(report)]))
    _describe(root, report)
    if report.frameworks:
        suites = ElementTree.Element("testsuites")
        suites.append(root)
        for framework in report.frameworks:
            name = f"{printable(framework.id)} {printable(framework.version)}"
            suites.append(_suite(name, distinct([*_controls(framework, report)])))
        root = suites
    ElementTree.indent(root)
    xml = ElementTree.tostring(root, encoding="unicode")
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{_inert(xml)}\n')


def _inert(xml: str) -> str:
    """The same document, in which a CI runner that is shown it finds no command to itself."""
    xml = xml.replace("##", "#&#35;")
    return _BEGINS_A_COMMAND.sub(r"\1&#58;:", xml)


def _suite(name: str, cases: list[Case]) -> ElementTree.Element:
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


def _controls(framework: AssessedFramework, report: Report) -> Iterable[Case]:
    """A case for each control and environment; what closes no gate is skipped."""
    language = report.language
    for one in framework.controls:
        unmet = "failure" if (framework.id, one.control.id) in report.gate.controls else "skipped"
        for result in one.results:
            where = [result.environment] if result.environment else []
            classname = dotted("/".join([framework.id, *where]))
            name = f"{printable(one.control.id)} {sentence(one.control.title[language])}"
            said = STATES[result.state][language]
            whys = [sentence(reason[language]) for reason in result.reasons]
            reason = whys[0] if whys else ""
            bodies = [_body(finding, report) for finding in _counting(result)]
            yield Case(
                classname,
                name,
                home="",
                outcome=unmet if result.state is ControlState.NOT_MET else _OUTCOMES[result.state],
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
    rests_on = [(fact.id, fact.value) for fact in origin(report)]
    notices = [(it.code.id, _placed(it, report)) for it in of_trust(report)]
    for name, value in (*facts.items(), *rests_on, *notices):
        ElementTree.SubElement(properties, "property", name=name, value=value)


def _placed(problem: Problem, report: Report) -> str:
    """A problem behind its place."""
    return ": ".join(filter(None, (problem_spot(problem), problem_text(problem, report))))


def _element(suite: ElementTree.Element, case: Case) -> None:
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


def _verdicts(report: Report) -> Iterable[Case]:
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
) -> Case:
    title = sentence(rule.title[report.language])
    case = Case(classname_of(subject), f"{printable(rule.id)} {title}".strip(), subject.template)
    active = [f for f in findings if f.is_active]
    failures = [f for f in active if f.status is Status.FAIL or report.closes(f)]
    failures = [f for f in failures if not report.is_known(f)]
    if any(map(report.closes, failures)):
        return _failure(case, failures, report)
    if failures:
        return _tolerated(case, failures, report)
    if findings:
        return _skipped(case, active or findings, report)
    return _bare(case, status, report)


def _bare(case: Case, status: Status, report: Report) -> Case:
    """A verdict that no finding explains."""
    match status:
        case Status.PASS:
            return case
        case Status.UNKNOWN:
            said = _UNDECIDED[report.language]
        case Status.FAIL:
            said = _UNEXPLAINED[report.language]
    return replace(case, outcome="skipped", message=said, body=said)


def _failure(case: Case, findings: list[Finding], report: Report) -> Case:
    worst = min(findings, key=lambda f: f.severity.rank)
    return replace(
        case,
        outcome="failure",
        type=worst.severity.value,
        message=message(findings[0], report),
        body="\n\n".join(_body(f, report) for f in findings),
    )


def _tolerated(case: Case, findings: list[Finding], report: Report) -> Case:
    """What failed, and says so, but closes no gate."""
    failed = _failure(case, findings, report)
    said = _CLOSES_NOTHING.format(severity=failed.type, message=verbatim(failed.message))
    return replace(failed, outcome="skipped", type="", message=said[report.language])


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
        lines.append(f"{SOURCE[language]}: {source_spot(finding.source, report)}")
    lines.append(f"{FIX[language]}: {sentence(finding.fix[language])}")
    if mend:
        lines += [f"    {printable(line)}" for line in mend.strip().splitlines()]
    return "\n".join(lines)


def _skipped(case: Case, findings: list[Finding], report: Report) -> Case:
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


def _problems(report: Report) -> Iterable[Case]:
    for problem in report.problems:
        if problem.kind != "notice":
            yield _problem(problem, report)


def _problem(problem: Problem, report: Report) -> Case:
    said = sentence(problem.message[report.language])
    about = [printable(part) for part in (problem.rule_id, problem.path) if part]
    return Case(
        "synthgate.problems",
        " ".join(about) or problem.kind,
        home="",
        outcome="error",
        type=problem.kind,
        message=said,
        body=_placed(problem, report),
    )
