"""Which controls each rule tells of, on what grounds, and what that weighs there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import BASES, Disposition, Status, Verdict
from synthgate.records import dataclass
from synthgate_reports.standing import tolerated_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        Control,
        ControlResult,
        Finding,
        Report,
        RuleMapping,
        Subject,
    )

    Weight = Literal["counts", "exception", "tolerated", "cdk-made"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says of a resource: a verdict, and the finding if there is one to tell."""

    verdict: Verdict
    finding: Finding | None = None
    of_scan: bool = True
    """Whether the profile chooses the rule; else a framework alone asks for it."""

    @property
    def status(self) -> Status:
        """Of the finding, if there is one."""
        return self.finding.status if self.finding else self.verdict.status


def said_by_rule(report: Report) -> dict[str, list[Said]]:
    """All that is said, by the rule: each finding of a verdict, or the verdict as it is.

    A finding whose verdict the report does not have is told all the same.
    """
    findings: dict[tuple[str, Subject], list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault(finding.question, []).append(finding)
    said: dict[str, list[Said]] = {}
    for verdict in report.verdicts:
        found = findings.pop(verdict.question, None)
        every = [Said(verdict, one) for one in found] if found else [Said(verdict)]
        said.setdefault(verdict.rule.id, []).extend(every)
    for found in findings.values():
        for one in found:
            verdict = Verdict(one.rule, one.subject, one.status)
            said.setdefault(one.rule.id, []).append(Said(verdict, one))
    _add_of_frameworks(said, report)
    return said


def _add_of_frameworks(said: dict[str, list[Said]], report: Report) -> None:
    """Add what rules say that frameworks alone ask for, with what they found for a control."""
    rules = {verdict.rule.id for verdict in report.for_frameworks}
    found: dict[tuple[str, Subject], dict[object, Finding]] = {}
    results = (it for one in report.frameworks for of in one.controls for it in of.results)
    for result in results if rules else ():
        for finding in result.findings:
            if finding.rule.id in rules:
                found.setdefault(finding.question, {}).setdefault(_key(finding), finding)
    for verdict in report.for_frameworks:
        every = found.get(verdict.question, {}).values()
        told = [Said(verdict, one, False) for one in every] or [Said(verdict, None, False)]
        said.setdefault(verdict.rule.id, []).extend(told)


def of_frameworks_alone(report: Report) -> Iterator[Finding]:
    """What counts for a control and is no finding of the scan that counts, each once."""
    known = {_key(one) for one in report.findings if one.is_active}
    results = (it for one in report.frameworks for of in one.controls for it in of.results)
    for result in results:
        is_tolerated = tolerated_in(result)
        for finding in result.findings:
            key = _key(finding)
            if finding.is_active and key not in known and not is_tolerated(finding):
                known.add(key)
                yield finding


class Environments:
    """What the stack of each subject is for."""

    def __init__(self, report: Report) -> None:
        self._of_stack: dict[tuple[str, str | None], str | None] = {}
        self._of_path: dict[str, str | None] = {}
        for one in report.templates:
            self._of_stack.setdefault((one.path, one.stack), one.environment)
            self._of_path.setdefault(one.path, one.environment)

    def of(self, subject: Subject) -> str | None:
        """Of the stack of a subject; None where nobody tells."""
        known = self._of_stack.get((subject.template, subject.stack))
        return known or self._of_path.get(subject.template)


class Serving:
    """The controls that rules tell of, in the order of the frameworks."""

    def __init__(self, report: Report) -> None:
        self._by_rule: dict[str, list[tuple[AssessedFramework, AssessedControl]]] = {}
        for framework in report.frameworks:
            for one in framework.controls:
                for rule_id in one.control.rules:
                    self._by_rule.setdefault(rule_id, []).append((framework, one))

    def of(
        self, rule_id: str, subject: Subject
    ) -> Sequence[tuple[AssessedFramework, AssessedControl]]:
        """The controls that what a rule says of a resource tells of, each with its framework."""
        served = self._by_rule.get(rule_id, ())
        return [it for it in served if is_about(it[1].control, rule_id, subject)]


def is_about(control: Control, rule_id: str, subject: Subject) -> bool:
    """Whether what one of its rules says of a resource tells of a control."""
    return not control.mappings or control.counts(rule_id, subject.type)


def mappings_of(rule_id: str, subject: Subject, control: Control) -> list[RuleMapping]:
    """Why what a rule says of a resource tells of a control, the firmest grounds first."""
    found = [one for one in control.mappings if one.counts(rule_id, subject.type)]
    return sorted(found, key=lambda one: BASES.index(one.basis))


def result_in(one: AssessedControl, environment: str | None) -> ControlResult | None:
    """What is known of a control in an environment; of one that has a single result, that."""
    if len(one.results) == 1:
        return one.results[0]
    return next((it for it in one.results if it.environment == environment), None)


class Weights:
    """What each verdict weighs for one control."""

    def __init__(self, one: AssessedControl) -> None:
        self._is_tolerated = tolerated_in(*one.results)
        # For a control a finding may be something else: met elsewhere, or of a rule that is tried.
        self._here = {_key(it): it.disposition for result in one.results for it in result.findings}

    def of(self, said: Said) -> Weight:
        """Whether it counts, and why not: what the CDK made meets and misses no control."""
        finding = said.finding
        if finding is None:
            return "counts" if said.verdict.subject.made_by == "user" else "cdk-made"
        match self._here.get(_key(finding), finding.disposition):
            case Disposition.CDK_MADE:
                return "cdk-made"
            case Disposition.ACTIVE | Disposition.PREVIEW:
                return "tolerated" if self._is_tolerated(finding) else "counts"
            case _:
                return "exception"


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule.id, finding.fingerprint, finding.location.path, finding.location.start


def environments_of(framework: AssessedFramework) -> list[str | None]:
    """The environments that any control was assessed in, in their order."""
    return [*dict.fromkeys(_environments(framework))]


def _environments(framework: AssessedFramework) -> Iterator[str | None]:
    for one in framework.controls:
        for result in one.results:
            yield result.environment
