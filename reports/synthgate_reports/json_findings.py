"""Findings, and what they are about, as the JSON report has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.json_tools import stance, tool_rule

if TYPE_CHECKING:
    from synthgate.model import (
        Acceptance,
        Checks,
        Finding,
        Language,
        Location,
        Related,
        SourceLine,
        Subject,
    )


def finding_of(finding: Finding, language: Language) -> dict[str, object]:
    """A finding, whatever becomes of it."""
    return {
        "rule_id": finding.rule.id,
        "status": finding.status,
        "severity": finding.severity,
        "message": finding.message[language],
        "why": finding.why[language],
        "also": list(finding.also),
        "resource": resource_of(finding.subject),
        "location": location_of(finding.location),
        "related": [related_of(one, language) for one in finding.related],
        "source": source_of(finding.source),
        "sources": [tool_rule(one) for one in finding.sources],
        "stances": [stance(one, language) for one in finding.stances],
        "ranked_by": finding.ranked_by or None,
        "fingerprint": finding.fingerprint,
        "novelty": finding.novelty,
        "before": finding.before and finding.before[language],
        "after": finding.after and finding.after[language],
    }


def accepted_of(finding: Finding, language: Language) -> dict[str, object]:
    """A finding that does not count, and who says so."""
    return {
        **finding_of(finding, language),
        "disposition": finding.disposition,
        "accepted": acceptance_of(finding.accepted, language),
    }


def acceptance_of(accepted: Acceptance | None, language: Language) -> dict[str, object] | None:
    """Who accepted something, why and until when."""
    return accepted and {
        "by": accepted.by,
        "reason": accepted.reason[language],
        "owner": accepted.owner,
        "expires": accepted.expires,
        "ticket": accepted.ticket,
    }


def resource_of(subject: Subject) -> dict[str, object]:
    """What something is about."""
    return {
        "logical_id": subject.logical_id,
        "type": subject.type,
        "construct_path": subject.construct_path,
        "made_by": subject.made_by,
    }


def location_of(location: Location) -> dict[str, object]:
    """A part of a file."""
    return {
        "path": location.path,
        "line": location.start.line,
        "column": location.start.column,
        "end_line": location.end.line,
        "end_column": location.end.column,
        "property_path": location.property_path,
    }


def related_of(related: Related, language: Language) -> dict[str, object]:
    """What else a finding rests on."""
    return {
        "message": related.message[language],
        "logical_id": related.logical_id,
        "location": location_of(related.location),
    }


def source_of(source: SourceLine | None) -> dict[str, object] | None:
    """The line of the program."""
    return source and {"path": source.path, "line": source.line, "stale": source.stale}


def checks_of(checks: Checks) -> dict[str, object]:
    """Verdicts, counted."""
    return {
        "pass": checks.passed,
        "fail": checks.failed,
        "unknown": checks.unknown,
        "accepted": checks.accepted,
    }
