"""The findings as the page's script reads them: words, records and columns, deflated.

A column has a number for each finding, most of them numbers of words or of records; a record is a
row of such numbers. Fifty thousand findings are many times the same words: what tells one from the
next is a resource, a line and a fingerprint. Numbers are given in the order of first use, so that
their differences, which are what is written, are mostly the same small ones.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING

from synthgate.model import Disposition, Novelty, Severity, Status
from synthgate_reports.accepting import command
from synthgate_reports.fixes import fix_code
from synthgate_reports.html.excerpts import kept
from synthgate_reports.html.proofs import Proofs, Rows
from synthgate_reports.html.tables import Strings, Table, differences, name
from synthgate_reports.wording import message, source_spot, spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synthgate.model import Acceptance, Finding, Report, SourceLine
    from synthgate_reports.excerpt import Shown

Numbers = tuple[int, ...]
Nested = tuple[object, ...]
NONE = -1
LEFT_OUT = -2
"""Numbers of excerpts that are not there: nobody knows one; the page has no room for it."""
_COUNTED, _CLOSES, _PASSED_OVER = range(3)
_LEVEL = 9
FINGERPRINT = "{fingerprint}"
"""What the script fills in."""
MOST_WHOLE = 10_000
"""Findings up to which each fingerprint is whole."""
DIGITS = 16
"""What there is of it where findings are more: enough to tell one from all others."""


def ordered(report: Report) -> list[Finding]:
    """The findings as they are read: what closes the gate, other faults, doubts, what is aside."""
    rank = {severity: severity.rank for severity in Severity}

    def key(finding: Finding) -> tuple[object, ...]:
        return (
            not finding.is_active,
            finding.status is Status.UNKNOWN,
            report.is_known(finding),
            rank[finding.severity],
            finding.rule.id,
            finding.location.path,
            finding.location.start,
        )

    return sorted(report.findings, key=key)


def encoded(findings: list[Finding], report: Report, words: Mapping[str, str]) -> str:
    """All that the script needs, as base64 of the deflated JSON (zlib's format)."""
    data = {"words": words, **_Tables(report).of(findings)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), _LEVEL)).decode("ascii")


def _columns(table: Table[Numbers]) -> list[list[int]]:
    """The columns of records that all have the same parts."""
    return [differences(column) for column in zip(*table.rows(), strict=True)]


class _Tables:
    """The tables while they are filled."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.strings = Strings()
        self.rules: Table[Numbers] = Table()
        self.subjects: Table[Numbers] = Table()
        self.excerpts: Table[Nested] = Table()
        self.sources: Table[Numbers] = Table()
        self.more: Table[Nested] = Table()
        self.stacks = {template.path: template.stack for template in report.templates}

    def of(self, listed: list[Finding]) -> dict[str, object]:
        """All tables, and the columns of the findings: of `count` listed ones, then of others."""
        numbered = Rows(listed)
        proofs = Proofs(self.strings, numbered, self.report).of_all()
        findings = numbered.every
        rows = [
            self._row(finding, *pair, left_out=left_out)
            for finding, (pair, left_out) in zip(findings, kept(findings), strict=True)
        ]
        columns = list(rows[0]) if rows else []
        digits = DIGITS if len(findings) > MOST_WHOLE else None
        return {
            "severities": [*Severity],
            "statuses": [Status.FAIL, Status.UNKNOWN],
            "dispositions": [*Disposition],
            "novelties": ["", *Novelty],
            "strings": self.strings.rows(),
            "rules": _columns(self.rules),
            "subjects": _columns(self.subjects),
            "excerpts": self.excerpts.rows(),
            "sources": _columns(self.sources),
            "more": self.more.rows(),
            "count": len(listed),
            "columns": {one: differences(row[one] for row in rows) for one in columns},
            # A line each: no name that is shown has an end of a line in it.
            "fingerprints": "\n".join(name(it.fingerprint)[:digits] for it in findings),
            **proofs,
        }

    def _row(
        self, finding: Finding, template: Shown | None, program: Shown | None, *, left_out: bool
    ) -> dict[str, int]:
        text, place, language = self.strings, finding.location, self.report.language
        none = LEFT_OUT if left_out else NONE
        source = finding.source
        return {
            "severity": [*Severity].index(finding.severity),
            "status": int(finding.status is Status.UNKNOWN),
            "disposition": [*Disposition].index(finding.disposition),
            "novelty": ["", *Novelty].index(finding.novelty or ""),
            "gate": self._gate(finding),
            "rule": self.rules.number(self._rule(finding)),
            "subject": self.subjects.number(self._subject(finding)),
            "message": text.prose(message(finding, self.report)),
            "fix": text.prose(finding.fix[language]),
            "why": text.prose(finding.why[language]),
            "path": text.name(place.path),
            "line": place.start.line,
            "column": place.start.column,
            "property": text.name(place.property_path),
            "excerpt": self._excerpt(template, none if place.excerpt else NONE),
            "source": self._source(source) if source else NONE,
            "program": self._excerpt(program, none if source and source.excerpt else NONE),
            "more": self.more.number(self._more(finding)),
            "waive": text.code(command(FINGERPRINT, finding, self.report)),
        }

    def _gate(self, finding: Finding) -> int:
        if self.report.closes(finding):
            return _CLOSES
        is_known = finding.is_active and self.report.is_known(finding)
        return _PASSED_OVER if is_known else _COUNTED

    def _rule(self, finding: Finding) -> Numbers:
        text, rule = self.strings, finding.rule
        return (
            text.name(rule.id),
            text.prose(rule.title[self.report.language]),
            text.code(fix_code(finding) or ""),
            text.name(rule.link),
            text.name(", ".join(rule.controls)),
        )

    def _subject(self, finding: Finding) -> Numbers:
        text, subject = self.strings, finding.subject
        parts = subject.type.split("::")
        stack = subject.stack or self.stacks.get(finding.location.path) or finding.location.path
        return (
            text.name(subject.name),
            text.name(subject.logical_id),
            text.name(subject.type),
            text.name(parts[1] if len(parts) > 1 else subject.type),
            text.name(stack),
            text.name(subject.stage),
            text.name(subject.construct_path or f"{subject.template}/{subject.logical_id}"),
        )

    def _excerpt(self, excerpt: Shown | None, none: int) -> int:
        if excerpt is None:
            return none
        lines = tuple(self.strings.number(line) for line in excerpt.lines)
        return self.excerpts.number((lines, excerpt.index, excerpt.start, excerpt.end))

    def _source(self, source: SourceLine) -> int:
        spot_ = self.strings.name(source_spot(source, self.report))
        return self.sources.number((spot_, source.line, int(source.found)))

    def _more(self, finding: Finding) -> Nested:
        """What few findings have: why they do not count, tools, other places, what rules say."""
        text, language = self.strings, self.report.language
        tools = (
            (one.tool, one.rule_id, one.nearness, one.message, one.severity, one.link)
            for one in finding.sources
        )
        return (
            self._accepted(finding.accepted),
            tuple(text.names(tool) for tool in tools),
            tuple(
                (
                    text.prose(one.message[language]),
                    text.name(one.logical_id),
                    text.name(spot(one.location)),
                    text.name(one.location.property_path),
                )
                for one in finding.related
            ),
            tuple(
                (text.name(one.rule_id), text.name(one.status), text.prose(one.why[language]))
                for one in finding.stances
            ),
            tuple(text.names(tag) for tag in finding.tags),
            text.name(finding.ranked_by),
            text.names(finding.also),
        )

    def _accepted(self, accepted: Acceptance | None) -> Numbers:
        if accepted is None:
            return ()
        text = self.strings
        return (
            text.name(accepted.by),
            text.prose(accepted.reason[self.report.language]),
            text.name(accepted.owner),
            text.name(accepted.expires),
            text.name(accepted.ticket),
        )
