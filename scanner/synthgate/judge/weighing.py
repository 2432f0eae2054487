"""What the gate holds for and against a run, taken in finding by finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field

from synthgate.judge.gate_policy import Clause, GatePolicy
from synthgate.model import Checks, Disposition, Finding, Observed, Severity, Status, Verdict
from synthgate.model.verdicts import in_columns
from synthgate.records import dataclass


@dataclass(slots=True)
class Side:
    """A clause with how much it is about: what counts, and what is only to be told.

    `held` are the fingerprints of the findings that count, `counted` is how many there are, with
    the verdicts that no finding tells of; `spared` are failures that would close the gate if there
    were no clause.
    """

    clause: Clause
    held: set[str] = field(default_factory=set[str])
    counted: int = 0
    warned: int = 0
    spared: int = 0

    @property
    def closes(self) -> bool:
        """Whether more counts than may."""
        return self.counted > self.clause.at_most

    def weigh(self, finding: Finding, policy: GatePolicy) -> None:
        """Take in a finding, if it is as bad as the clause asks for."""
        failed, usual = finding.status is Status.FAIL, policy.rest.fail_on
        word = "fail" if failed else policy.doubts.get(finding.severity, "pass")
        if not self._is_bad(finding.severity):
            if word == "fail" and usual and finding.severity.reaches(usual):
                self.spared += 1
        elif word == "fail":
            self.counted += 1
            self.held.add(finding.fingerprint)
        elif word == "warn":
            self.warned += 1

    def weigh_untold(self, severity: Severity, policy: GatePolicy) -> None:
        """Take in what no finding tells of."""
        word = policy.doubts.get(severity, "pass") if self._is_bad(severity) else "pass"
        self.counted += word == "fail"
        self.warned += word == "warn"

    def _is_bad(self, severity: Severity) -> bool:
        return self.clause.fail_on is not None and severity.reaches(self.clause.fail_on)


@dataclass(slots=True)
class Weighing:
    """All that was taken in, by the clause that decides on it.

    `is_empty` says whether there was no verdict at all, `knows` whether something would close the
    gate if it were not known already.
    """

    policy: GatePolicy
    sides: list[Side] = field(init=False)
    is_empty: bool = True
    knows: bool = False

    def __post_init__(self) -> None:
        self.sides = [Side(clause) for clause in (*self.policy.clauses, self.policy.rest)]

    def observed(self, observed: Observed) -> None:
        """Take in the findings that count of what was observed."""
        self.is_empty = self.is_empty and not observed.verdicts
        by_clause = {id(side.clause): side for side in self.sides}
        for finding in observed.findings:
            if finding.is_active:
                clause = self.policy.clause_of(finding, observed.environment)
                by_clause[id(clause)].weigh(finding, self.policy)
            elif finding.disposition is Disposition.BASELINE:
                usual = self.policy.rest.fail_on
                self.knows |= usual is not None and finding.severity.reaches(usual)

    def untold(self, verdicts: Iterable[Verdict]) -> None:
        """Take in verdicts that nobody can give, and no finding tells of."""
        for verdict in verdicts:
            self.sides[-1].weigh_untold(verdict.rule.severity, self.policy)


def count(verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> Checks:
    """Verdicts by status; one of which every finding was set aside counts as that."""
    tally = Tally()
    tally.add(verdicts, findings)
    return tally.checks


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts verdicts as `count` does, of one stack after the other."""

    numbers: Counter[Status | Disposition] = field(default_factory=Counter[Status | Disposition])

    def add(self, verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> None:
        """Count verdicts with all findings about them."""
        held = {finding.question for finding in findings if finding.is_active}
        aside = {one.question: one.disposition for one in findings if not one.is_active}
        aside = {key: it for key, it in aside.items() if key not in held}
        rules = {rule_id for rule_id, _ in aside}
        columns = in_columns(verdicts)
        self.numbers.update(columns.by_status)
        # Of most rules nothing was set aside.
        for verdict in columns.where(lambda rule: rule.id in rules) if rules else ():
            kind = aside.get(verdict.question)
            if kind:
                self.numbers[kind] += 1
                self.numbers[verdict.status] -= 1

    @property
    def checks(self) -> Checks:
        """How many there were of each kind."""
        counted = (Status.PASS, Status.FAIL, Status.UNKNOWN, *Checks().aside)
        return Checks(*(self.numbers[kind] for kind in counted))
