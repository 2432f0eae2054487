"""`gitlab-codequality`: what counts, for the Code Quality widget of GitLab's merge requests.

One JSON array of the objects that GitLab's documentation names ("Code Quality", "Code Quality
report format"), without a byte order mark. The widget compares the report with that of the target
branch by the fingerprints, so that what is not new stands here, too; what was accepted does not,
for the widget knows no such thing. A doubt is `info`, and says so. What kept the run from being
whole is a `blocker`: a merge request that was not looked at must not seem clean. GitLab's parser
stops at the first item that it does not understand, and an array has no place for where it comes
from.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import Message, Severity, Status
from synthgate_reports.clipping import counted_cut
from synthgate_reports.jsontext import dump
from synthgate_reports.rooted import from_root
from synthgate_reports.wording import (
    message,
    primary,
    printable,
    problem_text,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from synthgate.model import Finding, Problem, Report

UNKNOWN = Message("unknown: {message}")
SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}
PROBLEM = "synthgate-"
"""How the name of a check begins that is a problem of the run."""
_LONGEST = 1000
"""Characters of a description, and of a path: the widget shows each in one line."""


def write(report: Report, stream: TextIO) -> None:
    """Write the findings that count, the doubts and the problems."""
    seen: Counter[str] = Counter()
    items = [*_problems(report), *_findings(report)]
    for item in items:
        item["fingerprint"] = _unique(str(item["fingerprint"]), seen)
    dump(items, stream)


def _unique(fingerprint: str, seen: Counter[str]) -> str:
    """The fingerprint; of a second finding with the same one, another: the widget drops twins."""
    seen[fingerprint] += 1
    number = seen[fingerprint]
    return _digest(fingerprint, str(number)) if number > 1 else fingerprint


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(map(printable, parts)).encode()).hexdigest()


def _findings(report: Report) -> Iterator[dict[str, object]]:
    yield from (_finding(one, report) for one in worst_first(report.failures))
    yield from (_finding(one, report) for one in worst_first(report.doubts))


def _finding(finding: Finding, report: Report) -> dict[str, object]:
    said = f"{message(finding, report)} ({printable(finding.subject.name)})"
    is_doubt = finding.status is Status.UNKNOWN
    if is_doubt:
        said = UNKNOWN.format(message=said)[report.language]
    place = primary(finding)
    return _item(
        said,
        check=printable(finding.rule.id) or "-",
        fingerprint=finding.fingerprint,
        severity="info" if is_doubt else SEVERITIES[finding.severity],
        place=(from_root(place.path, report), place.start.line),
    )


def _problems(report: Report) -> Iterator[dict[str, object]]:
    return (_problem(one, report) for one in report.serious_problems)


def _problem(problem: Problem, report: Report) -> dict[str, object]:
    said, path = problem_text(problem, report), problem.path or "."
    about = f"{printable(problem.rule_id)}: " if problem.rule_id else ""
    return _item(
        about + said,
        check=f"{PROBLEM}{problem.code.id}",
        fingerprint=_digest(problem.code.id, path, problem.rule_id or "", said),
        severity="blocker",
        place=(from_root(path, report), problem.position.line if problem.position else 1),
    )


def _item(
    description: str, *, check: str, fingerprint: str, severity: str, place: tuple[str, int]
) -> dict[str, object]:
    path, line = counted_cut(printable(place[0]), _LONGEST), max(1, place[1])
    return {
        "description": counted_cut(description, _LONGEST) or "-",
        "check_name": counted_cut(check, _LONGEST),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
