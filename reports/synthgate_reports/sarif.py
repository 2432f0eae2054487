"""`sarif`: SARIF 2.1.0 in full; `sarif_github` has it as code scanning wants it.

It tells everything: doubts as results of kind "open", findings that do not count with their
suppressions, the controls that rules are about as taxonomies.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synthgate_reports.jsontext import dump
from synthgate_reports.origin import facts_by_name
from synthgate_reports.sarif_category import category
from synthgate_reports.sarif_places import ROOT, artifact, point
from synthgate_reports.sarif_results import judgement, plain, results
from synthgate_reports.sarif_rules import described
from synthgate_reports.sarif_text import HOME, full_stop
from synthgate_reports.wording import counts, problem_text, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TextIO

    from synthgate.model import Problem, Report
    from synthgate.problem_code import ProblemCode
    from synthgate_reports.sarif_rules import Described

    Json = dict[str, object]

LOG: Json = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0"}
"""What a log says before its runs."""

_SEMANTIC_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")


def write(report: Report, stream: TextIO) -> None:
    """Write every finding, doubts and suppressed ones included."""
    findings = (*report.findings, *report.fixed)
    rules = described(report, findings)
    rows = (
        row | judgement(finding, report) for finding, row in results(findings, rules.index, report)
    )
    run = run_of(report, rules, rows, notifications(report, rules))
    dump({**LOG, "runs": iter([run])}, stream)


def run_of(report: Report, rules: Described, rows: Iterable[Json], notes: list[Json]) -> Json:
    """The one run that a log tells of."""
    controls = rules.taxonomies
    known: Json = {"taxonomies": [*controls.components]} if controls.components else {}
    return {
        "tool": {"driver": _driver(report, rules)},
        **_category(report),
        **_versions(report),
        "language": report.language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the sources."}}},
        "invocations": [_invocation(report, notes)],
        **known,
        "results": rows,
    }


def _driver(report: Report, rules: Described) -> Json:
    version, supported = report.version, rules.taxonomies.supported()
    semantic = {"semanticVersion": version} if _SEMANTIC_VERSION.fullmatch(version) else {}
    return {
        "name": "synthgate",
        "version": version,
        **semantic,
        "informationUri": HOME,
        "rules": rules.rules,
        **({"supportedTaxonomies": supported} if supported else {}),
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
    """What tells this upload from another of the same commit, if somebody asks for it."""
    id_ = category(report)
    return {"automationDetails": {"id": f"{id_}/"}} if id_ else {}


def _invocation(report: Report, notes: list[Json]) -> Json:
    stamp = report.run.origin.stamp
    return {
        "executionSuccessful": report.gate.verdict != "incomplete" and not report.serious_problems,
        "exitCode": report.gate.exit_code,
        "exitCodeDescription": sentence(report.gate.reason[report.language]),
        "toolExecutionNotifications": notes,
        **({"endTimeUtc": stamp.time} if stamp else {}),
        "properties": {"counts": counts(report), **facts_by_name(report)},
    }


def _versions(report: Report) -> Json:
    """Of which commit the report is, where it is stamped and the repository has an address."""
    stamp = report.run.origin.stamp
    if stamp is None or not stamp.repository:
        return {}
    facts = {"repositoryUri": stamp.repository, "revisionId": stamp.commit, "branch": stamp.branch}
    told = {} if stamp.is_dirty is None else {"properties": {"dirty": stamp.is_dirty}}
    known = {key: value for key, value in facts.items() if value}
    return {"versionControlProvenance": [known | told]}


def notifications(report: Report, rules: Described) -> list[Json]:
    """What was wrong with the run, or is worth telling."""
    return [_notification(problem, report, rules.index) for problem in report.problems]


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
