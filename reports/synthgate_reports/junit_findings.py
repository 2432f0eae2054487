"""The verdicts as JUnit's cases: one for each rule and what it was asked of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synthgate.model import Message, Status, in_context, verbatim
from synthgate_reports.junit_cases import Case
from synthgate_reports.junit_entries import marked
from synthgate_reports.junit_names import classname_of
from synthgate_reports.rooted import from_root
from synthgate_reports.wording import message, primary, printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Finding, Report, Rule, Subject

_UNDECIDED = in_context("JUnit", "the template does not tell")
_UNEXPLAINED = Message("failed; no finding says where")
_CLOSES_NOTHING = Message("does not close the gate ({severity}): {message}")


def of_verdicts(report: Report) -> Iterator[Case]:
    """A case for each rule and subject; other tools' findings have no verdict of ours."""
    found: dict[tuple[str, Subject], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.question, []).append(finding)
    said = {verdict.question: verdict for verdict in report.verdicts}
    for key, verdict in said.items():
        case = _case(verdict.rule, verdict.subject, report)
        findings = found.get(key)
        if findings:
            yield _told(case, findings, report)
        else:
            yield replace(case, body=_bare(verdict.status, report))
    for key, findings in found.items():
        if key not in said:
            yield _told(_case(findings[0].rule, findings[0].subject, report), findings, report)


def _case(rule: Rule, subject: Subject, report: Report) -> Case:
    name = f"{printable(rule.id)} {sentence(rule.title[report.language])}".strip()
    file = printable(from_root(subject.template, report))
    return Case(classname_of(subject), name, subject.template, file=file)


def _bare(status: Status, report: Report) -> str:
    """What is said of a verdict that no finding explains."""
    match status:
        case Status.PASS:
            return ""
        case Status.UNKNOWN:
            return _UNDECIDED[report.language]
        case Status.FAIL:
            return _UNEXPLAINED[report.language]


def _told(case: Case, findings: list[Finding], report: Report) -> Case:
    """A case with all that was found: what closes the gate first, then what counts."""
    ordered = sorted(findings, key=lambda one: _rank(one, report))
    first = ordered[0]
    body = "\n\n".join(marked(one, report) for one in ordered)
    case = replace(case, file=printable(from_root(primary(first).path, report)))
    if _closes(first, report):
        closing = (one for one in ordered if _closes(one, report))
        worst = min(closing, key=lambda one: one.severity.rank)
        said = message(first, report)
        return replace(case, outcome="failure", type=worst.severity.value, message=said, body=body)
    if first.is_active and first.status is Status.FAIL and not report.is_known(first):
        said = verbatim(message(first, report))
        told = _CLOSES_NOTHING.format(severity=first.severity.value, message=said)
        body = f"{told[report.language]}\n\n{body}"
    return replace(case, body=body)


def _closes(finding: Finding, report: Report) -> bool:
    return report.closes(finding) and not report.is_known(finding)


def _rank(finding: Finding, report: Report) -> int:
    """0 for what closes the gate; the others by how much they say of it."""
    return (
        _closes(finding, report),
        finding.is_active and finding.status is Status.FAIL and not report.is_known(finding),
        finding.is_active,
        True,
    ).index(True)
