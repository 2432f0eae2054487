"""`sarif` and `sarif-github`: SARIF 2.1.0, in full and as code scanning wants it.

`sarif` tells everything: doubts as results of kind "open", suppressed findings
with their suppressions. GitHub reads neither kind nor suppressions and would
open an alert for each, so `sarif-github` holds the failures that count alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synthgate_reports.jsontext import dump
from synthgate_reports.origin import origin
from synthgate_reports.sarif_places import ROOT, artifact, point
from synthgate_reports.sarif_results import judgement, plain, result
from synthgate_reports.sarif_rules import described, full_stop
from synthgate_reports.wording import counts, printable, problem_text, sentence, worst_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from synthgate.model import Finding, Problem, Report
    from synthgate.problem_code import ProblemCode

    Json = dict[str, object]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://github.com/synthgate/synthgate"

# GitHub rejects a file that holds more, and shows the first few thousand.
_MOST_RESULTS = 25_000
_WHOLE = 64
"""Hexadecimal digits of a SHA-256."""

_SEMANTIC_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")


def write(report: Report, stream: TextIO) -> None:
    """Write every finding, doubts and suppressed ones included."""
    rules, index = _rules(report)
    fixed = report.comparison.fixed if report.comparison else ()
    results = [
        result(f, index[f.rule.id], report) | judgement(f, report)
        for f in (*report.findings, *fixed)
    ]
    _write(report, rules, results, _notifications(report, index), stream)


def write_github(report: Report, stream: TextIO) -> None:
    """Write the failures that count, the worst first."""
    rules, index = _rules(report)
    findings = worst_first(report.failures)
    results = [result(f, index[f.rule.id], report) for f in findings[:_MOST_RESULTS]]
    notes = [*_notifications(report, index), *_left_out(findings[_MOST_RESULTS:])]
    _write(report, rules, results, notes, stream)


def _rules(report: Report) -> tuple[list[Json], Mapping[str, int]]:
    rules = described(report)
    return rules, {str(rule["id"]): i for i, rule in enumerate(rules)}


def _write(
    report: Report, rules: list[Json], results: list[Json], notes: list[Json], stream: TextIO
) -> None:
    run = {
        "tool": {"driver": _driver(report, rules)},
        **_category(report),
        **_versions(report),
        "language": report.language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the sources."}}},
        "invocations": [_invocation(report, notes)],
        "results": results,
    }
    dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, stream)


def _driver(report: Report, rules: list[Json]) -> Json:
    version = report.version
    semantic = {"semanticVersion": version} if _SEMANTIC_VERSION.fullmatch(version) else {}
    return {
        "name": "synthgate",
        "version": version,
        **semantic,
        "informationUri": _HOME,
        "rules": rules,
        **_notices(report),
    }


def _notices(report: Report) -> Json:
    """What the notifications refer to, where there are any."""
    codes = {problem.code.id: problem.code for problem in report.problems}
    rows = [_notice(codes[id_]) for id_ in sorted(codes)]
    return {"notifications": rows} if rows else {}


def _notice(code: ProblemCode) -> Json:
    """A kind of problem, with all the texts that GitHub wants of a descriptor."""
    meaning = {"text": code.meaning}
    return {
        "id": code.id,
        "shortDescription": meaning,
        "fullDescription": meaning,
        "help": meaning,
    }


def _category(report: Report) -> Json:
    """What tells this upload from another of the same commit, if somebody asks for it.

    Code scanning replaces the results of the same category: what stands before the last "/". The
    action that uploads gives one where there is none, and its `category` has no say where there
    is (codeql-action, `populateRunAutomationDetails`).
    """
    category = printable(report.sarif_category).strip("/")
    return {"automationDetails": {"id": f"{category}/"}} if category else {}


def _invocation(report: Report, notes: list[Json]) -> Json:
    stamp = report.run.origin.stamp
    return {
        "executionSuccessful": report.gate.verdict != "incomplete"
        and all(p.kind == "notice" for p in report.problems),
        "exitCode": report.gate.exit_code,
        "exitCodeDescription": sentence(report.gate.reason[report.language]),
        "toolExecutionNotifications": notes,
        **({"endTimeUtc": stamp.time} if stamp else {}),
        "properties": {"counts": counts(report), **_origin(report)},
    }


def _origin(report: Report) -> Json:
    """What the report rests on, by the names that every format has for it."""
    return {fact.id: fact.value for fact in origin(report, _WHOLE)}


def _versions(report: Report) -> Json:
    """Of which commit the report is, where it is stamped and the repository has an address."""
    stamp = report.run.origin.stamp
    if stamp is None or not stamp.repository:
        return {}
    facts = {"repositoryUri": stamp.repository, "revisionId": stamp.commit, "branch": stamp.branch}
    return {"versionControlProvenance": [{key: value for key, value in facts.items() if value}]}


def _left_out(findings: Sequence[Finding]) -> list[Json]:
    if not findings:
        return []
    text = f"GitHub takes no more: {len(findings)} failures are left out, see --format json."
    return [{"level": "warning", "message": {"text": text}}]


def _notifications(report: Report, index: Mapping[str, int]) -> list[Json]:
    return [_notification(problem, report, index) for problem in report.problems]


def _notification(problem: Problem, report: Report, index: Mapping[str, int]) -> Json:
    text = problem_text(problem, report) or problem.kind
    note: Json = {
        "descriptor": {"id": problem.code.id},
        "level": "note" if problem.kind == "notice" else "error",
        "message": {"text": plain(full_stop(text))},
    }
    if problem.rule_id:
        known = {"index": index[problem.rule_id]} if problem.rule_id in index else {}
        note["associatedRule"] = {"id": problem.rule_id, **known}
    if problem.path is not None:
        region = {"region": point(problem.position)} if problem.position else {}
        place = artifact(problem.path, report) | region
        note["locations"] = [{"physicalLocation": place}]
    return note
