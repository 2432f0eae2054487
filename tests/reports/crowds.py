"""Reports of many findings whose names somebody chose to break a consumer."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from synthgate.model import (
    Acceptance,
    Comparison,
    Disposition,
    Novelty,
    Severity,
    Status,
    verbatim,
)

if TYPE_CHECKING:
    from synthgate.model import Finding, Report

_RULES = 40
_REASON = Acceptance("=waivers.yaml", verbatim("@team `x` <b> $1 #2"), "-owner", "2027-03-31", "+1")


def crowd(hostile: Report, number: int, *, compared: bool = False) -> Report:
    """As many findings, some doubts, some set aside, some known before; every seventh is each."""
    findings = tuple(_one(hostile, index, compared=compared) for index in range(number))
    closing = frozenset(
        one.fingerprint for one in findings if one.is_active and one.status is Status.FAIL
    )
    fixed = findings[:5] if compared else ()
    return replace(
        hostile,
        findings=findings,
        verdicts=(),
        gate=replace(hostile.gate, closing=closing),
        comparison=Comparison("main ::error::", fixed) if compared else None,
    )


def _one(hostile: Report, index: int, *, compared: bool) -> Finding:
    finding = hostile.findings[index % len(hostile.findings)]
    severity = [*Severity][index % len(Severity)]
    rule = replace(finding.rule, id=f"{finding.rule.id}-{index % _RULES}", severity=severity)
    more = replace(
        finding,
        rule=rule,
        severity=severity,
        subject=replace(finding.subject, logical_id=f"{finding.subject.logical_id}{index}"),
        fingerprint=hashlib.sha256(str(index).encode()).hexdigest(),
    )
    if compared:
        more = replace(more, novelty=Novelty.UNCHANGED if index % 7 == 3 else Novelty.NEW)
    if index % 7 == 1:
        return replace(more, status=Status.UNKNOWN)
    if index % 7 == 2:
        return more.set_aside(Disposition.WAIVED, _REASON)
    return more
