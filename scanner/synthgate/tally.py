"""A report in the making: one template after the other, then each app as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from synthgate.clock import within
from synthgate.config import Config
from synthgate.evaluate import Results, Stack, evaluate, evaluate_app
from synthgate.framework.assess import Observed
from synthgate.framework.environments import by_environment, told_by
from synthgate.framework.rules import Chosen
from synthgate.guard import Guard, crash
from synthgate.judge.inline import excused
from synthgate.linking import dangling, overspent
from synthgate.model import Finding, Problem, ScannedTemplate, Text, Verdict
from synthgate.rule.index import Index
from synthgate.sources.loaded import LoadedTemplate

SECONDS = 120.0
"""How long the rules may take over one template, or one app: the last guard, see `clock`."""


@dataclass(slots=True)
class Tally:
    """The parts of a report, growing unit by unit.

    What synthgate itself fails over is a problem, and the rest is scanned all the same.
    """

    chosen: Chosen
    problems: list[Problem] = field(default_factory=list[Problem])
    templates: list[ScannedTemplate] = field(default_factory=list[ScannedTemplate])
    findings: list[Finding] = field(default_factory=list[Finding])
    verdicts: list[Verdict] = field(default_factory=list[Verdict])
    observed: list[Observed] = field(default_factory=list[Observed])
    declared: set[str] = field(default_factory=set[str])
    """The parameters that some template has."""
    untrusted: bool = False
    unheeded: int = 0
    """How many findings the resources of a stranger would have excused."""
    index: Index = field(init=False)

    def __post_init__(self) -> None:
        self.index = self.chosen.asked.index()

    def scan(self, loaded: LoadedTemplate, stack: Stack | None, config: Config) -> None:
        """Ask the rules of a template, if it could be read and linked, and note its row."""
        evaluated = stack is not None and self._evaluate(stack)
        resources = len(stack.template.resources) if stack and evaluated else 0
        told: Text | None = None
        with Guard(self.problems, crash(loaded.path)):
            told = told_by(loaded, config)
        self.templates.append(
            ScannedTemplate(
                loaded.path,
                "scanned" if evaluated else "failed",
                resources,
                loaded.stack,
                loaded.stage,
                loaded.placement.environment,
                told,
            )
        )

    def _evaluate(self, stack: Stack) -> bool:
        """Whether the rules came to an end with a stack; what was stopped gives no verdict."""
        path = stack.template.path
        results = Results()
        self.declared.update(stack.template.section("Parameters"))
        with Guard(self.problems, crash(path), last=True) as guard, within(SECONDS):
            results = evaluate(stack, self.index)
        if guard.tripped:
            return False
        self._add(results, stack, stack.resolver.placement.environment)
        with Guard(self.problems, crash(path)):
            self.problems.extend(dangling(stack))
        return True

    def scan_app(self, stacks: Iterable[Stack]) -> None:
        """Ask the rules about apps, once for each environment; to be called after `scan`."""
        every = [*stacks]
        for seen_in, members in by_environment(every).items():
            found: list[Results] = []
            path = members[0].template.path
            with Guard(self.problems, crash(path), last=True), within(SECONDS):
                found = [*evaluate_app(members, self.index)]
            for results in found:
                self._add(results, None, seen_in)
        failed_over = (problem for stack in every for problem in stack.resolver.problems)
        self.problems.extend(dict.fromkeys(failed_over))
        self.problems.extend(problem for stack in every for problem in overspent(stack))

    def _add(self, results: Results, stack: Stack | None, seen_in: str | None) -> None:
        """Add the results of a stack, with what its resources excuse, or of a whole app.

        What is asked for the sake of frameworks alone is no finding of the report.
        """
        findings = [*self._excused(results, stack)] if stack else results.findings
        verdicts: Iterable[Verdict] = results.verdicts
        gated: Iterable[Finding] = findings
        if self.chosen.asked is not self.chosen.gated:
            rules = self.chosen.gated.cards
            verdicts = (one for one in verdicts if one.rule.id in rules)
            gated = (one for one in gated if one.rule.id in rules)
        self.findings.extend(gated)
        self.verdicts.extend(verdicts)
        self.problems.extend(results.problems)
        if self.chosen.frameworks.chosen:
            self.observed.append(Observed(seen_in, results.verdicts, tuple(findings)))

    def _excused(self, results: Results, stack: Stack) -> Iterator[Finding]:
        """The findings of a stack, suppressed where the metadata of their resources says so.

        What the resources of a stranger excuse is counted, and not excused.
        """
        for finding in results.findings:
            raw = stack.template.resources.get(finding.subject.logical_id)
            judged = finding
            if raw:
                with Guard(self.problems, crash(stack.template.path)):
                    judged = excused(finding, raw.get("Metadata"))
            self.unheeded += self.untrusted and judged.suppressed is not None
            yield finding if self.untrusted else judged
