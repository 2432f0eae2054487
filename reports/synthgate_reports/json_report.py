"""`json`: the contract that other programs rely on.

A change that takes a key away or gives it another meaning is a new
`schema_version`; a new key is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.json_tools import stance, tool, tool_rule
from synthgate_reports.jsontext import dump
from synthgate_reports.standing import tally, tolerated_in

if TYPE_CHECKING:
    from typing import TextIO

    from synthgate.model import (
        Acceptance,
        AssessedControl,
        AssessedFramework,
        Checks,
        Comparison,
        ControlResult,
        Decider,
        Evidence,
        Finding,
        FrameworkSource,
        Language,
        Location,
        Problem,
        Related,
        Report,
        Run,
        ScannedTemplate,
        SourceLine,
        StoredScan,
        Subject,
    )

SCHEMA_VERSION = "2"


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one JSON document."""
    language = report.language
    dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "synthgate", "version": report.version},
            "run": {**_run(report.run), "scans": [_scan(one) for one in report.scans]},
            "templates": [_template(t) for t in report.templates],
            "findings": [_finding(f, language) for f in report.findings if f.is_active],
            "accepted_findings": [_accepted(f, language) for f in report.accepted_findings],
            "problems": [_problem(p, language) for p in report.problems],
            "checks": _checks(report.checks),
            "tools": [tool(one) for one in report.tools],
            "comparison": _comparison(report.comparison, language),
            "frameworks": [_framework(f, report) for f in report.frameworks],
            "gate": {
                "verdict": report.gate.verdict,
                "exit_code": report.gate.exit_code,
                "reason": report.gate.reason[language],
                "decided_by": _decider(report.gate.decided_by),
            },
        },
        stream,
    )


def _comparison(compared: Comparison | None, language: Language) -> dict[str, object] | None:
    """What the run is compared with; its own findings say of themselves which of them are new."""
    return compared and {
        "base": compared.base,
        "only_new": compared.only_new,
        "fixed": [_finding(finding, language) for finding in compared.fixed],
    }


def _decider(decider: Decider | None) -> dict[str, object] | None:
    return decider and {"key": decider.key, "path": decider.path or None, "line": decider.line}


def _run(run: Run) -> dict[str, object]:
    """What was asked, and what it rests on."""
    origin = run.origin
    return {
        "app": run.app or None,
        "profile": run.profile,
        "rules": run.rules,
        "excluded": list(run.excluded),
        "changed": list(run.changed),
        "as_of": run.as_of,
        "threshold": origin.threshold or None,
        "clauses": origin.clauses,
        "settings": [{"key": key, "by": by} for key, by in origin.settings],
        "config_digest": origin.digest or None,
        "files": [
            {"role": one.role, "path": one.path, "digest": one.digest} for one in origin.files
        ],
        "policy": [{"path": one.name, "digest": one.digest} for one in run.policies] or None,
        "inputs": [{"path": one.path, "digest": one.digest} for one in origin.assemblies],
        "stamp": origin.stamp
        and {
            "time": origin.stamp.time,
            "commit": origin.stamp.commit or None,
            "branch": origin.stamp.branch or None,
            "repository": origin.stamp.repository or None,
        },
    }


def _scan(scan: StoredScan) -> dict[str, object]:
    """A scan whose stored results the report was made of."""
    return {"name": scan.name, "version": scan.version, "run": _run(scan.run)}


def _template(template: ScannedTemplate) -> dict[str, object]:
    return {
        "path": template.path,
        "stack": template.stack,
        "stage": template.stage,
        "environment": template.environment,
        "status": template.status,
        "resources": template.resources,
        "digest": template.digest or None,
    }


def _finding(finding: Finding, language: Language) -> dict[str, object]:
    return {
        "rule_id": finding.rule.id,
        "status": finding.status,
        "severity": finding.severity,
        "message": finding.message[language],
        "why": finding.why[language],
        "also": list(finding.also),
        "resource": _resource(finding.subject),
        "location": _location(finding.location),
        "related": [_related(one, language) for one in finding.related],
        "source": _source(finding.source),
        "sources": [tool_rule(one) for one in finding.sources],
        "stances": [stance(one, language) for one in finding.stances],
        "ranked_by": finding.ranked_by or None,
        "fingerprint": finding.fingerprint,
        "novelty": finding.novelty,
    }


def _accepted(finding: Finding, language: Language) -> dict[str, object]:
    """A finding that does not count, and who says so."""
    return {
        **_finding(finding, language),
        "disposition": finding.disposition,
        "accepted": _acceptance(finding.accepted, language),
    }


def _acceptance(accepted: Acceptance | None, language: Language) -> dict[str, object] | None:
    return accepted and {
        "by": accepted.by,
        "reason": accepted.reason[language],
        "owner": accepted.owner,
        "expires": accepted.expires,
        "ticket": accepted.ticket,
    }


def _resource(subject: Subject) -> dict[str, object]:
    return {
        "logical_id": subject.logical_id,
        "type": subject.type,
        "construct_path": subject.construct_path,
        "made_by": subject.made_by,
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


def _related(related: Related, language: Language) -> dict[str, object]:
    return {
        "message": related.message[language],
        "logical_id": related.logical_id,
        "location": _location(related.location),
    }


def _source(source: SourceLine | None) -> dict[str, object] | None:
    return source and {"path": source.path, "line": source.line, "stale": source.stale}


def _problem(problem: Problem, language: Language) -> dict[str, object]:
    return {
        "message": problem.message[language],
        "path": problem.path,
        "rule_id": problem.rule_id,
        "line": problem.position and problem.position.line,
        "column": problem.position and problem.position.column,
        "kind": problem.kind,
        "code": problem.code.id,
        "accepted": _acceptance(problem.accepted, language),
    }


def _checks(checks: Checks) -> dict[str, object]:
    return {
        "pass": checks.passed,
        "fail": checks.failed,
        "unknown": checks.unknown,
        "accepted": checks.accepted,
    }


def _framework(framework: AssessedFramework, report: Report) -> dict[str, object]:
    language = report.language
    return {
        "id": framework.id,
        "version": framework.version,
        "source": framework.source[language],
        "title": framework.title[language],
        "counts": tally(one.state for one in framework.controls),
        "groups": [_group(group, framework, language) for group in framework.groups],
        "sources": [_origin(key, one, language) for key, one in framework.sources.items()],
        "stacks": [_placed(template, language) for template in report.templates],
        "controls": [_control(one, framework, language) for one in framework.controls],
    }


def _group(group: str, framework: AssessedFramework, language: Language) -> dict[str, object]:
    """A group with what is known of all controls in it, and in the groups that are part of it."""
    below = framework.below(group)
    return {
        "id": group,
        "title": framework.groups[group][language],
        "within": framework.within.get(group),
        "counts": tally(one.state for one in below),
        "exceptions": sum(one.has_exceptions for one in below),
    }


def _origin(key: str, source: FrameworkSource, language: Language) -> dict[str, object]:
    return {
        "id": key,
        "title": source.title[language],
        "link": source.link,
        "commit": source.commit,
        "licence": source.licence,
    }


def _placed(template: ScannedTemplate, language: Language) -> dict[str, object]:
    return {
        "path": template.path,
        "stack": template.stack,
        "stage": template.stage,
        "environment": template.environment,
        "told_by": template.told_by and template.told_by[language],
    }


def _control(
    one: AssessedControl, framework: AssessedFramework, language: Language
) -> dict[str, object]:
    control = one.control
    return {
        "id": control.id,
        "title": control.title[language],
        "meaning": control.meaning[language],
        "group": framework.groups[control.group][language],
        "group_id": control.group,
        "levels": list(control.levels),
        "mode": control.mode,
        "state": one.state,
        "exceptions": one.has_exceptions,
        "rules": list(control.rules),
        "mappings": [
            {
                "rules": list(mapping.rules),
                "basis": mapping.basis,
                "source": mapping.source,
                "through": list(mapping.through),
                "resources": list(mapping.resources),
            }
            for mapping in control.mappings
        ],
        "environments": [_result(result, language) for result in one.results],
        "evidence_wanted": control.evidence_wanted and control.evidence_wanted[language],
        "evidence": [_evidence(evidence, language) for evidence in one.evidence],
    }


def _result(result: ControlResult, language: Language) -> dict[str, object]:
    """The state in one environment, with what the rules found there, counted or not."""
    is_tolerated = tolerated_in(result)
    return {
        "environment": result.environment,
        "state": result.state,
        "reasons": [reason[language] for reason in result.reasons],
        "checks": _checks(result.checks),
        "rules": list(result.asked),
        "resources": [
            {**_resource(subject), "path": subject.template, "stack": subject.stack}
            for subject in result.subjects
        ],
        "findings": [
            {
                **(_finding if finding.is_active else _accepted)(finding, language),
                "fix": finding.fix[language],
                "tolerated": is_tolerated(finding),
            }
            for finding in result.findings
        ],
    }


def _evidence(evidence: Evidence, language: Language) -> dict[str, object]:
    return {
        "kind": evidence.kind,
        "statement": evidence.statement,
        "by": evidence.by,
        "date": evidence.date,
        "valid_until": evidence.valid_until,
        "link": evidence.link,
        "file": evidence.file,
        "sha256": evidence.sha256,
        "apps": list(evidence.apps),
        "stated_in": evidence.stated_in,
        "valid": evidence.refused is None,
        "refused": evidence.refused and evidence.refused[language],
    }
