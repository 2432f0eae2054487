"""The nouns that every folder shares, and the conventions of their fields.

Lines and columns count from 1 and ends are exclusive, as in SARIF 2.1.0 (§3.30);
columns count Unicode code points. Paths are POSIX and relative to the folder of the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synthgate.problem_code import ProblemCode, ProblemKind

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in each language that synthgate speaks."""

    en: str
    ko: str

    def __getitem__(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en

    def format(self, **values: object) -> Text:
        """Fill the same placeholders in each language; a `Text` value gives its own."""
        return Text(
            *(
                self[language].format(
                    **{k: v[language] if isinstance(v, Text) else v for k, v in values.items()}
                )
                for language in LANGUAGES
            )
        )


def verbatim(words: str) -> Text:
    """Words that are the same in every language: a name, a quotation of the input."""
    return Text(words, words)


class Severity(StrEnum):
    """How much harm a fault does, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return tuple(Severity).index(self)

    def reaches(self, threshold: Severity) -> bool:
        """Whether this is as bad as the threshold, or worse."""
        return self.rank <= threshold.rank


class Status(StrEnum):
    """What a rule says of a resource; *unknown*: only the deployment can tell."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


Scope = Literal["resource", "stack", "app"]
SCOPES: tuple[Scope, ...] = ("resource", "stack", "app")
"""What a rule is asked about: each resource, each stack, or the app as a whole."""


class Pillar(StrEnum):
    """The parts of the production checklist."""

    SECURITY = "security"
    MONITORING = "monitoring"
    BACKUP = "backup"
    OPERATIONS = "operations"
    COST = "cost"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file, counted from one."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Location:
    """A span of a template; `excerpt` holds its line with a neighbour on each side."""

    path: str
    start: Position
    end: Position
    property_path: str = ""
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few lines of a file, `first` being the number of the first of them."""

    first: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The line of a CDK program that made a resource.

    `found` says whether the file lies where synthgate runs: only then can a reader be sent there.
    A program that was synthesized on another machine still has its path, relative to the app.
    """

    path: str
    line: int
    found: bool = False
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a resource comes from in the app: its construct and the line that made it."""

    construct_path: str | None = None
    source: SourceLine | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The resource that a verdict is about, and where it stands in the app."""

    logical_id: str
    type: str
    template: str
    construct_path: str | None = None
    stack: str | None = None
    stage: str | None = None

    @property
    def name(self) -> str:
        """What a person calls it: the construct path, else the logical id."""
        return self.construct_path or self.logical_id


@dataclass(frozen=True, slots=True)
class Fix:
    """How a fault is mended: in words, and as a line of code by language."""

    text: Text
    code: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule says of itself: everything but the check.

    `severity_in` holds the severity by environment where it differs from `severity`.
    """

    id: str
    title: Text
    severity: Severity
    pillar: Pillar
    resources: tuple[str, ...]
    why: Text
    fix: Fix
    link: str | None = None
    config_rule: str | None = None
    equivalents: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    controls: tuple[str, ...] = ()
    scope: Scope = "resource"
    severity_in: Mapping[str, Severity] = field(default_factory=dict[str, Severity])

    def severity_for(self, environment: str | None) -> Severity:
        """How much harm the fault does in an environment ("production")."""
        return self.severity_in.get(environment or "", self.severity)


@dataclass(frozen=True, slots=True)
class ToolRule:
    """A rule by the name that one tool gives it."""

    tool: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding does not count, who said so, and until when (an ISO date)."""

    by: str
    reason: str
    owner: str | None = None
    expires: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one resource at one place, or a doubt that the template leaves."""

    rule: Rule
    status: Literal[Status.FAIL, Status.UNKNOWN]
    severity: Severity
    message: Text
    why: Text
    subject: Subject
    location: Location
    source: SourceLine | None
    sources: tuple[ToolRule, ...]
    fingerprint: str
    suppressed: Suppression | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one resource, faultless ones included."""

    rule: Rule
    subject: Subject
    status: Status


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept synthgate from doing all of its work, or is worth telling."""

    code: ProblemCode
    message: Text
    path: str | None = None
    position: Position | None = None
    rule_id: str | None = None

    @property
    def kind(self) -> ProblemKind:
        """How serious it is (`ProblemCode`)."""
        return self.code.kind


@dataclass(frozen=True, slots=True)
class ScannedTemplate:
    """One template of the run and what became of it.

    `environment` is what its stack is for, `told_by` what says so.
    """

    path: str
    status: Literal["scanned", "failed"]
    resources: int = 0
    stack: str | None = None
    stage: str | None = None
    environment: str | None = None
    told_by: Text | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """The decision, the exit code that carries it, and the reason in one line."""

    verdict: Literal["open", "closed", "incomplete"]
    exit_code: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Checks:
    """How many verdicts of each kind; suppressed failures count as suppressed only."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    suppressed: int = 0


class ControlState(StrEnum):
    """What is known of a control of a framework, the most pressing first."""

    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    NOT_ASSESSED = "not-assessed"
    MET = "met"
    NOT_APPLICABLE = "not-applicable"

    @property
    def rank(self) -> int:
        """0 for the one that outweighs all others."""
        return tuple(ControlState).index(self)


@dataclass(frozen=True, slots=True)
class Control:
    """One demand of a framework: `rules` tell of its automated part.

    Of the rest, a person states what is `evidence_wanted`; that holds for `valid_days`.
    """

    id: str
    title: Text
    meaning: Text
    group: str
    mode: Literal["automated", "partial", "manual"]
    rules: tuple[str, ...] = ()
    evidence_wanted: Text | None = None
    valid_days: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody states of a control, with ISO dates; `refused` is why it does not count."""

    control: str
    statement: str
    by: str
    date: str
    valid_until: str | None = None
    link: str | None = None
    file: str | None = None
    sha256: str | None = None
    refused: Text | None = None


@dataclass(frozen=True, slots=True)
class ControlResult:
    """What is known of a control in one environment, and of which subjects.

    `tolerated` are those of the `findings` that count in other environments only.
    """

    environment: str | None
    state: ControlState
    reasons: tuple[Text, ...] = ()
    checks: Checks = field(default_factory=Checks)
    findings: tuple[Finding, ...] = ()
    tolerated: tuple[Finding, ...] = ()
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessedControl:
    """A control with its state: the most pressing one of all environments."""

    control: Control
    state: ControlState
    results: tuple[ControlResult, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessedFramework:
    """A framework, each of its controls in order, and the titles of the groups they are in."""

    id: str
    version: str
    source: str
    title: Text
    groups: Mapping[str, Text]
    controls: tuple[AssessedControl, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run found, ready to be written in any format.

    `source_prefix` leads from the root of the sources (the repository) to the folder that paths
    are relative to, for consumers that show files of the repository. Where the root is below
    that folder instead, `source_root` leads there.
    """

    version: str
    templates: tuple[ScannedTemplate, ...]
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]
    checks: Checks
    gate: Gate
    language: Language = "en"
    source_prefix: str = ""
    source_root: str = ""
    frameworks: tuple[AssessedFramework, ...] = ()

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that count against the gate: failed and not suppressed."""
        return tuple(f for f in self.findings if f.status is Status.FAIL and not f.suppressed)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that only the deployment can decide."""
        return tuple(f for f in self.findings if f.status is Status.UNKNOWN and not f.suppressed)
