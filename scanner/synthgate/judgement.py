"""What is made of the results of a scan: whose word counts, what closes the gate, where it stands.

All of this may differ between two readers of the same partial report, and none of it is in the
plan: where the CDK program lies, which suppressions hold, evidence, thresholds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from synthgate.config import Config
from synthgate.found import Found, gone_through
from synthgate.framework.rules import Chosen
from synthgate.judge.baseline.file import Baseline
from synthgate.judge.beside import Base, beside, done_to, looked_at
from synthgate.judge.gate import decided
from synthgate.judge.gated import besides
from synthgate.judge.inline import Asked, Telling, unheeded
from synthgate.judge.joining import counted, heard_in
from synthgate.judge.unchecked import unchecked
from synthgate.judge.untold import unanswered, untold
from synthgate.judge.validity import Judge
from synthgate.judge.weighing import Weighing, count
from synthgate.judging import Judging
from synthgate.kept.gathering import Units
from synthgate.model import (
    NOTHING_HEARD,
    AssessedFramework,
    FileUsed,
    Heard,
    Observed,
    PartialReport,
    PolicyUsed,
    Problem,
    Report,
    Run,
    UnitReport,
)
from synthgate.model.verdicts import joined as joined_verdicts
from synthgate.noted import Noted
from synthgate.provenance import provenance
from synthgate.records import dataclass
from synthgate.rule.cards.profile import Wish
from synthgate.sources.parameter_file import GivenParameters
from synthgate.sources.places import Places
from synthgate.version import __version__

if TYPE_CHECKING:
    from synthgate.judge.baseline.scope import Scope


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a run judges. `told` are its problems that belong to no unit."""

    config: Config
    chosen: Chosen
    evidence: Judge
    around: Places
    given: GivenParameters
    baseline: Baseline | None = None

    def judged(self, partial: PartialReport) -> list[Observed]:
        """What was observed of something to compare with, as the gate would see it.

        Its program is another one than that which lies here.
        """
        judging = self._judging()
        observed = (judging.observed(one) for unit in partial.units for one in unit.observed)
        return self._joined([judging.gated(one) for one in observed], partial, judging)

    def report(
        self, before: Iterable[Problem], partial: PartialReport, base: Base | None = None
    ) -> Report:
        """The report of what was scanned."""
        units, judging, noted = partial.units, self._judging(), self._noted(partial)
        if isinstance(units, Units) and self._is_simple(partial, base):
            observed = self._observed(units, judging, noted, base)
            found = gone_through(judging, observed, self.config.gate, lambda: self._again(units))
        else:
            partial = replace(partial, units=(*units,))
            observed = self._observed(partial.units, judging, noted, base)
            found = self._found(judging, [*observed], partial, base)
        problems = [*before, *noted.problems, *noted.unused]
        problems += [*self._of_suppressions(noted, partial, base)]
        problems += unchecked(self.chosen.gated.excluded)
        problems += [*judging.notices, *([noted.hint] if noted.hint else ()), *untold(found.untold)]
        problems += (*judging.refusing.notices(), *found.told, *(base.problems if base else ()))
        problems = [*map(judging.waiving.problem, problems), *judging.waiving.notices()]
        assessed = self._assessed(found.observed, problems)
        comparison = found.comparison
        return Report(
            version=__version__,
            templates=noted.templates.whole,
            findings=found.findings,
            verdicts=found.verdicts,
            problems=tuple(problems),
            checks=found.checks,
            gate=decided(
                found.weighing,
                problems,
                gate_on=comparison.gate_on if comparison else (),
                exit_zero=self.config.exit_zero,
            ),
            language=self.config.language,
            source_prefix=self.around.prefix,
            source_root=self.around.root,
            frameworks=assessed,
            run=self._run(noted),
            sarif_category=self.config.sarif_category,
            comparison=comparison,
            tools=found.tools,
            for_frameworks=besides(found.observed, self.chosen.gated.cards),
        )

    @property
    def wants_all(self) -> bool:
        """Whether it has to do with all findings at once, whatever is found."""
        knows = self.baseline is not None and not self.config.gates_all
        return knows or bool(self.config.untrusted or self.chosen.frameworks.chosen)

    def _is_simple(self, partial: PartialReport, base: Base | None) -> bool:
        """Whether units may be judged one after the other."""
        hears = any(it != NOTHING_HEARD for it in _every_heard(partial))
        return not (base or self.wants_all or hears)

    def _judging(self) -> Judging:
        return Judging(self.config, self.chosen, self.around)

    def _observed(
        self,
        units: Iterable[UnitReport],
        judging: Judging,
        noted: Noted,
        base: Base | None,
    ) -> Iterator[Observed]:
        """What was observed, unit by unit, and what is told of each noted."""
        for unit in units:
            noted.unit(unit)
            yield from judging.unit(unit, done_to(base, unit.order))
        for one in done_to(base, None):
            yield judging.observed(one)

    def _again(self, units: Units) -> Iterator[Observed]:
        """What the gate goes by of units that have been gone through already."""
        judging = self._judging()
        for unit in units:
            for one in judging.unit(unit):
                yield judging.refusing.observed(judging.gated(one))

    def _found(
        self,
        judging: Judging,
        observed: list[Observed],
        partial: PartialReport,
        base: Base | None,
    ) -> Found:
        """What was observed, with what has to do with all of it."""
        gated = [*map(judging.gated, observed)]
        weighing = Weighing(self.config.gate)
        weighing.untold(unanswered(gated))
        known, told = self._with_known(self._joined(gated, partial, judging), partial)
        judged = [*map(judging.refusing.observed, known)]
        comparison = None
        if base:
            gate_on, holds = self.config.gate_on, judging.refusing.holds
            judged, comparison = beside(base, judged, gate_on, holds)
        for one in looked_at(judged, comparison):
            weighing.observed(one)
        findings = tuple(finding for one in judged for finding in one.findings)
        verdicts = joined_verdicts(one.verdicts for one in judged)
        names = frozenset(name for one in (*observed, *gated) for name in one.untold)
        checks, tools = count(verdicts, findings), tuple(counted(partial, findings))
        return Found(findings, verdicts, checks, weighing, names, observed, told, comparison, tools)

    def _assessed(
        self, observed: Sequence[Observed], problems: list[Problem]
    ) -> tuple[AssessedFramework, ...]:
        """The frameworks that are asked for, by the rules as their cards have them.

        What keeps a control from being assessed is added to the problems.
        """
        cards = self.chosen.asked.cards
        if not (frameworks := self.chosen.frameworks.chosen):
            return ()
        from synthgate.framework.about import about  # noqa: PLC0415 - see below
        from synthgate.framework.assess import assess  # noqa: PLC0415

        return assess(frameworks, observed, problems, self.evidence, about(cards, frameworks))

    def scope(self, partial: PartialReport) -> Scope:
        """What the gate's rules have looked at."""
        from synthgate.judge.baseline.scope import scope_of  # noqa: PLC0415 - see below

        asked = self.chosen.gated
        return scope_of(partial.units, asked.cards, asked.names)

    def _with_known(
        self, judged: list[Observed], partial: PartialReport
    ) -> tuple[list[Observed], list[Problem]]:
        """What was observed, known findings set aside, and what is to be told of the baseline.

        A gate that looks at all of them looks as if nothing were known.
        """
        if self.baseline is None or self.config.gates_all:
            return judged, []
        # What most runs have nothing of is imported where there is something.
        from synthgate.judge.baseline.known import with_baseline  # noqa: PLC0415

        return with_baseline(self.baseline, judged, self.scope(partial))

    def _joined(
        self, judged: list[Observed], partial: PartialReport, judging: Judging
    ) -> list[Observed]:
        """What was observed, joined with what other tools say."""
        heard = heard_in(partial)
        if not heard:
            return judged
        from synthgate.judge.joining import Equivalents, join  # noqa: PLC0415 - see above

        rules = (card.rule for card in self.chosen.every.values())
        joined = join(judged, heard, Equivalents(rules), self.chosen.wanted)
        return [replace(one, findings=tuple(map(judging.of_tools, one.findings))) for one in joined]

    def _noted(self, partial: PartialReport) -> Noted:
        """Where it is noted, of whose suppressions other tools tell what they were heard of."""
        tools = frozenset(run.tool for one in _every_heard(partial) for run in one.runs)
        gated = frozenset(self.chosen.gated.cards)
        asked = Asked(gated, self.chosen.asked.names, self.config.as_of, tools)
        return Noted(self.around, self.given, Telling(asked))

    def _run(self, noted: Noted) -> Run:
        """What a run was asked of some units."""
        asked = self.chosen.gated
        changed = (one for one, card in asked.cards.items() if card.settings or card.changed)
        wish = self.config.profile
        profile = self._profile(wish) if wish.is_file else wish.name
        is_judged_by_day = self.chosen.frameworks.chosen or self.config.waivers
        depends_on_day = noted.suppressions.is_dated or is_judged_by_day
        day = self.config.as_of.isoformat() if depends_on_day else None
        policies = tuple(PolicyUsed(one.name, one.digest) for one in self.config.policies)
        fetched = [
            FileUsed("evidence", one.sheet.source.name, one.digest)
            for one in self.evidence.files
            if one.digest
        ]
        origin = provenance(self.config, noted.assemblies, fetched)
        return Run(
            profile,
            len(asked.cards),
            asked.excluded,
            tuple(changed),
            day,
            policies,
            origin,
            self.config.app,
        )

    def _profile(self, wish: Wish) -> str:
        """The file of a profile by its name in reports."""
        accepted = self.config.accepted
        of_tree = accepted and accepted.shown(wish.source.folder / wish.name)
        return of_tree or self.around.shown(Path(wish.name))

    def _of_suppressions(
        self, noted: Noted, partial: PartialReport, base: Base | None
    ) -> Iterator[Problem]:
        """What is told of the suppressions in templates; of a stranger's, how many there are."""
        if self.config.untrusted:
            done = [one.observed for one in (base.done if base else ())]
            every = [*(one for unit in partial.units for one in unit.observed), *done]
            yield from unheeded(every)
            return
        yield from noted.suppressions.problems()


def _every_heard(partial: PartialReport) -> Iterator[Heard]:
    """All that other tools said: a unit that is not at hand has nothing of it."""
    if isinstance(partial.units, Units):
        partial = replace(partial, units=(*partial.units.at_hand,))
    return partial.every_heard
