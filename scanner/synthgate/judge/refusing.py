"""What a policy does not let anybody accept: such findings count, and the report says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import Protocol

from synthgate.judge.joining.wanted import fits, names_in
from synthgate.model import Disposition, Finding, Message, Observed, Problem
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass


class Bound(Protocol):
    """A rule that a policy binds, and where that is written (``file:line``)."""

    @property
    def place(self) -> str:
        """Where the policy says so."""
        ...

    def covers(self, finding: Finding) -> bool:
        """Whether nobody may accept a finding of the rule."""
        ...


@dataclass(frozen=True, slots=True)
class Refusing:
    """Takes findings back that somebody has accepted and a policy does not let him.

    `rules` are those that are bound, by id; `unheeded` is where a policy says that suppressions in
    templates do not count at all. `of_tools` are ids of other tools that are bound, or patterns.
    `taken_back` and `held` collect what is to be told.
    """

    rules: Mapping[str, Bound] = field(default_factory=dict[str, Bound])
    unheeded: str = ""
    of_tools: Mapping[str, str] = field(default_factory=dict[str, str])
    taken_back: dict[tuple[Disposition, str], list[str]] = field(
        default_factory=dict[tuple[Disposition, str], list[str]], compare=False
    )
    held: dict[str, int] = field(default_factory=dict[str, int], compare=False)

    def observed(self, observed: Observed) -> Observed:
        """What was observed, with the findings that count all the same."""
        return replace(observed, findings=tuple(map(self.finding, observed.findings)))

    def finding(self, finding: Finding) -> Finding:
        """A finding, which counts where a policy says so."""
        place = self._refused_by(finding) if finding.disposition in _ACCEPTED else ""
        if not place:
            return finding
        by = finding.accepted.by if finding.accepted else ""
        self.taken_back.setdefault((finding.disposition, place), []).append(by)
        return finding.taken_back()

    def holds(self, finding: Finding) -> bool:
        """Whether the gate looks at a finding though a base of the run has it already."""
        place = self._bound_by(finding)
        if place:
            self.held[place] = self.held.get(place, 0) + 1
        return bool(place)

    def notices(self) -> Iterator[Problem]:
        """What was taken back, by how it was accepted and what refuses that."""
        for place, number in sorted(self.held.items()):
            yield Problem(ProblemCode.POLICY_ENFORCED, _KNOWN.format(number=number, place=place))
        for (disposition, place), accepted in sorted(self.taken_back.items()):
            sentence, first = _ACCEPTED[disposition], min(accepted)
            text = sentence(len(accepted), first, place)
            yield Problem(ProblemCode.POLICY_ENFORCED, text)

    def _refused_by(self, finding: Finding) -> str:
        """Where a policy refuses what accepts a finding; empty where none does."""
        if self.unheeded and finding.disposition is Disposition.SUPPRESSED:
            return self.unheeded
        return self._bound_by(finding)

    def _bound_by(self, finding: Finding) -> str:
        """Where a policy binds the rule of a finding; empty where none does."""
        bound = self.rules.get(finding.rule.id)
        if bound and bound.covers(finding):
            return bound.place
        for pattern, place in self.of_tools.items():
            if any(fits(name, pattern) for name in names_in(finding)):
                return place
        # What keeps silent behind a finding would be accepted with it.
        silent = (self.rules.get(one.rule_id) for one in finding.repeats)
        return next((one.place for one in silent if one), "")


_Sentence = Callable[[int, str, str], Message]


def _says(sentence: Message) -> _Sentence:
    return lambda number, first, place: sentence.format(number=number, first=first, place=place)


_ACCEPTED: Mapping[Disposition, _Sentence] = {
    Disposition.SUPPRESSED: _says(
        Message(
            "suppressed in templates, and counted all the same: {number} (the first by {first}); "
            "the policy does not allow it ({place})"
        )
    ),
    Disposition.WAIVED: _says(
        Message(
            "waived, and counted all the same: {number} (the first by {first}); the policy does "
            "not allow it ({place})"
        )
    ),
    Disposition.BASELINE: _says(
        Message(
            "known by a baseline, and counted all the same: {number} (the first by {first}); the "
            "policy does not allow it ({place})"
        )
    ),
}
"""What people accept, and what is said of it where a policy refuses it."""
_KNOWN = Message(
    "known beside what the run is compared with, and looked at all the same: {number}; the policy "
    "does not allow to pass over it ({place})"
)
