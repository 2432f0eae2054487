"""Findings and problems as agents are shown them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from synthgate.agents import shown
from synthgate.agents.answers import (
    FindingData,
    FoundRow,
    Place,
    ProblemRow,
    RuleCount,
    SeverityWord,
)
from synthgate.agents.lines import excerpt_lines, program_lines
from synthgate.model import (
    Finding,
    Language,
    Problem,
    Report,
    Severity,
    SourceLine,
    Status,
)
from synthgate.telling import problem_line

_MOST_RULES = 20
MOST_PROBLEMS = 10


def severity_word(severity: Severity) -> SeverityWord:
    """A severity as answers have it."""
    return severity.value


def in_order(report: Report, at_least: Severity | None) -> list[Finding]:
    """The findings that count, those first that close the gate, then the worst."""
    listed = (one for one in report.findings if one.is_active)
    found = [one for one in listed if at_least is None or one.severity.reaches(at_least)]

    def weight(one: Finding) -> tuple[bool, bool, int]:
        return not report.closes(one), one.status is not Status.FAIL, one.severity.rank

    return sorted(found, key=weight)


def found_row(report: Report, finding: Finding) -> FoundRow:
    """A finding in a list."""
    return FoundRow(
        finding=finding.fingerprint,
        rule=shown.name(finding.rule.id),
        severity=severity_word(finding.severity),
        status="fail" if finding.status is Status.FAIL else "unknown",
        closes_gate=report.closes(finding),
        novelty=finding.novelty.value if finding.novelty else None,
        data=finding_data(finding, report.language),
    )


def finding_data(finding: Finding, language: Language, root: Path | None = None) -> FindingData:
    """What the finding says of the scanned files; with the lines there, if it is told the root."""
    subject, source = finding.subject, finding.source
    message, why = finding.message[language], finding.why[language]
    names = (subject.logical_id, subject.construct_path or "", subject.stack or "")
    at = finding.location
    of_template = excerpt_lines(at.excerpt) if root else []
    program = _program(source, root) if source else None
    excerpts = (of_template, program.excerpt if program else [])
    return FindingData(
        message=shown.said(message),
        why_unknown=shown.said(why) if finding.status is Status.UNKNOWN else "",
        logical_id=shown.name(subject.logical_id),
        resource_type=shown.name(subject.type),
        construct_path=shown.name(subject.construct_path or ""),
        stack=shown.name(subject.stack or ""),
        template=Place(
            file=shown.name(at.path),
            line=at.start.line,
            property_path=shown.name(at.property_path),
            excerpt=of_template,
        ),
        program=program,
        reads_like_orders=shown.reads_like_orders((*names, message, at.path))
        or any(map(_reads_like_orders, excerpts)),
    )


def _reads_like_orders(excerpt: Sequence[str]) -> bool:
    return shown.code_reads_like_orders([line.partition(": ")[2] for line in excerpt])


def _program(source: SourceLine, root: Path | None) -> Place:
    return Place(
        file=shown.name(source.path),
        line=source.line,
        excerpt=program_lines(root, source) if root else [],
        is_current=source.found and not source.stale,
    )


def by_rule(findings: Iterable[Finding]) -> list[RuleCount]:
    """The rules with their numbers of findings, the worst and the most frequent first."""
    counts = Counter((one.rule.id, one.severity) for one in findings)
    ordered = sorted(counts.items(), key=lambda it: (it[0][1].rank, -it[1], it[0][0]))
    return [
        RuleCount(rule=shown.name(rule), severity=severity_word(severity), findings=number)
        for (rule, severity), number in ordered[:_MOST_RULES]
    ]


def problem_rows(problems: Sequence[Problem], language: Language) -> list[ProblemRow]:
    """The first problems, those before that kept the scan from being whole."""
    ordered = sorted(problems, key=lambda one: one.kind == "notice")
    return [
        ProblemRow(
            code=one.code.id,
            serious=one.kind != "notice",
            data=shown.said(problem_line(one, language)),
        )
        for one in ordered[:MOST_PROBLEMS]
    ]
