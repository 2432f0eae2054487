"""Who is excused by what: the suppressions of a unit held against its findings.

What is expired is no matter here, for a scan reads no clock: a finding takes the day along, and who
judges it knows today's (`standing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from synthgate.guard import Guard, crash
from synthgate.judge.inline import nag
from synthgate.judge.inline.excuses import Excuses, excuses_on
from synthgate.judge.inline.meanings import Meanings
from synthgate.judge.inline.parts import parts_of
from synthgate.judge.inline.said import EVERYTHING, Inline, Lines
from synthgate.judge.inline.shelves import Shelf, Shelves, of_constructs, of_template
from synthgate.model import (
    NO_REASON,
    Acceptance,
    Acknowledgements,
    Disposition,
    Finding,
    Position,
    Problem,
    Subject,
    Suppression,
    Text,
    Verdict,
    joined,
)
from synthgate.records import dataclass
from synthgate.secrets.mask import Mask
from synthgate.template.document import Template

_FOR_GOOD = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The template that findings are about, in its app, and the mask over what is said of that."""

    template: Template
    construct: str
    acknowledged: Acknowledgements
    mask: Mask


@dataclass(frozen=True, slots=True)
class _Use:
    """What came of a suppression, wherever it was met."""

    template: Template | None
    mask: Mask
    asked: set[str] = field(default_factory=set[str])
    excused: set[str] = field(default_factory=set[str])
    unnamed: set[str] = field(default_factory=set[str])


class Ledger:
    """Excuses findings, and keeps book of what did."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._uses: dict[Inline, _Use] = {}
        self._constructs: dict[Acknowledgements, dict[str, Shelf]] = {}
        self._last: tuple[Surroundings, Shelves] | None = None
        """What was looked at last: after the rules about a template, those about its app ask."""

    def excused(
        self, findings: Iterable[Finding], verdicts: Iterable[Verdict], around: Surroundings
    ) -> tuple[Finding, ...]:
        """The findings of a template, suppressed where it, or its app, says so."""
        shelves = self._shelves(around)
        if shelves.are_empty:
            return tuple(findings)
        self._note(verdicts, shelves)
        return tuple(self._excused(one, shelves, around) for one in findings)

    def excuses(self, subjects: Iterable[Subject], around: Surroundings) -> Excuses:
        """What is set aside of the findings of other tools, by the resource that they are about."""
        shelves = self._shelves(around)
        if shelves.are_empty:
            return {}
        found = (
            (one, excuses_on(shelves.of(one, "resource"), around.mask.hide, around.mask.said))
            for one in subjects
        )
        return {one: excuses for one, excuses in found if excuses}

    def _shelves(self, around: Surroundings) -> Shelves:
        """The suppressions that hold in a template."""
        known = self._constructs.get(around.acknowledged)
        if known is None:
            known = of_constructs(around.acknowledged.entries, self._meanings)
            self._constructs[around.acknowledged] = known
            for shelf in known.values():
                self._open(shelf, None, around.mask)
        if self._last is None or not _is_same(self._last[0], around):
            shelves = of_template(around.template, self._meanings, known, around.construct)
            self._last = around, shelves
            for shelf in shelves.own:
                self._open(shelf, around.template, around.mask)
        return self._last[1]

    def _open(self, shelf: Shelf, template: Template | None, mask: Mask) -> None:
        for inline in shelf.all:
            self._uses.setdefault(inline, _Use(template, mask))

    def _note(self, verdicts: Iterable[Verdict], shelves: Shelves) -> None:
        """Which rules were asked where a suppression holds."""
        for verdict in verdicts:
            rule = verdict.rule
            for shelf in shelves.of(verdict.subject, rule.scope):
                if rule.id in shelf.by_rule and rule.id not in shelf.asked:
                    shelf.asked.add(rule.id)
                    for inline in shelf.by_rule[rule.id]:
                        self._uses[inline].asked.add(rule.id)

    def _excused(self, finding: Finding, shelves: Shelves, around: Surroundings) -> Finding:
        rule = finding.rule
        found = [
            inline
            for shelf in shelves.of(finding.subject, rule.scope)
            for inline in shelf.by_rule.get(rule.id, ())
            if _holds_at(inline, finding)
        ]
        whole = [inline for inline in found if not inline.said.parts]
        excusing = [max(whole, key=_lasts)] if whole else self._by_parts(found, finding, around)
        for inline in whole or excusing:
            self._uses[inline].excused.add(rule.id)
        return _set_aside(finding, excusing, around.mask) if excusing else finding

    def _by_parts(
        self, found: Sequence[Inline], finding: Finding, around: Surroundings
    ) -> list[Inline]:
        """Those that together name everything that a finding is about."""
        by_rule: dict[str, list[Inline]] = {}
        for inline in found:
            by_rule.setdefault(nag.id_of(inline.said.id).rule or "", []).append(inline)
        for rule, inlines in by_rule.items():
            body = around.template.resources.get(finding.subject.logical_id, {})
            wanted = parts_of(rule, finding, body)
            naming = [inline for inline in inlines if any(_names(inline, one) for one in wanted)]
            left = {one for one in wanted if not any(_names(inline, one) for inline in naming)}
            if wanted and not left:
                return naming
            for inline in naming if wanted else inlines:
                self._uses[inline].unnamed.update(left or {EVERYTHING})
        return []

    def stated(self, problems: list[Problem]) -> tuple[Suppression, ...]:
        """Every suppression of the unit, in the order in which they were met."""
        every: list[Suppression] = []
        for inline, use in self._uses.items():
            with Guard(problems, crash(inline.spot.path)):
                every.append(self._stated(inline, use))
        return tuple(every)

    def _stated(self, inline: Inline, use: _Use) -> Suppression:
        said, spot, hide = inline.said, inline.spot, use.mask.hide
        meant = self._meanings.of(said)
        return Suppression(
            tool=said.tool,
            id=hide(said.id),
            path=spot.path,
            position=_position(inline, use),
            about=hide(spot.about),
            expires=said.expires,
            means=tuple(sorted(meant.same)),
            asked=tuple(sorted(use.asked & meant.same)),
            excused=tuple(sorted(use.excused)),
            unnamed=tuple(hide(one) for one in sorted(use.unnamed)),
            wrong=said.wrong and use.mask.said(said.wrong),
            shared=hide(said.shared),
        )


def _is_same(one: Surroundings, other: Surroundings) -> bool:
    """Whether the same suppressions hold."""
    return (
        one.template is other.template
        and one.construct == other.construct
        and one.acknowledged is other.acknowledged
    )


def _position(inline: Inline, use: _Use) -> Position | None:
    """Where it stands; what excused something is not asked for it, but in the finding."""
    at = inline.spot.at
    if at is None or isinstance(at, Position):
        return at
    is_told = not use.excused or inline.said.expires
    return use.template.locate(at).start if use.template and is_told else None


def _holds_at(inline: Inline, finding: Finding) -> bool:
    scope, line = inline.scope, finding.location.start.line
    return not isinstance(scope, Lines) or scope.first <= line <= scope.last


def _names(inline: Inline, finding: str) -> bool:
    return any(part.names(finding) for part in inline.said.parts)


def _lasts(inline: Inline) -> str:
    return inline.said.expires or _FOR_GOOD


def _set_aside(finding: Finding, excusing: Sequence[Inline], mask: Mask) -> Finding:
    """The finding, which does not count for what some suppressions say.

    What the CDK made does not count for good, so that no day is set to that.
    """
    last = min(excusing, key=_lasts).said
    if finding.disposition is Disposition.CDK_MADE and last.expires:
        return finding
    by = ", ".join(dict.fromkeys(inline.by for inline in excusing))
    reasons = dict.fromkeys(inline.said.reason for inline in excusing)
    reason: Text = joined("; ", reasons) if len(reasons) > 1 else next(iter(reasons), NO_REASON)
    accepted = Acceptance(mask.hide(by), mask.said(reason), last.owner, last.expires)
    return finding.set_aside(Disposition.SUPPRESSED, accepted)
