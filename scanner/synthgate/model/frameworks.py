"""Frameworks, and what is known of their controls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Literal

from synthgate.model.findings import Checks, Finding, Verdict
from synthgate.model.operation import Form, Operation, Organization
from synthgate.model.places import Subject
from synthgate.model.text import Text
from synthgate.records import dataclass


class ControlState(StrEnum):
    """What is known of a control of a framework, the most pressing first.

    *excepted*: what failed of it, somebody accepts for a reason; nothing else is wrong with it.
    """

    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    NOT_ASSESSED = "not-assessed"
    EXCEPTED = "excepted"
    MET = "met"
    NOT_APPLICABLE = "not-applicable"

    @property
    def rank(self) -> int:
        """0 for the one that outweighs all others."""
        return tuple(ControlState).index(self)


EvidenceKind = Literal["proof", "elsewhere"]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = ("proof", "elsewhere")
Mode = Literal["automated", "partial", "manual", "unclaimed"]
"""Who tells of a control: rules, rules and people, people; or nobody claims anything of it."""
Basis = Literal["asserted", "reviewed", "derived"]
"""What a mapping rests on: written for the control, looked at since, or taken from a table."""
BASES: tuple[Basis, ...] = ("asserted", "reviewed", "derived")


@dataclass(frozen=True, slots=True)
class RuleMapping:
    """Rules that tell of a control, and why they are said to.

    `through` are the ids that they were found by: controls of other lists (``FSBP S3.5``), rules
    of AWS Config. `source` is a key of the framework's sources, or None where the framework itself
    says so. `resources` are types, or patterns of them: what the rules say of others tells nothing
    of the control; none: all count.
    """

    rules: tuple[str, ...]
    basis: Basis = "asserted"
    source: str | None = None
    through: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()

    def counts(self, rule_id: str, type_: str) -> bool:
        """Whether what a rule says of a resource of a type tells of the control."""
        if rule_id not in self.rules:
            return False
        return not self.resources or any(fnmatchcase(type_, one) for one in self.resources)


@dataclass(frozen=True, slots=True)
class Control:
    """One demand of a framework: `rules` tell of its automated part, as `mappings` has them.

    Of the rest, a person states what is `evidence_wanted`; that holds for `valid_days`. What the
    rules `elsewhere` miss may be there outside of the app, as a person states, too. `levels` are
    the baselines that it belongs to, where the standard has such. A standard whose words are not
    ours to print gives no title. With `where_found`, evidence is wanted only where rules found
    something to judge: the rest of the demand is about the same resources. Of resources of the
    types of `wanted_of` it is wanted even so. What fails in an
    environment where the rule's card takes it lightly is tolerated, where the framework
    `tolerates` that.
    """

    id: str
    title: Text
    meaning: Text
    group: str
    mode: Mode
    rules: tuple[str, ...] = ()
    evidence_wanted: Text | None = None
    valid_days: int | None = None
    elsewhere: tuple[str, ...] = ()
    mappings: tuple[RuleMapping, ...] = ()
    levels: tuple[str, ...] = ()
    where_found: bool = False
    tolerates: bool = True
    wanted_of: tuple[str, ...] = ()

    def wants_nothing_of(self, types: Iterable[str]) -> bool:
        """Whether it wants no evidence where rules found nothing, of resources of some types."""
        return self.where_found and not any(
            fnmatchcase(type_, one) for one in self.wanted_of for type_ in types
        )

    def counts(self, rule_id: str, type_: str) -> bool:
        """Whether what one of its rules says of a resource of a type tells of it."""
        return any(one.counts(rule_id, type_) for one in self.mappings)

    @property
    def derived(self) -> frozenset[str]:
        """The rules that a table alone maps to it: what they pass shows nothing by itself."""
        firm = {rule for one in self.mappings if one.basis != "derived" for rule in one.rules}
        return frozenset({rule for one in self.mappings for rule in one.rules} - firm)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody states of a control, with ISO dates; `refused` is why it does not count.

    *proof* is of what no rule can tell, *elsewhere* of what is met outside of the app. `apps` are
    patterns of the apps that it is of, where it is not of all; `stated_in` is the file that says
    so. `document` is the id by which whoever states it finds what it rests on.
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
    apps: tuple[str, ...] = ()
    stated_in: str | None = None
    document: str | None = None

    @property
    def record(self) -> str | None:
        """What it rests on, that somebody else can look up: a link, a file or a document."""
        return self.link or self.file or self.document


@dataclass(frozen=True, slots=True)
class ControlResult:
    """What is known of a control in one environment, by which rules, and of which subjects.

    `tolerated` are those of the `findings` that count in other environments only; `passed` are the
    verdicts that `checks` counts as passed, for whoever asks what of.
    """

    environment: str | None
    state: ControlState
    reasons: tuple[Text, ...] = ()
    checks: Checks = field(default_factory=Checks)
    findings: tuple[Finding, ...] = ()
    tolerated: tuple[Finding, ...] = ()
    subjects: tuple[Subject, ...] = ()
    asked: tuple[str, ...] = ()
    passed: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessedControl:
    """A control with its state: the most pressing one of all environments.

    `operation` is what an organisation says of how it is run.
    """

    control: Control
    state: ControlState
    results: tuple[ControlResult, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    operation: Operation | None = None

    @property
    def waits(self) -> bool:
        """Whether its rules found nothing wrong, and what a person has to state is not stated."""
        is_checked = any(result.checks.passed for result in self.results)
        return self.state is ControlState.NOT_ASSESSED and is_checked

    @property
    def has_exceptions(self) -> bool:
        """Whether somebody accepted what its rules found, or states that it is met elsewhere."""
        return self.is_elsewhere or any(result.checks.accepted for result in self.results)

    @property
    def is_elsewhere(self) -> bool:
        """Whether somebody states that it is met elsewhere, and that counts."""
        return any(one.kind == "elsewhere" and one.refused is None for one in self.evidence)


@dataclass(frozen=True, slots=True)
class FrameworkSource:
    """Where ids or mappings are from: a title, and as far as known a link, commit and licence."""

    title: Text
    link: str | None = None
    commit: str | None = None
    licence: str | None = None


def around(group: str, within: Mapping[str, str]) -> tuple[str, ...]:
    """A group, and those that it is part of, the nearest first; `within` has the next of each."""
    way = [group]
    while (outer := within.get(way[-1])) is not None and outer not in way:
        way.append(outer)
    return tuple(way)


@dataclass(frozen=True, slots=True)
class AssessedFramework:
    """A framework, each of its controls in order, and the titles of the groups they are in.

    `within` has the group that a group is part of; `sources` those of its mappings and ids. Of a
    framework with a `form`, the `organization` files a statement.
    """

    id: str
    version: str
    source: Text
    title: Text
    groups: Mapping[str, Text]
    controls: tuple[AssessedControl, ...]
    within: Mapping[str, str] = field(default_factory=dict[str, str])
    sources: Mapping[str, FrameworkSource] = field(default_factory=dict[str, FrameworkSource])
    form: Form | None = None
    organization: Organization | None = None

    def below(self, group: str) -> tuple[AssessedControl, ...]:
        """The controls of a group, and of those that are part of it."""
        return tuple(one for one in self.controls if group in self.around(one.control.group))

    def around(self, group: str) -> tuple[str, ...]:
        """A group, and those that it is part of, the nearest first."""
        return around(group, self.within)

    def depth(self, group: str) -> int:
        """How many groups a group is part of."""
        return len(self.around(group)) - 1
