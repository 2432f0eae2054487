"""What CloudFormation is answered: the decision, a message, and an annotation for each rule.

The shape is that of the CloudFormation Hooks User Guide, "Create Lambda functions to evaluate
resources for Lambda Hooks" ("Response input"); how long texts may be is in the API Reference,
"Annotation". `IN_PROGRESS` is never answered: all is decided in one go.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from change_hook.change import Change
from change_hook.judging import Judged
from change_hook.parameters import told
from synthgate.model import Finding, Report, Severity, Status, Verdict
from synthgate.model.rules import Rule

Answer = dict[str, Any]
MOST_OF_MESSAGE = 4_096
MOST_OF_CLOUD_CONTROL = 1_024
"""Where CloudFormation and the Cloud Control API cut a message."""
MOST_OF_NAME = 1_024
MOST_OF_STATUS = 2_048
"""Of a status 16,384 letters are kept: a list of resources is no use at that length."""
MOST_OF_REMEDIATION = 16_384
MOST_OF_LINK = 5_120
MOST_BYTES = 1_000_000
"""How large an answer may be: a sixth of what Lambda lets a function answer (6 MB: Lambda Developer
Guide, "Lambda quotas")."""
NAMED = 20
LEVELS = {
    Severity.CRITICAL: "CRITICAL",
    Severity.HIGH: "HIGH",
    Severity.MEDIUM: "MEDIUM",
    Severity.LOW: "LOW",
    Severity.INFO: "INFORMATIONAL",
}
_ORDER = {"FAILED": 0, "SKIPPED": 1, "PASSED": 2}


def succeeded(token: str, message: str, annotations: Iterable[Answer] = ()) -> Answer:
    """Return that the operation may go on."""
    return _answer({"hookStatus": "SUCCESS"}, token, message, annotations)


def failed(token: str, code: str, message: str, annotations: Iterable[Answer] = ()) -> Answer:
    """Return that it may not: ``NonCompliant``, or ``InternalFailure`` if nobody can tell."""
    return _answer({"hookStatus": "FAILED", "errorCode": code}, token, message, annotations)


def answer_to(change: Change, judged: Judged, token: str) -> Answer:
    """Return what the gate says of a change, and why."""
    report = judged.report
    most = MOST_OF_CLOUD_CONTROL if change.is_cloud_control else MOST_OF_MESSAGE
    message = _cut_lines([*_lines(change, judged)], most)
    rows = [*annotations(judged)]
    match report.gate.verdict:
        case "open":
            return succeeded(token, message, rows)
        case "closed" if report.gate.exit_code == 0:  # as --exit-zero has it
            return succeeded(token, message, rows)
        case "closed":
            return failed(token, "NonCompliant", message, rows)
        case "incomplete":
            return failed(token, "InternalFailure", message, rows)


def _lines(change: Change, judged: Judged) -> Iterator[str]:
    """The message, the most important first: it is cut at its end."""
    report, touched = judged.report, {one.logical_id for one in change.changed}
    yield f"synthgate: {report.gate.reason[report.language]}"
    for problem in report.serious_problems:
        yield f"- {problem.message[report.language]}"
    closing = [one for one in report.findings if report.closes(one)]
    for one in sorted(closing, key=lambda it: _weight(it, touched)):
        yield f"- {one.severity} {one.rule.id}: {_said(one, report)}"
    if judged.unasked:
        about = "one resource" if change.kind == "RESOURCE" else "one stack"
        yield f"Rules that look beyond {about}, and were not asked: {len(judged.unasked)}."
    if judged.parameters:
        yield told(judged.parameters)


def _weight(finding: Finding, touched: set[str]) -> tuple[int, bool, str, str]:
    """The worst first, and what is changed before what was there."""
    subject = finding.subject
    return (
        finding.severity.rank,
        subject.logical_id not in touched,
        finding.rule.id,
        subject.logical_id,
    )


def _said(finding: Finding, report: Report) -> str:
    at, text = finding.location.start, finding.message[report.language]
    return f"{finding.subject.logical_id} (line {at.line}): {text}"


def annotations(judged: Judged) -> Iterator[Answer]:
    """Yield what each rule says of the change: failed, then undecided, then passed."""
    report = judged.report
    found: dict[str, list[Finding]] = defaultdict(list)
    asked: dict[str, list[Verdict]] = defaultdict(list)
    for finding in report.findings:
        found[finding.rule.id].append(finding)
    for verdict in report.verdicts:
        asked[verdict.rule.id].append(verdict)
    rules = {one.rule.id: one.rule for one in (*report.verdicts, *report.findings)}
    rows = [_row(rule, found[name], asked[name], report) for name, rule in rules.items()]
    yield from sorted(rows, key=_place)


def _place(row: Answer) -> tuple[int, int, str]:
    levels = [*LEVELS.values()]
    return _ORDER[row["status"]], levels.index(row["severityLevel"]), row["annotationName"]


def _row(rule: Rule, found: list[Finding], asked: list[Verdict], report: Report) -> Answer:
    """The annotation of a rule: what it failed, else what is open, else that it passed."""
    language = report.language
    active = [one for one in found if one.is_active]
    faults = [one for one in active if one.status is Status.FAIL]
    doubts = [one for one in active if one.status is Status.UNKNOWN]
    unknown = [one for one in asked if one.status is Status.UNKNOWN]
    aside = [one for one in found if not one.is_active]
    told = faults or doubts or aside
    row: Answer = {"annotationName": _cut(rule.id, MOST_OF_NAME)}
    if faults:
        row |= {"status": "FAILED", "statusMessage": _listed(_said(it, report) for it in faults)}
    elif doubts or unknown:
        lines = [_doubt(it, report) for it in doubts] or [it.subject.logical_id for it in unknown]
        row |= {"status": "SKIPPED", "statusMessage": _listed(lines)}
    elif aside:
        row |= {
            "status": "SKIPPED",
            "statusMessage": _listed(_accepted(it, report) for it in aside),
        }
    else:
        row |= {"status": "PASSED", "statusMessage": _cut(rule.title[language], MOST_OF_STATUS)}
    severity = min((one.severity for one in told), key=lambda it: it.rank, default=rule.severity)
    if told or unknown:
        fix = told[0].fix if told else rule.fix.text
        row["remediationMessage"] = _cut(fix[language], MOST_OF_REMEDIATION)
        if rule.link and len(rule.link) <= MOST_OF_LINK:
            row["remediationLink"] = rule.link
    return row | {"severityLevel": LEVELS[severity]}


def _doubt(finding: Finding, report: Report) -> str:
    return f"{_said(finding, report)}: {finding.why[report.language]}"


def _accepted(finding: Finding, report: Report) -> str:
    accepted = finding.accepted
    why = accepted.reason[report.language] if accepted else ""
    return f"{_said(finding, report)} ({finding.disposition}: {why})"


def _listed(lines: Iterable[str]) -> str:
    """Lines in one text, no more than somebody reads."""
    every = [*lines]
    more = len(every) - NAMED
    return _cut_lines(every[:NAMED], MOST_OF_STATUS, more=max(more, 0))


def _cut(text: str, most: int) -> str:
    """A text, cut where it is too long; never empty, which no annotation may be."""
    text = text.strip() or "-"
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _cut_lines(lines: list[str], most: int, more: int = 0) -> str:
    """Whole lines, as many as fit; how many do not is told."""
    told = "\n… and {} more"
    kept = len(lines)
    while True:
        left = len(lines) - kept + more
        text = "\n".join(lines[:kept]) + (told.format(left) if left else "")
        if len(text) <= most or kept <= 1:
            return _cut(text, most)
        kept -= 1


def _answer(head: Answer, token: str, message: str, annotations: Iterable[Answer]) -> Answer:
    """All of it, with as many annotations as an answer may have."""
    rows = [*annotations]
    whole: Answer = {
        **head,
        "message": _cut(message, MOST_OF_MESSAGE),
        "clientRequestToken": token,
    }
    if not rows:
        return whole
    sizes, kept, left = [len(json.dumps(row)) + 1 for row in rows], 0, MOST_BYTES
    while kept < len(rows) and sizes[kept] <= left:
        left -= sizes[kept]
        kept += 1
    more = _more(len(rows) - kept) if kept < len(rows) else []
    return {**whole, "annotations": [*rows[:kept], *more]}


def _more(number: int) -> list[Answer]:
    """An annotation of those that an answer has no room for."""
    return [
        {
            "annotationName": "synthgate-more",
            "status": "SKIPPED",
            "statusMessage": f"{number} more rules are not told of here",
            "severityLevel": LEVELS[Severity.INFO],
        }
    ]
