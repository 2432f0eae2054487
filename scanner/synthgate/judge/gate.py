"""The report and the policy give the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from synthgate.model import (
    NOTHING,
    Checks,
    Disposition,
    Finding,
    Gate,
    Message,
    Problem,
    Severity,
    Status,
    Text,
    Verdict,
    plural,
)

PASSED, CLOSED, MISUSED, INCOMPLETE = 0, 1, 2, 3
"""Exit codes: the gate is open; closed; wrong usage, configuration or card; not all scanned."""


def count(verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> Checks:
    """Verdicts by status; one of which every finding was set aside counts as that."""
    held = {finding.question for finding in findings if finding.is_active}
    aside = {one.question: one.disposition for one in findings if not one.is_active}
    tally: Counter[Status | Disposition] = Counter()
    for verdict in verdicts:
        key = verdict.question
        is_aside = key in aside and key not in held
        tally[aside[key] if is_aside else verdict.status] += 1
    counted = (Status.PASS, Status.FAIL, Status.UNKNOWN, *Checks().aside)
    return Checks(*(tally[kind] for kind in counted))


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
        and finding.is_active
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
        told = _CLOSED.format(number=len(closing), severity=fail_on)
        return Gate("closed", PASSED if exit_zero else CLOSED, told)
    return Gate("open", PASSED, _OPEN.format(severity=fail_on) if fail_on else _NEVER)


def _sentence(reason: Message, number: int, closing: int) -> Text:
    also = _ALSO.format(number=closing) if closing else NOTHING
    return reason.format(number=number, also=also)


_OPEN = Message("Gate open: no finding of severity {severity} or worse.")
_NEVER = Message("Gate open: findings never close it (--fail-on never).")
_CLOSED = plural(
    "Gate closed: {number} finding of severity {severity} or worse.",
    "Gate closed: {number} findings of severity {severity} or worse.",
)
_INCOMPLETE = plural(
    "Gate incomplete: {number} problem kept something from being scanned{also}.",
    "Gate incomplete: {number} problems kept something from being scanned{also}.",
)
_MISUSED = plural(
    "Gate incomplete: {number} mistake in the configuration or the rule cards{also}.",
    "Gate incomplete: {number} mistakes in the configuration or the rule cards{also}.",
)
_ALSO = plural(
    "; besides, {number} finding would close the gate",
    "; besides, {number} findings would close the gate",
)
