"""What rules say of resources: verdicts, and findings where there is something to say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from synthgate.model.places import Location, SourceLine, Subject
from synthgate.model.rules import Rule, Severity
from synthgate.model.text import Text


class Status(StrEnum):
    """What a rule says of a resource; *unknown*: only the deployment can tell."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


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
class Checks:
    """How many verdicts of each kind; suppressed failures count as suppressed only."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    suppressed: int = 0
