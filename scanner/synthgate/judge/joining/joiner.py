"""One fault, once: what several tools say of one resource and one matter becomes one finding.

What is the same matter, our cards say (`equivalents`). Where our rule has found it, the finding
gets the other tools among its sources; a check of theirs that is narrower or wider than the rule is
told together with it. Where our rule has not, theirs is a finding of its own, which says what ours
said instead: nothing that a tool finds is lost for we see it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from synthgate.judge.joining.alone import Told, acceptance_of, finding_of, source_of
from synthgate.judge.joining.equivalents import Equivalents, plain
from synthgate.judge.joining.excusing import excused
from synthgate.judge.joining.grouping import grouped
from synthgate.judge.joining.once import once
from synthgate.judge.joining.resources import Resources
from synthgate.judge.joining.said import Said
from synthgate.judge.joining.wanted import Wanted
from synthgate.model import (
    NOTHING,
    OURS,
    Acceptance,
    Disposition,
    Finding,
    Observed,
    Placed,
    Question,
    Repeat,
    Reported,
    Rule,
    Stance,
    Status,
    Subject,
    ToolRule,
    Verdict,
    of_tool,
)


def join(
    observed: Sequence[Observed],
    heard: Sequence[tuple[Resources, Sequence[Reported]]],
    equivalents: Equivalents,
    wanted: Wanted,
) -> list[Observed]:
    """What was observed, with what other tools say of it, each with the resources it knows.

    Findings of theirs alone come after ours, by what their stacks are for.
    """
    said = [
        _said(excused(reported, placed), placed, resources, equivalents)
        for resources, every in heard
        for reported in _wanted(every, wanted)
        for placed in resources.at(reported.spot) or (None,)
    ]
    said = [*once(said)]
    ours = _Ours(observed)
    for one in said:
        ours.acknowledge(one)
    foreign = (one for one in said if one.reported.tool != OURS)
    distinct = {(one.reported, one.placed and one.placed.subject): one for one in foreign}
    left = [one for one in distinct.values() if not ours.take(one)]
    alone = [*_alone(left, ours, wanted)]
    return [*ours.observed(), *alone]


def _said(
    reported: Reported, placed: Placed | None, resources: Resources, equivalents: Equivalents
) -> Said:
    meant = equivalents.of(reported.tool, reported.rule_id, reported.title)
    if placed is None:
        return Said(reported, None, meant)
    owners = {
        (owner, rule_id)
        for owner in resources.owners(placed)
        for rule_id in meant.about(owner.type).ids
    }
    return Said(reported, placed, meant.about(placed.subject.type), frozenset(owners))


def _wanted(reported: Iterable[Reported], wanted: Wanted) -> Iterator[Reported]:
    """What is no pass and was not excluded."""
    for one in reported:
        name = of_tool(one.tool, plain(one.tool, one.rule_id))
        if one.status is not Status.PASS and not wanted.is_excluded(name):
            yield one


class _Ours:
    """Our findings by what they are about, and what tools say of them."""

    def __init__(self, observed: Sequence[Observed]) -> None:
        self._observed = observed
        self._by_subject: dict[Subject, list[Finding]] = {}
        self._verdicts: dict[tuple[str, Subject], Status] = {}
        for one in observed:
            for finding in one.findings:
                self._by_subject.setdefault(finding.subject, []).append(finding)
            for verdict in one.verdicts:
                self._verdicts[verdict.question] = verdict.status
        self._sources: dict[int, list[tuple[Reported, ToolRule]]] = {}
        self._folded: set[int] = set()
        self._acknowledged: dict[Question, Acceptance] = {}

    def acknowledge(self, said: Said) -> None:
        """Note that the program has acknowledged a finding of ours, as our plugin reported it."""
        if said.reported.tool == OURS and said.reported.accepted and said.placed:
            question = said.reported.rule_id, said.placed.subject
            self._acknowledged[question] = said.reported.accepted

    def take(self, said: Said) -> bool:
        """Whether a finding of ours says it, too, which then names the tool."""
        if said.placed is None:
            return False
        found = self._by_subject.get(said.placed.subject, ())
        same = [one for one in found if _rules(one) & said.meant.ids and _is_told(one)]
        same = [*filter(said.is_about, same)] or same or [*self._elsewhere(said)]
        if said.reported.status is Status.UNKNOWN:
            # Our rule has an answer, or a doubt of its own.
            return bool(same) or self._is_answered(said)
        same = [one for one in same if one.status is Status.FAIL]
        near = [] if same or said.reported.accepted else [*self._near(said, found)]
        for finding in same or near:
            source = source_of(said.reported)
            if not same:
                source = replace(source, nearness=said.meant.near[finding.rule.id])
            self._sources.setdefault(id(finding), []).append((said.reported, source))
        return bool(same or near)

    def _near(self, said: Said, found: Iterable[Finding]) -> Iterator[Finding]:
        """Our findings by rules that an id comes near to.

        What a finding speaks for besides may be about another place: that an id is near to it tells
        nothing of the finding.
        """
        for one in found:
            counts = one.is_active and one.status is Status.FAIL
            if counts and one.rule.id in said.meant.near and said.is_about(one):
                yield one

    def _elsewhere(self, said: Said) -> Iterator[Finding]:
        """Our findings of the same matter about the resource whose policy a tool speaks of."""
        for subject, rule_id in said.elsewhere:
            for finding in self._by_subject.get(subject, ()):
                if rule_id in _rules(finding) and _is_told(finding):
                    yield finding

    def _is_answered(self, said: Said) -> bool:
        subject = said.placed and said.placed.subject
        return any((id_, subject) in self._verdicts for id_ in said.meant.ids)

    def stances(
        self, placed: Placed | None, rules: Iterable[Rule]
    ) -> tuple[list[Stance], list[Repeat]]:
        """What our rules say where a tool finds something, and those doubts that it speaks for."""
        if placed is None:
            return [], []
        meant = {rule.id for rule in rules}
        subject, stances, repeats = placed.subject, list[Stance](), list[Repeat]()
        for finding in self._by_subject.get(subject, ()):
            if finding.rule.id in meant:
                self._folded.add(id(finding))
                repeats.append(Repeat(finding.rule.id, finding.fingerprint))
                stances.append(Stance(finding.rule.id, finding.status, finding.why))
        told = {one.rule_id for one in stances}
        for rule_id in sorted(meant - told):
            status = self._verdicts.get((rule_id, subject))
            if status is not None:
                stances.append(Stance(rule_id, status, NOTHING))
        return [*dict.fromkeys(stances)], repeats

    def observed(self) -> Iterator[Observed]:
        """Our findings with their sources, without those that a finding of a tool speaks for."""
        for one in self._observed:
            kept = tuple(self._joined(it) for it in one.findings if id(it) not in self._folded)
            yield replace(one, findings=kept)

    def _joined(self, finding: Finding) -> Finding:
        acknowledged = self._acknowledged.get(finding.question)
        if acknowledged and finding.is_active:
            finding = finding.set_aside(Disposition.SUPPRESSED, acknowledged)
        found = self._sources.get(id(finding), ())
        if not found:
            return finding
        sources = (*finding.sources, *(source for _, source in found))
        finding = replace(finding, sources=tuple(dict.fromkeys(sources)))
        same = [reported for reported, source in found if source.nearness == "same"]
        accepted = acceptance_of(same) if finding.is_active else None
        return finding.set_aside(Disposition.SUPPRESSED, accepted) if accepted else finding


def _rules(finding: Finding) -> frozenset[str]:
    """The rules that a finding speaks for."""
    return frozenset((finding.rule.id, *finding.also))


def _is_told(finding: Finding) -> bool:
    """Whether what a finding says is not only being tried."""
    return finding.disposition is not Disposition.PREVIEW


def _alone(said: Iterable[Said], ours: _Ours, wanted: Wanted) -> Iterator[Observed]:
    """The findings that only other tools have, by what the stacks are for."""
    found: dict[str | None, list[Finding]] = {}
    for group in grouped(said):
        placed, rules = group.placed, group.rules
        stances, repeats = ours.stances(placed, rules)
        told = Told(group.reported, placed, rules, stances, repeats, group.near)
        environment = placed.environment if placed else None
        found.setdefault(environment, []).append(finding_of(told, wanted))
    for environment, findings in found.items():
        verdicts = {one.question: Verdict(one.rule, one.subject, one.status) for one in findings}
        yield Observed(environment, tuple(verdicts.values()), tuple(findings))
