"""What rules say of resources: verdicts, and findings where there is something to say."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from synthgate.model.places import Location, SourceLine, Subject
from synthgate.model.rules import Rule, Severity
from synthgate.model.text import Message, Text, joined
from synthgate.model.tools import ToolRule
from synthgate.records import dataclass, replaced


class Status(StrEnum):
    """What a rule says of a resource; *unknown*: only the deployment can tell."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


class Disposition(StrEnum):
    """What becomes of a finding: only an active one closes the gate.

    *suppressed*: in the template, in the words of some scanner. *cdk-made*: about what the CDK
    made and no property of the program changes. *preview*: of a rule that is still being tried.
    """

    ACTIVE = "active"
    SUPPRESSED = "suppressed"
    WAIVED = "waived"
    BASELINE = "baseline"
    CDK_MADE = "cdk-made"
    PREVIEW = "preview"


NO_REASON = Message("no reason is given")
"""What stands for a reason where a suppression has none."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a finding does not count, who said so, until when (an ISO date), and where it is told."""

    by: str
    reason: Text
    owner: str | None = None
    expires: str | None = None
    ticket: str | None = None

    @property
    def is_reasoned(self) -> bool:
        """Whether somebody says why."""
        return self.reason["en"] != NO_REASON["en"]


FINGERPRINTS = 2
"""Which kind of fingerprints findings have: another number where one fault gets another one."""

Question = tuple[str, Subject]
"""A rule, by its id, and what it was asked of."""


class Novelty(StrEnum):
    """What a finding is beside an earlier scan: *moved* is the same fault under another name."""

    NEW = "new"
    UNCHANGED = "unchanged"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A finding that would have said the same of a place as another one, and kept silent."""

    rule_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Stance:
    """What a rule of ours says where only other tools have found something, and why.

    *pass*, *unknown* (with what decides it), or *fail* for what the CDK made and does not count.
    """

    rule_id: str
    status: Status
    why: Text


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding rests on, in which resource, and what that says there."""

    message: Text
    logical_id: str
    location: Location


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one resource at one place, or a doubt that the template leaves.

    `accepted` says why it does not count, and is None for an active one. `repeats` are those that
    keep silent for it speaks. `entry` is the path of the innermost entry of a list that the place
    is in (a statement, an ingress rule), or empty. `tags` are those of the resource that are known.
    `novelty` is None where nothing is compared.
    """

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
    disposition: Disposition = Disposition.ACTIVE
    accepted: Acceptance | None = None
    repeats: tuple[Repeat, ...] = ()
    entry: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    novelty: Novelty | None = None
    stances: tuple[Stance, ...] = ()
    """What our rules of the same meaning say, where none of them is among the `sources`."""
    ranked_by: str = ""
    """Whose word the severity of what other tools found is: a rule, a table's source, or a tool."""
    cure: Text | None = None
    """What mends it here: the prop of the construct for which the CDK made the resource, or the
    parameter that gives the value."""
    related: tuple[Related, ...] = ()
    """What else it rests on, in order: a chain of statements, wherever in the app they stand."""
    before: Text | None = None
    """What a change found there, and what it leaves `after` it."""
    after: Text | None = None

    @property
    def fix(self) -> Text:
        """How it is mended, in words."""
        return joined(" ", (self.rule.fix.text, self.cure)) if self.cure else self.rule.fix.text

    @property
    def also(self) -> tuple[str, ...]:
        """The rules that would have said the same of this place."""
        return tuple(sorted({one.rule_id for one in self.repeats}))

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.rule.id, self.subject

    @property
    def is_active(self) -> bool:
        """Whether it counts."""
        return self.disposition is Disposition.ACTIVE

    def set_aside(self, disposition: Disposition, accepted: Acceptance) -> Finding:
        """The finding, which does not count, and why."""
        return replaced(self, disposition=disposition, accepted=accepted)

    def taken_back(self) -> Finding:
        """The finding, which counts whatever was said of it."""
        return replaced(self, disposition=Disposition.ACTIVE, accepted=None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one resource, faultless ones included."""

    rule: Rule
    subject: Subject
    status: Status

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.rule.id, self.subject


@dataclass(frozen=True, slots=True)
class Checks:
    """How many verdicts of each kind; what was set aside counts as that only."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    suppressed: int = 0
    waived: int = 0
    baseline: int = 0
    cdk_made: int = 0
    preview: int = 0

    @property
    def aside(self) -> dict[Disposition, int]:
        """What does not count, by the reason."""
        return {
            Disposition.SUPPRESSED: self.suppressed,
            Disposition.WAIVED: self.waived,
            Disposition.BASELINE: self.baseline,
            Disposition.CDK_MADE: self.cdk_made,
            Disposition.PREVIEW: self.preview,
        }

    @property
    def accepted(self) -> int:
        """How many do not count."""
        return sum(self.aside.values())
