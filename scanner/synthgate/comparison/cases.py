"""One matter of one resource, and what each tool says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal

from synthgate.framework.rules import Chosen
from synthgate.judge.joining import Equivalents, Resources, heard_in, snake_case, spelt
from synthgate.model import (
    NOTHING,
    OURS,
    Disposition,
    Finding,
    Location,
    Message,
    PartialReport,
    Report,
    Severity,
    Spot,
    Status,
    Subject,
    Text,
    joined,
    verbatim,
)
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass

Says = Literal[
    "found",
    "passes",
    "unknown",
    "accepted",
    "made-by-cdk",
    "preview",
    "silent",
    "unasked",
    "near",
    "no-rule",
]
"""What a tool says: of a fault that it has, whether it counts; else why it has none.

*silent*: it has such a rule, which has nothing to say of the resource (or it tells no passes);
*unasked*: the run left that rule out; *near*: it has no such rule, but one that is narrower or
wider.
"""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one tool says of a matter, by which ids, and why."""

    tool: str
    says: Says
    ids: tuple[str, ...] = ()
    why: Text = NOTHING

    @property
    def has_it(self) -> bool:
        """Whether the tool sees the fault, whatever becomes of it."""
        return self.says in {"found", "accepted", "made-by-cdk", "preview"}


@dataclass(frozen=True, slots=True)
class Case:
    """A fault that somebody has found: the matter, the resource, and everybody's opinion."""

    rule_id: str
    title: Text
    severity: Severity
    subject: Subject
    location: Location
    opinions: tuple[Opinion, ...]

    @property
    def is_agreed(self) -> bool:
        """Whether all have it."""
        return all(one.has_it for one in self.opinions)

    @property
    def is_disputed(self) -> bool:
        """Whether somebody who was asked the same says otherwise."""
        has = any(one.has_it for one in self.opinions)
        return has and any(one.says in {"passes", "unknown"} for one in self.opinions)

    @property
    def finders(self) -> tuple[str, ...]:
        """The tools that have it, in their order."""
        return tuple(one.tool for one in self.opinions if one.has_it)


@dataclass(frozen=True)
class Asked:
    """What was asked, and of whom: the tools besides ours, and what they find right."""

    chosen: Chosen
    tools: tuple[str, ...]
    equivalents: Equivalents
    passes: Mapping[tuple[str, Subject], Mapping[str, str]] = field(
        default_factory=dict[tuple[str, Subject], Mapping[str, str]]
    )
    """By tool and resource: the ids that it finds right as cards have them, as the tool does."""
    doubts: Mapping[tuple[str, Subject], Mapping[str, str]] = field(
        default_factory=dict[tuple[str, Subject], Mapping[str, str]]
    )
    """The same of those that it could not evaluate."""
    crashed: frozenset[tuple[str, Subject]] = frozenset()
    """The rules of ours that broke, each with the resource over which it did."""


def asked_of(report: Report, partial: PartialReport, chosen: Chosen) -> Asked:
    """What a run has asked."""
    tools = tuple(one.run.tool for one in report.tools if not one.run.apart)
    equivalents = Equivalents([card.rule for card in chosen.every.values()])
    passes: dict[tuple[str, Subject], dict[str, str]] = {}
    doubts: dict[tuple[str, Subject], dict[str, str]] = {}
    for resources, every in heard_in(partial):
        for one in (it for it in every if it.status is not Status.FAIL):
            told = passes if one.status is Status.PASS else doubts
            name = snake_case(one.title) if one.tool == "kics" else spelt(one.tool, one.rule_id)
            for placed in resources.at(one.spot):
                told.setdefault((one.tool, placed.subject), {})[name] = one.rule_id
    return Asked(chosen, tools, equivalents, passes, doubts, frozenset(_crashed(partial)))


def _crashed(partial: PartialReport) -> Iterator[tuple[str, Subject]]:
    for unit in partial.units:
        broken = [one for one in unit.problems if one.code is ProblemCode.RULE_CRASHED]
        resources = Resources.of([unit] if broken else ())
        for one in broken:
            if one.rule_id and one.path and one.position:
                spot = Spot(one.path, line=one.position.line)
                yield from ((one.rule_id, it.subject) for it in resources.at(spot))


def cases_of(findings: Iterable[Finding], asked: Asked) -> list[Case]:
    """Each matter of each resource that somebody has found wrong, once."""
    groups: dict[tuple[str, Subject], list[Finding]] = {}
    for finding in findings:
        if finding.status is Status.FAIL:
            groups.setdefault(finding.question, []).append(finding)
    return [_case(every, asked) for every in groups.values()]


def _case(findings: Sequence[Finding], asked: Asked) -> Case:
    first = findings[0]
    opinions = (_opinion(tool, findings, asked) for tool in (OURS, *asked.tools))
    return Case(
        first.rule.id,
        first.rule.title,
        min((one.severity for one in findings), key=lambda one: one.rank),
        first.subject,
        first.location,
        tuple(opinions),
    )


def _opinion(tool: str, findings: Sequence[Finding], asked: Asked) -> Opinion:
    sources = [one for it in findings for one in it.sources if one.tool == tool]
    if sources:
        ids = tuple(dict.fromkeys(one.rule_id for one in sources))
        says = _DISPOSED.get(findings[0].disposition, "found")
        accepted = findings[0].accepted if says != "found" else None
        return Opinion(tool, says, ids, accepted.reason if accepted else NOTHING)
    return _ours(findings[0], asked) if tool == OURS else _theirs(tool, findings[0], asked)


_DISPOSED: Mapping[Disposition, Says] = {
    Disposition.SUPPRESSED: "accepted",
    Disposition.WAIVED: "accepted",
    Disposition.BASELINE: "accepted",
    Disposition.CDK_MADE: "made-by-cdk",
    Disposition.PREVIEW: "preview",
}
_STANCES: Mapping[Status, Says] = {
    Status.PASS: "passes",
    Status.UNKNOWN: "unknown",
    Status.FAIL: "preview",
}


def _ours(finding: Finding, asked: Asked) -> Opinion:
    """What synthgate says of what only others have found."""
    if finding.stances:
        worst = min(finding.stances, key=lambda one: _ORDER.index(one.status))
        ids = tuple(one.rule_id for one in finding.stances if one.status is worst.status)
        return Opinion(OURS, _STANCES[worst.status], ids, worst.why)
    kind = finding.subject.type
    of_each = [asked.equivalents.of(one.tool, one.rule_id) for one in finding.sources]
    means = {rule_id for one in of_each for rule_id in one.about(kind).ids}
    if not means:
        nearnesses = {it: _OPPOSITE[near] for one in of_each for it, near in one.near.items()}
        return _near(OURS, nearnesses)
    chosen = asked.chosen.gated.cards.keys() & means
    crashed = sorted(one for one in chosen if (one, finding.subject) in asked.crashed)
    if crashed:
        return Opinion(OURS, "unknown", tuple(crashed), _CRASHED)
    return Opinion(OURS, "silent" if chosen else "unasked", tuple(sorted(chosen or means)))


_ORDER = (Status.FAIL, Status.UNKNOWN, Status.PASS)


def _theirs(tool: str, finding: Finding, asked: Asked) -> Opinion:
    """What a tool says of what others have found and it has not."""
    rules = [finding.rule.id, *(one.rule_id for one in finding.stances)]
    cards = [asked.chosen.every.get(rule_id) for rule_id in rules]
    ids = [id_ for card in cards if card for id_ in card.rule.equivalents.get(tool, ())]
    if not ids:
        nearnesses = {
            id_: nearness
            for card in cards
            if card
            for nearness, some in card.rule.near.get(tool, {}).items()
            for id_ in some
        }
        return _near(tool, nearnesses)
    passed = asked.passes.get((tool, finding.subject), {})
    found = [passed[spelt(tool, id_)] for id_ in ids if spelt(tool, id_) in passed]
    if not found:
        doubted = asked.doubts.get((tool, finding.subject), {})
        found = [doubted[spelt(tool, id_)] for id_ in ids if spelt(tool, id_) in doubted]
        says = "unknown" if found else "silent"
        return Opinion(tool, says, tuple(dict.fromkeys(found or ids)))
    return Opinion(tool, "passes", tuple(dict.fromkeys(found)))


def _near(tool: str, nearnesses: Mapping[str, str]) -> Opinion:
    """That a tool has no such rule, with those that it has nearest to it."""
    named = [f"{id_} ({nearnesses[id_]})" for id_ in sorted(nearnesses)][:_FEW]
    return Opinion(tool, "near", tuple(named)) if named else Opinion(tool, "no-rule")


_CRASHED = Message("the rule crashed there")
_FEW = 3
_OPPOSITE: Mapping[str, str] = {"wider": "narrower", "narrower": "wider"}
"""Cards say how near an id of a tool is to a rule of ours; here the rule is told."""


def because(opinion: Opinion) -> Text:
    """The ids of an opinion, and its reason."""
    ids = verbatim(", ".join(opinion.ids))
    return joined(": ", [one for one in (ids, opinion.why) if one.en])
