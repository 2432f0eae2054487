"""All that a run found, and what became of its input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from synthgate.model.changes import GATED, Change
from synthgate.model.findings import Checks, Finding, Novelty, Status, Verdict
from synthgate.model.frameworks import AssessedFramework
from synthgate.model.partial import Results
from synthgate.model.problems import Problem, ScannedTemplate
from synthgate.model.reported import ToolRun
from synthgate.model.runs import UNKNOWN_RUN, Run, StoredScan
from synthgate.model.text import Language, Text
from synthgate.records import dataclass

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decider:
    """What decided the gate: a key of the configuration, and where that stands.

    `path` is a file, an option or a variable, empty for what is so by default.
    """

    key: str
    path: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """The decision, the exit code that carries it, and the reason in one line.

    `closing` are the fingerprints of the findings that close it, or would if all had been scanned;
    `controls` those of frameworks, each by the framework's id and its own.
    """

    verdict: Literal["open", "closed", "incomplete"]
    exit_code: int
    reason: Text
    decided_by: Decider | None = None
    closing: frozenset[str] = frozenset()
    controls: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a run is compared with (`base`), and the findings that only that has.

    `only_new` says whether the gate looks at the new findings alone; and at those of the
    fingerprints `held`, which a policy has it look at whoever knows them.
    """

    base: str
    fixed: tuple[Finding, ...] = ()
    only_new: bool = True
    held: frozenset[str] = frozenset()
    changes: tuple[Change, ...] | None = None
    """What becomes of each resource that changes; None where both states could not be read."""
    is_judged: bool = False
    """Whether rules were asked about all that the gate may look at of a change."""
    gate_on: tuple[str, ...] = ()
    """What alone the gate looks at, if somebody says so: ``new``, ``data-loss`` …."""

    def is_known(self, finding: Finding) -> bool:
        """Whether the gate passes over a finding, for it is not new."""
        is_looked_at = finding.novelty is Novelty.NEW or finding.fingerprint in self.held
        return self.only_new and not is_looked_at

    def is_passed_over(self, finding: Finding) -> bool:
        """Whether the gate does not look at a finding: for it is known, or not what is asked for.

        Of what a policy has it look at, it passes over nothing.
        """
        if not self.gate_on or finding.fingerprint in self.held:
            return self.is_known(finding)
        if finding.rule.scope != "change":
            return "new" not in self.gate_on or self.is_known(finding)
        return not any(GATED.get(word, _NONE) & {*finding.rule.effects} for word in self.gate_on)


@dataclass(frozen=True, slots=True)
class ToolCounts:
    """A tool that was heard, and how many rules of it said what of which resource.

    `joined` are the findings that count which others have as well, `alone` those of this tool only:
    several checks of one tool may be one finding.
    """

    run: ToolRun
    passed: int = 0
    failed: int = 0
    unknown: int = 0
    accepted: int = 0
    joined: int = 0
    alone: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run found, ready to be written in any format.

    `source_prefix` leads from the root of the sources (the repository) to the folder that paths
    are relative to, for consumers that show files of the repository. Where the root is below
    that folder instead, `source_root` leads there. `results` is what it was made of, where that is
    to be stored. `sarif_category` tells it from others of the same commit, if somebody says so.
    """

    version: str
    templates: Sequence[ScannedTemplate]
    findings: Sequence[Finding]
    verdicts: Sequence[Verdict]
    problems: tuple[Problem, ...]
    checks: Checks
    gate: Gate
    language: Language = "en"
    source_prefix: str = ""
    source_root: str = ""
    frameworks: tuple[AssessedFramework, ...] = ()
    results: Results | None = None
    run: Run = UNKNOWN_RUN
    comparison: Comparison | None = None
    sarif_category: str = ""
    tools: tuple[ToolCounts, ...] = ()
    """The other tools that were heard."""
    scans: tuple[StoredScan, ...] = ()
    """The scans that it was made of, where it was made of stored results."""
    has_page: bool = False
    """Whether the page of HTML is written, too."""
    for_frameworks: Sequence[Verdict] = ()
    """The verdicts of rules that are asked for the sake of frameworks alone."""

    def is_known(self, finding: Finding) -> bool:
        """Whether the gate passes over a finding that counts, for it is not new."""
        return self.comparison is not None and self.comparison.is_known(finding)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that count against the gate: failed and active."""
        return tuple(f for f in self.findings if f.status is Status.FAIL and f.is_active)

    def closes(self, finding: Finding) -> bool:
        """Whether a finding is one of those that close the gate."""
        return finding.is_active and finding.fingerprint in self.gate.closing

    @property
    def is_whole(self) -> bool:
        """Whether everything was scanned, and nothing went wrong."""
        return not self.serious_problems

    @property
    def fixed(self) -> tuple[Finding, ...]:
        """The findings that only that has with which the run is compared, if it is with any."""
        return self.comparison.fixed if self.comparison else ()

    @property
    def serious_problems(self) -> tuple[Problem, ...]:
        """The problems that kept the run from being whole: all that are no mere notices."""
        return tuple(one for one in self.problems if one.kind != "notice")

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that only the deployment can decide."""
        return tuple(f for f in self.findings if f.status is Status.UNKNOWN and f.is_active)

    @property
    def accepted_findings(self) -> tuple[Finding, ...]:
        """The findings that do not count, each with its reason."""
        return tuple(f for f in self.findings if not f.is_active)
