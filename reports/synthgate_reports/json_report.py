"""`json`: the contract that other programs rely on.

A change that takes a key away or gives it another meaning is a new
`schema_version`; a new key is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.jsontext import dump

if TYPE_CHECKING:
    from typing import TextIO

    from synthgate.model import (
        Finding,
        Language,
        Location,
        Problem,
        Report,
        ScannedTemplate,
        SourceLine,
        Subject,
        Suppression,
    )

SCHEMA_VERSION = "1"


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one JSON document."""
    language = report.language
    dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "synthgate", "version": report.version},
            "templates": [_template(t) for t in report.templates],
            "findings": [_finding(f, language) for f in report.findings],
            "problems": [_problem(p, language) for p in report.problems],
            "checks": {
                "pass": report.checks.passed,
                "fail": report.checks.failed,
                "unknown": report.checks.unknown,
                "suppressed": report.checks.suppressed,
            },
            "gate": {
                "verdict": report.gate.verdict,
                "exit_code": report.gate.exit_code,
                "reason": report.gate.reason[language],
            },
        },
        stream,
    )


def _template(template: ScannedTemplate) -> dict[str, object]:
    return {
        "path": template.path,
        "stack": template.stack,
        "stage": template.stage,
        "status": template.status,
        "resources": template.resources,
    }


def _finding(finding: Finding, language: Language) -> dict[str, object]:
    return {
        "rule_id": finding.rule.id,
        "status": finding.status,
        "severity": finding.severity,
        "message": finding.message[language],
        "why": finding.why[language],
        "resource": _resource(finding.subject),
        "location": _location(finding.location),
        "source": _source(finding.source),
        "sources": [{"tool": s.tool, "rule_id": s.rule_id} for s in finding.sources],
        "suppressed": _suppressed(finding.suppressed),
        "fingerprint": finding.fingerprint,
    }


def _resource(subject: Subject) -> dict[str, object]:
    return {
        "logical_id": subject.logical_id,
        "type": subject.type,
        "construct_path": subject.construct_path,
    }


def _location(location: Location) -> dict[str, object]:
    return {
        "path": location.path,
        "line": location.start.line,
        "column": location.start.column,
        "end_line": location.end.line,
        "end_column": location.end.column,
        "property_path": location.property_path,
    }


def _source(source: SourceLine | None) -> dict[str, object] | None:
    return source and {"path": source.path, "line": source.line}


def _suppressed(suppression: Suppression | None) -> dict[str, object] | None:
    return suppression and {
        "by": suppression.by,
        "reason": suppression.reason,
        "owner": suppression.owner,
        "expires": suppression.expires,
    }


def _problem(problem: Problem, language: Language) -> dict[str, object]:
    return {
        "message": problem.message[language],
        "path": problem.path,
        "rule_id": problem.rule_id,
        "line": problem.position and problem.position.line,
        "column": problem.position and problem.position.column,
        "kind": problem.kind,
    }
