"""What becomes of findings and problems that somebody has accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property

from synthgate.judge.waivers.entry import Waiver
from synthgate.judge.waivers.scope import accepts, is_about_rule, is_there, names_tool, rules_of
from synthgate.judge.waivers.telling import expired, told
from synthgate.model import Disposition, Finding, Problem, joined
from synthgate.records import dataclass
from synthgate.rule.cards.former import Names


@dataclass(frozen=True)
class Waiving:
    """The waivers of one run, and which of them were of use in it.

    A waiver that has expired accepts nothing: the finding is back, and says so.
    """

    waivers: Sequence[Waiver]
    names: Names
    today: date
    used: set[int] = field(default_factory=set[int], compare=False)
    _by_rule: dict[str, list[int]] = field(default_factory=dict[str, list[int]], compare=False)

    def finding(self, finding: Finding) -> Finding:
        """A finding, set aside where a waiver is about it."""
        if not self.waivers or not finding.is_active:
            return finding
        every = [self.waivers[at] for at in self._about(finding)]
        current = next((one for one in every if one.counts_on(self.today)), None)
        if current is not None:
            return finding.set_aside(Disposition.WAIVED, current.acceptance)
        if every:
            message = joined(" ", [finding.message, expired(every[0])])
            return replace(finding, message=message)
        return finding

    def again(self, finding: Finding) -> Finding:
        """A finding that other tools have turned out to have as well: what accepts theirs."""
        for at in self._of_tools if finding.is_active else ():
            waiver = self.waivers[at]
            if is_about_rule(waiver, finding, None) and is_there(waiver, finding):
                self.used.add(at)
                if waiver.counts_on(self.today):
                    return finding.set_aside(Disposition.WAIVED, waiver.acceptance)
        return finding

    def problem(self, problem: Problem) -> Problem:
        """A problem, accepted where a waiver is about it."""
        for at in self._of_problems if problem.kind == "incomplete" else ():
            waiver = self.waivers[at]
            if accepts(waiver, problem):
                self.used.add(at)
                if waiver.counts_on(self.today):
                    return replace(problem, accepted=waiver.acceptance)
                return replace(problem, message=joined(" ", [problem.message, expired(waiver)]))
        return problem

    def notices(self) -> Iterator[Problem]:
        """What nobody should miss of the waivers, once all findings were looked at."""
        yield from told(self.waivers, self.used, self.today)

    def _about(self, finding: Finding) -> Iterator[int]:
        """The waivers that are about a finding, which are of use then."""
        for at in self._candidates(finding):
            if is_there(self.waivers[at], finding):
                self.used.add(at)
                yield at

    def _candidates(self, finding: Finding) -> Iterator[int]:
        """Those that name the rule of a finding, or a rule of another tool among its sources."""
        rule_id = finding.rule.id
        if rule_id not in self._by_rule:
            self._by_rule[rule_id] = [
                at
                for at, waiver in enumerate(self.waivers)
                if at not in self._of_tools and is_about_rule(waiver, finding, self._rules[at])
            ]
        yield from self._by_rule[rule_id]
        for at in self._of_tools:
            if is_about_rule(self.waivers[at], finding, None):
                yield at

    @cached_property
    def _of_tools(self) -> Mapping[int, Waiver]:
        """The waivers that name rules of other tools."""
        return {at: one for at, one in enumerate(self.waivers) if names_tool(one)}

    @cached_property
    def _rules(self) -> list[frozenset[str] | None]:
        return [rules_of(waiver, self.names) for waiver in self.waivers]

    @cached_property
    def _of_problems(self) -> list[int]:
        return [at for at, waiver in enumerate(self.waivers) if waiver.problem is not None]
