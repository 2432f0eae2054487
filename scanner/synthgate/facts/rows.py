"""The report of a unit as rows of the tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from synthgate.facts.schema import TABLES
from synthgate.judge.names import writable
from synthgate.model import (
    Finding,
    Observed,
    Problem,
    Rule,
    ScannedTemplate,
    Status,
    Subject,
    UnitReport,
)

Row = tuple[Any, ...]
Rows = Mapping[str, list[Row]]
"""The rows of each table, in the order of its columns."""
_NOWHERE: Row = (None, None)


def rows_of(unit: str, report: UnitReport) -> Rows:
    """What the tables about resources say of a unit, which is shown as `unit`."""
    by_path = {row.path: row for row in report.templates}
    rows: dict[str, list[Row]] = defaultdict(list)
    rows["templates"] = [_template(unit, row) for row in report.templates]
    for observed in report.observed:
        of = _Of(unit, by_path, observed)
        rows["verdicts"].extend(
            (*of.resource(one.subject), *of.rule(one.rule), one.status.value)
            for one in observed.verdicts
        )
        rows["findings"].extend(of.finding(one) for one in observed.findings)
    rows["problems"] = [_problem(unit, one) for one in report.problems]
    return rows


def counted(observed: Iterable[Observed]) -> tuple[int, int, int]:
    """How many pass, fail, and are unknown."""
    count = Counter(one.status for it in observed for one in it.verdicts)
    return count[Status.PASS], count[Status.FAIL], count[Status.UNKNOWN]


def columns_of(table: str, rows: Iterable[Row]) -> dict[str, list[Any]]:
    """Rows as columns, whose texts are all UTF-8."""
    names = TABLES[table]
    columns = [*zip(*rows, strict=True)] or [()] * len(names)
    return {name: [*map(_written, values)] for name, values in zip(names, columns, strict=True)}


def _written(value: Any) -> Any:
    return writable(value) if isinstance(value, str) else value


class _Of:
    """What is said of one stack, or app; resources and rules are written out once each."""

    def __init__(
        self, unit: str, templates: Mapping[str, ScannedTemplate], observed: Observed
    ) -> None:
        self._unit = unit
        self._templates = templates
        self._environment = observed.environment
        self._resources: dict[Subject, Row] = {}
        self._rules: dict[str, Row] = {}

    def resource(self, subject: Subject) -> Row:
        found = self._resources.get(subject)
        if found is None:
            row = self._templates.get(subject.template)
            at = (row.account, row.region) if row else _NOWHERE
            where = (subject.template, subject.stack, subject.stage, self._environment, *at)
            names = (subject.logical_id, subject.type, subject.construct_path, subject.made_by)
            found = self._resources[subject] = (self._unit, *where, *names)
        return found

    def rule(self, rule: Rule) -> Row:
        found = self._rules.get(rule.id)
        if found is None:
            severity = rule.severity_for(self._environment).value
            found = self._rules[rule.id] = (rule.id, severity, rule.pillar.value)
        return found

    def finding(self, one: Finding) -> Row:
        place, source = one.location, one.source
        return (
            *self.resource(one.subject),
            one.rule.id,
            one.severity.value,
            one.rule.pillar.value,
            one.status.value,
            one.disposition.value,
            one.accepted.reason.en if one.accepted else None,
            one.message.en,
            one.why.en,
            place.path,
            place.start.line,
            place.start.column,
            place.property_path,
            source.path if source else None,
            source.line if source else None,
            one.fingerprint,
        )


def _template(unit: str, row: ScannedTemplate) -> Row:
    where = (row.path, row.stack, row.stage, row.environment, row.account, row.region)
    return unit, *where, row.status, row.resources, row.digest


def _problem(unit: str, one: Problem) -> Row:
    line = one.position.line if one.position else None
    return unit, one.code.id, one.kind, one.message.en, one.path, line, one.rule_id
