"""What stands behind each control, as the page's script reads it: rules, findings, passes.

Most controls of nine frameworks rest on the same rules, which found and passed the same. What one
rule said in one environment is a record, and so is each list of numbers in it: controls have the
numbers of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import BASES, Message, RuleMapping, in_context
from synthgate_reports.html.tables import Table, differences
from synthgate_reports.standing import environment_name, tolerated_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        Basis,
        ControlResult,
        Finding,
        Report,
        Rule,
        Subject,
        Verdict,
    )
    from synthgate_reports.html.tables import Strings

Numbers = tuple[int, ...]
Nested = tuple[object, ...]
MOST_CHECKED = 10_000
"""Resources that passed and have their names on the page; others are counted."""
BASIS_WORDS: Mapping[Basis, Message] = {
    "asserted": in_context("basis", "asserted"),
    "reviewed": in_context("basis", "reviewed"),
    "derived": in_context("basis", "derived"),
}


class Rows:
    """The findings of the page by their numbers: the listed ones, then those of controls alone.

    What a framework asks for may not be the gate's, and a finding that counts there may be excused
    for a control, by what is met elsewhere.
    """

    def __init__(self, listed: Sequence[Finding]) -> None:
        self.every = [*listed]
        self._numbers: dict[tuple[object, ...], int] = {}
        self._seen: dict[int, int] = {}  # by the object: the same one is in many controls
        for number, one in enumerate(listed):
            self._numbers.setdefault(_identity(one), number)

    def number(self, finding: Finding) -> int:
        """The number of a finding, which is a new one if the page does not list it."""
        known = self._seen.get(id(finding))
        if known is None:
            key = _identity(finding)
            if key not in self._numbers:
                self._numbers[key] = len(self.every)
                self.every.append(finding)
            known = self._seen[id(finding)] = self._numbers[key]
        return known


def _identity(finding: Finding) -> tuple[object, ...]:
    location, accepted = finding.location, finding.accepted
    return (
        finding.fingerprint,
        finding.rule.id,
        finding.severity,
        finding.disposition,
        accepted.by if accepted else None,
        location.path,
        location.start,
    )


class Proofs:
    """The tables of what stands behind controls, while they are filled."""

    def __init__(self, strings: Strings, rows: Rows, report: Report) -> None:
        self.strings, self.rows, self.report = strings, rows, report
        self.asked: Table[str] = Table()
        self.rules: dict[str, Rule] = {}
        self.checked: Table[tuple[str, str]] = Table()
        self.lists: Table[Numbers] = Table(())
        self.said: Table[Numbers] = Table()
        self.mappings: Table[Nested] = Table()

    def of_all(self) -> dict[str, object]:
        """All tables, and the record of each control, in the order of the page."""
        controls = [
            self._control(one, framework)
            for framework in self.report.frameworks
            for one in framework.controls
        ]
        text, language = self.strings, self.report.language
        return {
            "bases": [BASIS_WORDS[it][language] for it in BASES],
            "controls": controls,
            "mappings": self.mappings.rows(),
            "said": self.said.rows(),
            "lists": [differences(it) for it in self.lists.rows()],
            "checked": [text.names(it) for it in self.checked.rows()],
            "asked": [
                (text.name(id_), text.prose(rule.title[language]) if rule else 0)
                for id_ in self.asked.rows()
                for rule in (self.rules.get(id_),)
            ],
        }

    def _control(self, one: AssessedControl, framework: AssessedFramework) -> Nested:
        mappings = one.control.mappings
        if not mappings and one.control.rules:
            mappings = (RuleMapping(one.control.rules),)
        return (
            tuple(self.mappings.number(self._mapping(it, framework)) for it in mappings),
            tuple(self._result(it) for it in one.results if it.asked or it.findings),
        )

    def _mapping(self, mapping: RuleMapping, framework: AssessedFramework) -> Nested:
        source = framework.sources.get(mapping.source or "")
        told = source.title[self.report.language] if source else mapping.source or ""
        return (
            BASES.index(mapping.basis),
            self.strings.prose(told),
            self.strings.name(", ".join(mapping.through)),
            tuple(self.asked.number(rule_id) for rule_id in mapping.rules),
            self.strings.name(", ".join(mapping.resources)),
        )

    def _result(self, result: ControlResult) -> Nested:
        """The environment, and what each rule said there."""
        is_tolerated = tolerated_in(result)
        found: dict[str, list[int]] = {}
        tolerated: dict[str, list[int]] = {}
        for one in result.findings:
            self.rules.setdefault(one.rule.id, one.rule)
            lists = tolerated if result.tolerated and is_tolerated(one) else found
            lists.setdefault(one.rule.id, []).append(self.rows.number(one))
        passed: dict[str, list[Verdict]] = {}
        for verdict in result.passed:
            self.rules.setdefault(verdict.rule.id, verdict.rule)
            passed.setdefault(verdict.rule.id, []).append(verdict)
        rules = dict.fromkeys((*found, *tolerated, *passed, *result.asked))
        said = (
            self.said.number(
                (
                    self.asked.number(rule_id),
                    self.lists.number(tuple(sorted(found.get(rule_id, ())))),
                    self.lists.number(tuple(sorted(tolerated.get(rule_id, ())))),
                    self.lists.number(self._names(passed.get(rule_id, ()))),
                    len(passed.get(rule_id, ())),
                )
            )
            for rule_id in rules
        )
        environment = environment_name(result.environment, self.report)
        return self.strings.name(environment), tuple(said)

    def _names(self, passed: Iterable[Verdict]) -> Numbers:
        """The numbers of the resources that passed, as far as there is room for new ones."""
        subjects = dict.fromkeys(verdict.subject for verdict in passed)
        numbers = (self._name(subject) for subject in subjects)
        return tuple(sorted({number for number in numbers if number is not None}))

    def _name(self, subject: Subject) -> int | None:
        key = subject.name, subject.type
        if key not in self.checked and len(self.checked) >= MOST_CHECKED:
            return None
        return self.checked.number(key)
