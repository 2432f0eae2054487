"""`json`: the contract that other programs rely on.

A change that takes a key away or gives it another meaning is a new
`schema_version`; a new key is not.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from synthgate_reports.json_findings import (
    acceptance_of,
    accepted_of,
    checks_of,
    finding_of,
    resource_of,
)
from synthgate_reports.json_frameworks import framework_of
from synthgate_reports.json_tools import tool
from synthgate_reports.jsontext import Aside, dump

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import (
        Comparison,
        Decider,
        Language,
        Problem,
        Report,
        Run,
        ScannedTemplate,
        StoredScan,
        Subject,
    )

SCHEMA_VERSION = "2"


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one JSON document."""
    language = report.language
    with closing(Aside()) as accepted:
        dump(
            {
                "schema_version": SCHEMA_VERSION,
                "tool": {"name": "synthgate", "version": report.version},
                "run": {**_run(report.run), "scans": [_scan(one) for one in report.scans]},
                "templates": (_template(t) for t in report.templates),
                "findings": _active(report, accepted),
                "accepted_findings": accepted,
                "problems": (_problem(p, language) for p in report.problems),
                "checks": checks_of(report.checks),
                "tools": [tool(one) for one in report.tools],
                "comparison": _comparison(report.comparison, language),
                "changes": _changes(report.comparison, language),
                "frameworks": (framework_of(f, report) for f in report.frameworks),
                "gate": {
                    "verdict": report.gate.verdict,
                    "exit_code": report.gate.exit_code,
                    "reason": report.gate.reason[language],
                    "decided_by": _decider(report.gate.decided_by),
                },
            },
            stream,
        )


def _active(report: Report, others: Aside) -> Iterator[dict[str, object]]:
    """The findings that count; the others are put aside, for all are gone through only once."""
    for finding in report.findings:
        if finding.is_active:
            yield finding_of(finding, report.language)
        else:
            others.add(accepted_of(finding, report.language))


def _comparison(compared: Comparison | None, language: Language) -> dict[str, object] | None:
    """What the run is compared with; its own findings say of themselves which of them are new."""
    return compared and {
        "base": compared.base,
        "only_new": compared.only_new,
        "fixed": [finding_of(finding, language) for finding in compared.fixed],
    }


def _changes(compared: Comparison | None, language: Language) -> list[object] | None:
    """What becomes of each resource that changes; null where nothing is known of that."""
    if compared is None or compared.changes is None:
        return None
    return [
        {
            "action": one.action,
            "before": one.before and _placed(one.before),
            "after": one.after and _placed(one.after),
            "properties": list(one.properties),
            "message": one.told and one.told[language],
        }
        for one in compared.changes
    ]


def _placed(subject: Subject) -> dict[str, object]:
    where = {"template": subject.template, "stack": subject.stack, "stage": subject.stage}
    return {**resource_of(subject), **where}


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
            "dirty": origin.stamp.is_dirty,
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


def _problem(problem: Problem, language: Language) -> dict[str, object]:
    return {
        "message": problem.message[language],
        "path": problem.path,
        "rule_id": problem.rule_id,
        "line": problem.position and problem.position.line,
        "column": problem.position and problem.position.column,
        "kind": problem.kind,
        "code": problem.code.id,
        "accepted": acceptance_of(problem.accepted, language),
    }
