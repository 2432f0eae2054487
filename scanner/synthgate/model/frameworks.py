"""Frameworks, and what is known of their controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from synthgate.model.findings import Checks, Finding
from synthgate.model.places import Subject
from synthgate.model.text import Text


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


EvidenceKind = Literal["proof", "elsewhere"]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = ("proof", "elsewhere")


@dataclass(frozen=True, slots=True)
class Control:
    """One demand of a framework: `rules` tell of its automated part.

    Of the rest, a person states what is `evidence_wanted`; that holds for `valid_days`. What the
    rules `elsewhere` miss may be there outside of the app, as a person states, too.
    """

    id: str
    title: Text
    meaning: Text
    group: str
    mode: Literal["automated", "partial", "manual"]
    rules: tuple[str, ...] = ()
    evidence_wanted: Text | None = None
    valid_days: int | None = None
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody states of a control, with ISO dates; `refused` is why it does not count.

    *proof* is of what no rule can tell, *elsewhere* of what is met outside of the app.
    """

    control: str
    statement: str
    by: str
    date: str
    valid_until: str | None = None
    link: str | None = None
    file: str | None = None
    sha256: str | None = None
    refused: Text | None = None
    kind: EvidenceKind = "proof"


@dataclass(frozen=True, slots=True)
class ControlResult:
    """What is known of a control in one environment, by which rules, and of which subjects.

    `tolerated` are those of the `findings` that count in other environments only.
    """

    environment: str | None
    state: ControlState
    reasons: tuple[Text, ...] = ()
    checks: Checks = field(default_factory=Checks)
    findings: tuple[Finding, ...] = ()
    tolerated: tuple[Finding, ...] = ()
    subjects: tuple[Subject, ...] = ()
    asked: tuple[str, ...] = ()


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
    source: Text
    title: Text
    groups: Mapping[str, Text]
    controls: tuple[AssessedControl, ...]
