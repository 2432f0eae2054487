"""The report and the policy give the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from synthgate.model import Checks, Finding, Gate, Problem, Severity, Status, Text, Verdict

PASSED, CLOSED, MISUSED, INCOMPLETE = 0, 1, 2, 3
"""Exit codes: the gate is open; closed; wrong usage, configuration or card; not all scanned."""


def count(verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> Checks:
    """Verdicts by status; a failure whose every finding is suppressed counts as suppressed."""
    held = {(f.rule.id, f.subject) for f in findings if not f.suppressed}
    excused = {(f.rule.id, f.subject) for f in findings} - held
    tally: Counter[str] = Counter()
    for verdict in verdicts:
        suppressed = (verdict.rule.id, verdict.subject) in excused
        tally["suppressed" if suppressed else verdict.status] += 1
    return Checks(
        tally[Status.PASS], tally[Status.FAIL], tally[Status.UNKNOWN], tally["suppressed"]
    )


def decide(
    findings: Sequence[Finding],
    problems: Sequence[Problem],
    fail_on: Severity | None,
    *,
    exit_zero: bool = False,
) -> Gate:
    """Open or close the gate.

    `fail_on` is the least severity that closes it, None for never. A run that could not
    scan everything is incomplete whatever it found; one that was asked wrongly, more so.
    """
    closing = [
        finding
        for finding in findings
        if finding.status is Status.FAIL
        and not finding.suppressed
        and fail_on
        and finding.severity.reaches(fail_on)
    ]
    for kind, code, reason in (
        ("configuration", MISUSED, _MISUSED),
        ("incomplete", INCOMPLETE, _INCOMPLETE),
    ):
        number = sum(problem.kind == kind for problem in problems)
        if number:
            return Gate("incomplete", code, _sentence(reason, number, len(closing)))
    if closing:
        told = _CLOSED.format(number=len(closing), severity=fail_on, s=_plural(len(closing)))
        return Gate("closed", PASSED if exit_zero else CLOSED, told)
    return Gate("open", PASSED, _OPEN.format(severity=fail_on) if fail_on else _NEVER)


def _sentence(reason: Text, number: int, closing: int) -> Text:
    also = _ALSO.format(number=closing, s=_plural(closing)) if closing else Text("", "")
    return reason.format(number=number, s=_plural(number), also=also)


def _plural(number: int) -> str:
    return "" if number == 1 else "s"


_OPEN = Text(
    "Gate open: no finding of severity {severity} or worse.",
    "게이트 열림: 심각도 {severity} 이상의 결과가 없습니다.",
)
_NEVER = Text(
    "Gate open: findings never close it (--fail-on never).",
    "게이트 열림: 결과가 게이트를 닫지 않도록 설정되어 있습니다(--fail-on never).",
)
_CLOSED = Text(
    "Gate closed: {number} finding{s} of severity {severity} or worse.",
    "게이트 닫힘: 심각도 {severity} 이상의 결과가 {number}건 있습니다.",
)
_INCOMPLETE = Text(
    "Gate incomplete: {number} problem{s} kept something from being scanned{also}.",
    "게이트 판정 불완전: 문제 {number}건 때문에 스캔하지 못한 것이 있습니다{also}.",
)
_MISUSED = Text(
    "Gate incomplete: {number} mistake{s} in the configuration or the rule cards{also}.",
    "게이트 판정 불완전: 설정 또는 규칙 카드에 오류가 {number}건 있습니다{also}.",
)
_ALSO = Text(
    "; besides, {number} finding{s} would close the gate",
    ". 이와 별도로 게이트를 닫을 결과가 {number}건 있습니다",
)
