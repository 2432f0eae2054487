"""The report of a scan as the CDK has one: a violation for each finding that counts.

What the CDK makes of it (aws-cdk-lib, `core/lib/private/synthesis-validation.ts`):

* It drops what somebody acknowledges by the very id, records that, and then takes for a success
  what has no violation of severity *error* or *fatal* left. So *error* is what closes the gate and
  nothing else, and *fatal*, which nobody can acknowledge, what no acknowledgement may excuse.
* It fails where it has something to print, and prints a violation once for each of its resources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from aws_cdk import PolicyValidationPluginReport, PolicyViolatingResource, PolicyViolation

from synthgate.cdk.above import Above
from synthgate.cdk.telling import said_of
from synthgate.cdk.wishes import NAME
from synthgate.config import Config
from synthgate.model import PASSED, Disposition, Finding, Problem, Report, Status
from synthgate.records import dataclass
from synthgate.version import __version__
from synthgate_reports import fixes, wording

_GATE = "gate"
"""In the place of a rule: the gate's own word."""
Weight = Literal["fatal", "error", "warning", "info"]


def report_of(
    report: Report, config: Config, stacks: Mapping[Path, str], above: Sequence[Above]
) -> PolicyValidationPluginReport:
    """A report in the CDK's words; what an acknowledgement above the stacks excuses is in it.

    `stacks` are the constructs of stacks by their templates.
    """
    teller = _Teller(report, config, stacks, above)
    violations = [*teller.violations()]
    if report.gate.exit_code != PASSED and not any(map(_weighs, violations)):
        violations.insert(0, _violation(_GATE, wording.sentence(_reason(report)), "fatal"))
    return PolicyValidationPluginReport(
        success=report.gate.exit_code == PASSED,
        violations=violations,
        plugin_version=__version__,
        metadata={
            "gate": wording.sentence(_reason(report)),
            "verdict": report.gate.verdict,
            "exit-code": str(report.gate.exit_code),
            "checks": wording.counts(report),
            **({"other-tools": "not asked inside a synthesis"} if config.tools.is_any else {}),
        },
    )


def report_of_failure(problems: Iterable[Problem]) -> PolicyValidationPluginReport:
    """What is told where there is no report; in English, for no configuration says otherwise."""
    told = [_violation(it.code.id, wording.sentence(it.message["en"]), "fatal") for it in problems]
    return PolicyValidationPluginReport(success=False, violations=told, plugin_version=__version__)


@dataclass(frozen=True, slots=True)
class _Teller:
    """What a report tells the CDK."""

    report: Report
    config: Config
    stacks: Mapping[Path, str]
    above: Sequence[Above]

    def violations(self) -> Iterator[PolicyViolation]:
        """Problems, then findings, the worst first."""
        trust = wording.of_trust(self.report)
        for problem in self.report.problems:
            if problem.kind != "notice":
                yield self._problem(problem, "fatal")
            elif problem in trust:
                yield self._problem(problem, "info")
        for finding in wording.worst_first(self.report.findings):
            if self._is_told(finding):
                yield self._finding(finding)

    def _is_told(self, finding: Finding) -> bool:
        """Whether it counts, or the CDK itself is to set it aside and record that.

        What is undecided is told where the gate counts it.
        """
        if finding.is_active:
            counts = finding.status is Status.FAIL or self.report.closes(finding)
            return counts and not self.report.is_known(finding)
        return finding.disposition is Disposition.SUPPRESSED and self._is_dropped(finding)

    def _is_dropped(self, finding: Finding) -> bool:
        """Whether the CDK drops it for what is acknowledged above the stacks."""
        path = self._construct(finding) or ""
        return any(one.covers(finding.rule.id, NAME, path) for one in self.above)

    def _construct(self, finding: Finding) -> str | None:
        """The path of the construct that it is about; of the app there is none."""
        if finding.rule.scope == "app":
            return None
        template = (self.config.folder / finding.subject.template).resolve()
        of_stack = self.stacks.get(template) if finding.rule.scope == "stack" else None
        return finding.subject.construct_path or of_stack

    def _weight(self, finding: Finding) -> Weight:
        if not self.report.closes(finding):
            return "warning"
        config = self.config
        is_bound = config.untrusted or bool(config.unheeded) or bool(config.policies)
        return "fatal" if is_bound else "error"

    def _problem(self, problem: Problem, weight: Weight) -> PolicyViolation:
        place, said = wording.problem_spot(problem), wording.problem_text(problem, self.report)
        return _violation(problem.code.id, f"{place}: {said}" if place else said, weight)

    def _finding(self, finding: Finding) -> PolicyViolation:
        report, language = self.report, self.report.language
        code = fixes.fix_code(finding)
        fix = wording.sentence(finding.fix[language])
        return PolicyViolation(
            rule_name=finding.rule.id,
            description=said_of(finding, report),
            fix="\n".join([fix, *map(wording.printable, code.split("\n"))]) if code else fix,
            severity=self._weight(finding),
            rule_metadata=dict(self._facts(finding)),
            violating_resources=[self._resource(finding)],
        )

    def _facts(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """What the CDK has no place of its own for; texts, and none that is empty."""
        language, source = self.report.language, finding.source
        facts = {
            "severity": finding.severity.value,
            "status": finding.status.value,
            "title": finding.rule.title[language],
            "why": finding.why[language],
            "pillar": finding.rule.pillar.value,
            "link": finding.rule.link or "",
            "controls": ", ".join(finding.rule.controls),
            "location": wording.spot(finding.location),
            "source": f"{source.path}:{source.line}" if source else "",
            "fingerprint": finding.fingerprint,
        }
        return ((key, wording.sentence(said)) for key, said in facts.items() if said)

    def _resource(self, finding: Finding) -> PolicyViolatingResource:
        """The place of a finding: a resource of a template, or a construct, or nothing of either.

        What the CDK is to set aside goes by its construct, which is what is acknowledged.
        """
        subject, construct = finding.subject, self._construct(finding)
        if finding.rule.scope != "resource" or (construct and not finding.is_active):
            return PolicyViolatingResource(locations=[], construct_path=construct)
        place = finding.location.property_path
        return PolicyViolatingResource(
            resource_logical_id=subject.logical_id,
            template_path=str(self.config.folder / subject.template),
            locations=[place] if place else [],
        )


def _weighs(violation: PolicyViolation) -> bool:
    return violation.severity in {"error", "fatal"}


def _violation(rule: str, said: str, weight: Weight) -> PolicyViolation:
    """What is about no construct; without an empty place the CDK would not print it."""
    nowhere = PolicyViolatingResource(locations=[])
    return PolicyViolation(
        rule_name=rule, description=said, severity=weight, violating_resources=[nowhere]
    )


def _reason(report: Report) -> str:
    return report.gate.reason[report.language]
