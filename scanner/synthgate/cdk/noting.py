"""What an aspect's scan says of a stage, as annotations of its constructs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from aws_cdk import Annotations, Stage
from constructs import IConstruct

from synthgate.asked import options_of
from synthgate.cdk.above import acknowledged_above
from synthgate.cdk.guarded import alone, told
from synthgate.cdk.rehearsal import Rehearsal, rehearse
from synthgate.cdk.sparing import few_collections
from synthgate.cdk.telling import said_of
from synthgate.cdk.wishes import NAME, Wishes
from synthgate.config import configured
from synthgate.guard import Guard
from synthgate.model import Finding, Language, Message, Problem, Report, Status
from synthgate.pipeline import run
from synthgate.records import dataclass
from synthgate_reports import wording


def annotate(node: IConstruct, path: str, wishes: Wishes) -> list[str]:
    """Scan the stage that a construct is in, and annotate what is in the construct.

    Nothing is raised: what broke, or kept something from being scanned, is returned.
    """
    problems: list[Problem] = []
    with Guard(problems, told, last=True), few_collections():
        with tempfile.TemporaryDirectory(prefix="synthgate-") as root:
            # Of a stage, `Stage.of` names the one that it is in.
            stage = node if isinstance(node, Stage) else Stage.of(node)
            rehearsal = rehearse(stage or node, Path(root))
            report = _scanned(node, rehearsal, wishes)
        annotating = _Annotating(path, rehearsal, report)
        annotating.findings()
        return [*annotating.problems()]
    return [_as_error(one, "en") for one in problems]


def _scanned(node: IConstruct, rehearsal: Rehearsal, wishes: Wishes) -> Report:
    options, file = options_of(wishes.given, wishes.config)
    options["paths"] = [str(rehearsal.folder)]
    above = acknowledged_above(node.node.root, [*rehearsal.stacks.values()], rehearsal.folder.name)
    with configured(options, os.environ, wishes.folder, file) as configuration:
        return run(alone(configuration), acknowledged=tuple(one.entry for one in above))


@dataclass(frozen=True, slots=True)
class _Annotating:
    """A construct, by its path, and the report of its stage."""

    path: str
    rehearsal: Rehearsal
    report: Report

    def findings(self) -> None:
        """Annotate what counts in the construct."""
        for finding in wording.worst_first(self.report.findings):
            if finding.is_active and not self.report.is_known(finding):
                self._finding(finding)

    def problems(self) -> Iterator[str]:
        """What kept the stage from being scanned whole, as the CDK prints it."""
        language = self.report.language
        for path in self.rehearsal.unwritten:
            yield _UNWRITTEN.format(path=path)[language]
        yield from (_as_error(one, language) for one in self.report.serious_problems)

    def _finding(self, finding: Finding) -> None:
        """Annotate one; a doubt is told where the gate counts it."""
        construct = self._construct(finding)
        is_error = self.report.closes(finding)
        if construct is None or not (is_error or finding.status is Status.FAIL):
            return
        said = said_of(finding, self.report)
        if is_error:
            # As the CDK writes an error with an id (`Validations.add_error`).
            Annotations.of(construct).add_error(f"{said} ({NAME}::{finding.rule.id})")
        else:
            Annotations.of(construct).add_warning_v2(f"{NAME}::{finding.rule.id}", said)

    def _construct(self, finding: Finding) -> IConstruct | None:
        """What a finding is about, if that is in the construct; the app is in none."""
        scope, subject = finding.rule.scope, finding.subject
        template = Path(subject.template).name
        of_stack = self.rehearsal.stacks.get(template) if scope == "stack" else None
        path = subject.construct_path or of_stack
        if scope == "app" or path is None:
            return None
        is_inside = not self.path or f"{path}/".startswith(f"{self.path}/")
        return self.rehearsal.constructs.get(path) if is_inside else None


def _as_error(problem: Problem, language: Language) -> str:
    """A problem as the CDK prints it behind the path of the construct."""
    place, said = wording.problem_spot(problem), wording.sentence(problem.message[language])
    return f"{place}: {said}" if place else said


_UNWRITTEN = Message(
    "stack {path} was not scanned, for its synthesizer is none of the CDK's (StackSynthesizer): "
    "scan the assembly with synthgate scan, or add SynthgateValidator"
)
