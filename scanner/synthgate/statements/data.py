"""A statement as programs read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from synthgate.model import AssessedControl, ControlState, Evidence, Finding, Language, Stamp
from synthgate.statements.merged import Application, Row, Statement, Whole, accepted_in
from synthgate_reports.standing import tally

SCHEMA_VERSION = "1"


def as_data(whole: Whole, language: Language) -> dict[str, Any]:
    """Everything: each control with its worst state and each application's, and the history."""
    return {
        "schema_version": SCHEMA_VERSION,
        "applications": [_app(one) for one in whole.apps],
        "since": [_app(one) for one in whole.before],
        "new_applications": whole.come,
        "gone_applications": whole.gone,
        "problems": [
            {"code": it.code.id, "kind": it.kind, "path": it.path, "message": it.message[language]}
            for it in whole.problems
        ],
        "frameworks": [_statement(one, whole, language) for one in whole.statements],
    }


def _app(app: Application) -> dict[str, Any]:
    return {
        "name": app.name,
        "stacks": sorted(app.stacks),
        "as_of": app.as_of or None,
        "whole": all(one.kind == "notice" for one in app.problems),
        "scans": [
            {
                "name": scan.name,
                "version": scan.version,
                "profile": scan.run.profile,
                "rules": scan.run.rules,
                "config_digest": scan.run.origin.digest or None,
                "stamp": _stamp(scan.run.origin.stamp),
            }
            for scan in app.scans
        ],
    }


def _stamp(stamp: Stamp | None) -> dict[str, str | None] | None:
    return stamp and {"time": stamp.time, "commit": stamp.commit or None}


def _statement(one: Statement, whole: Whole, language: Language) -> dict[str, Any]:
    framework = one.framework
    apps = [app for app in whole.apps if framework.id in app.frameworks]
    return {
        "id": framework.id,
        "version": framework.version,
        "title": framework.title[language],
        "counts": _tally(row.state for row in one.rows),
        "exceptions": sum(row.has_exceptions for row in one.rows),
        "by_application": {
            app.name: _tally(it.state for it in app.frameworks[framework.id].controls)
            for app in apps
        },
        "groups": [
            {
                "id": group,
                "title": title[language],
                "within": framework.within.get(group),
                "counts": _tally(it.state for it in framework.below(group)),
            }
            for group, title in framework.groups.items()
        ],
        "controls": [_row(row, language) for row in one.rows],
        "changes": [
            {
                "application": it.app,
                "control": it.control,
                "before": it.before,
                "now": it.now,
                "direction": it.direction,
            }
            for it in one.changes
        ],
    }


def _tally(states: Iterable[ControlState]) -> dict[str, int]:
    return {state.value: number for state, number in tally(states).items()}


def _row(row: Row, language: Language) -> dict[str, Any]:
    control = row.control.control
    return {
        "id": control.id,
        "title": control.title[language],
        "group": control.group,
        "mode": control.mode,
        "state": row.state,
        "exceptions": row.has_exceptions,
        "applications": {app: _of_app(one, language) for app, one in row.by_app.items()},
        "accepted": [_accepted(app, finding, language) for app, finding in accepted_in(row)],
        "evidence": [
            _evidence(app, it, language) for app, one in row.by_app.items() for it in one.evidence
        ],
    }


def _of_app(one: AssessedControl, language: Language) -> dict[str, Any]:
    return {
        "state": one.state,
        "exceptions": one.has_exceptions,
        "environments": [
            {
                "environment": result.environment,
                "state": result.state,
                "reasons": [reason[language] for reason in result.reasons],
                "checks": {
                    "pass": result.checks.passed,
                    "fail": result.checks.failed,
                    "unknown": result.checks.unknown,
                    "accepted": result.checks.accepted,
                },
            }
            for result in one.results
        ],
    }


def _accepted(app: str, finding: Finding, language: Language) -> dict[str, Any]:
    accepted = finding.accepted
    return {
        "application": app,
        "rule_id": finding.rule.id,
        "resource": finding.subject.name,
        "path": finding.location.path,
        "line": finding.location.start.line,
        "fingerprint": finding.fingerprint,
        "by": accepted and accepted.by,
        "reason": accepted and accepted.reason[language],
        "owner": accepted and accepted.owner,
        "expires": accepted and accepted.expires,
        "ticket": accepted and accepted.ticket,
    }


def _evidence(app: str, one: Evidence, language: Language) -> dict[str, Any]:
    return {
        "application": app,
        "kind": one.kind,
        "statement": one.statement,
        "by": one.by,
        "date": one.date,
        "valid_until": one.valid_until,
        "link": one.link,
        "file": one.file,
        "document": one.document,
        "stated_in": one.stated_in,
        "refused": one.refused and one.refused[language],
    }


def rows_of(whole: Whole, language: Language) -> Iterator[dict[str, object]]:
    """A row for each control of each application, for a spreadsheet."""
    for one in whole.statements:
        changes = {(it.app, it.control): it for it in one.changes}
        for row in one.rows:
            control = row.control.control
            for app, of_app in row.by_app.items():
                change = changes.get((app, control.id))
                checks = [result.checks for result in of_app.results]
                yield {
                    "framework": one.framework.id,
                    "version": one.framework.version,
                    "group": control.group,
                    "control": control.id,
                    "title": control.title[language],
                    "mode": control.mode,
                    "state_of_all": row.state.value,
                    "application": app,
                    "state": of_app.state.value,
                    "exceptions": "yes" if of_app.has_exceptions else "no",
                    "passed": sum(it.passed for it in checks),
                    "failed": sum(it.failed for it in checks),
                    "unknown": sum(it.unknown for it in checks),
                    "accepted": sum(it.accepted for it in checks),
                    "reasons": "; ".join(
                        dict.fromkeys(
                            reason[language]
                            for result in of_app.results
                            for reason in result.reasons
                        )
                    ),
                    "before": change and change.before.value,
                    "change": change and change.direction,
                }
