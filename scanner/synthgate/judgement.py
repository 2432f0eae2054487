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
from synthgate.framework.rules import Chosen
from synthgate.judge.baseline.file import Baseline
from synthgate.judge.beside import Base, beside, done_to, looked_at
from synthgate.judge.gate import count, decide
from synthgate.judge.gated import besides, gated
from synthgate.judge.inline import Asked, in_force, is_dated, told, unheeded
from synthgate.judge.joining import counted, heard_in
from synthgate.judge.refusing import Refusing
from synthgate.judge.trying import tried
from synthgate.judge.unchecked import unchecked
from synthgate.judge.untold import unanswered, untold
from synthgate.judge.validity import Judge
from synthgate.judge.waivers import Waiving
from synthgate.model import (
    OURS,
    AssessedFramework,
    Disposition,
    FileUsed,
    Finding,
    Observed,
    PartialReport,
    PolicyUsed,
    Problem,
    Report,
    Run,
    UnitReport,
)
from synthgate.model.verdicts import joined as joined_verdicts
from synthgate.provenance import provenance
from synthgate.records import dataclass
from synthgate.rule.cards.profile import Wish
from synthgate.sources.parameter_file import GivenParameters
from synthgate.sources.places import Places
from synthgate.version import __version__

if TYPE_CHECKING:
    from synthgate.judge.baseline.scope import Scope
    from synthgate.sources.frames import ProgramFiles


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
        waiving = self._waiving()
        observed = (one for unit in partial.units for one in unit.observed)
        judged = (self._judged(one, None, waiving) for one in observed)
        ours = [self._gated(one) for one in judged]
        return self._joined(ours, partial, waiving)

    def report(
        self, before: Iterable[Problem], partial: PartialReport, base: Base | None = None
    ) -> Report:
        """The report of what was scanned."""
        units = partial.units
        templates = tuple(row for unit in units for row in unit.templates)
        problems = [*before, *(problem for unit in units for problem in unit.problems)]
        declared = {name for unit in units for name in unit.declared}
        names = {name for row in templates for name in (row.path, row.stack) if name}
        problems.extend(self.given.unused(declared, names))
        problems += [*self._of_suppressions(partial, base), *unchecked(self.chosen.gated.excluded)]
        config, waiving = self.config, self._waiving()
        refusing = Refusing(self.chosen.bound, config.unheeded, self.chosen.bound_tools)
        observed: list[Observed] = []
        for unit in units:
            program = self._program(unit)
            seen = (self._judged(one, program, waiving) for one in unit.observed)
            observed.extend(map(refusing.observed, seen))
            observed.extend(self._judged(it, program, waiving) for it in done_to(base, unit.order))
            problems.extend(program.notices() if program else ())
        observed.extend(self._judged(it, None, waiving) for it in done_to(base, None))
        problems.extend(self._hint(units))
        judged = [self._gated(one) for one in observed]
        problems.extend(untold([*observed, *judged]))
        left_open = [*unanswered(judged)]
        judged, told_besides = self._with_known(self._joined(judged, partial, waiving), partial)
        judged = [*map(refusing.observed, judged)]
        comparison = None
        if base:
            judged, comparison = beside(base, judged, config.gate_on, refusing.holds)
        problems += (*refusing.notices(), *told_besides, *(base.problems if base else ()))
        problems = [*map(waiving.problem, problems), *waiving.notices()]
        findings = tuple(finding for one in judged for finding in one.findings)
        verdicts = joined_verdicts(one.verdicts for one in judged)
        assessed = self._assessed(observed, problems)
        return Report(
            version=__version__,
            templates=templates,
            findings=findings,
            verdicts=verdicts,
            problems=tuple(problems),
            checks=count(verdicts, findings),
            gate=decide(
                looked_at(judged, comparison),
                problems,
                config.gate,
                left_open,
                gate_on=comparison.gate_on if comparison else (),
                exit_zero=config.exit_zero,
            ),
            language=config.language,
            source_prefix=self.around.prefix,
            source_root=self.around.root,
            frameworks=assessed,
            run=self.run_of(units),
            sarif_category=config.sarif_category,
            comparison=comparison,
            tools=tuple(counted(partial, findings)),
            for_frameworks=besides(observed, self.chosen.gated.cards),
        )

    def _gated(self, observed: Observed) -> Observed:
        chosen = self.chosen.gated
        return gated(observed, chosen.cards, tells_repeats=chosen.tells_repeats)

    def _assessed(
        self, observed: list[Observed], problems: list[Problem]
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
        self, judged: list[Observed], partial: PartialReport, waiving: Waiving
    ) -> list[Observed]:
        """What was observed, joined with what other tools say."""
        heard = heard_in(partial)
        if not heard:
            return judged
        from synthgate.judge.joining import Equivalents, join  # noqa: PLC0415 - see above

        rules = (card.rule for card in self.chosen.every.values())
        joined = join(judged, heard, Equivalents(rules), self.chosen.wanted)
        return [
            replace(one, findings=tuple(self._of_tools(it, waiving) for it in one.findings))
            for one in joined
        ]

    def _of_tools(self, finding: Finding, waiving: Waiving) -> Finding:
        """A finding that other tools have a part in: a stranger excuses nothing."""
        is_ours = finding.sources[0].tool == OURS
        if (
            is_ours
            and len(finding.sources) == 1
            and finding.disposition is not Disposition.SUPPRESSED
        ):
            return finding
        finding = in_force(finding, self.config.as_of)
        if self._counts(finding.disposition):
            return waiving.finding(finding.taken_back())
        return waiving.again(finding) if is_ours else waiving.finding(finding)

    def run_of(self, units: Sequence[UnitReport]) -> Run:
        """What a run was asked of some units."""
        asked = self.chosen.gated
        changed = (one for one, card in asked.cards.items() if card.settings or card.changed)
        wish = self.config.profile
        profile = self._profile(wish) if wish.is_file else wish.name
        dated = any(is_dated(unit.suppressions) for unit in units)
        depends_on_day = dated or bool(self.chosen.frameworks.chosen or self.config.waivers)
        day = self.config.as_of.isoformat() if depends_on_day else None
        policies = tuple(PolicyUsed(one.name, one.digest) for one in self.config.policies)
        fetched = [
            FileUsed("evidence", one.sheet.source.name, one.digest)
            for one in self.evidence.files
            if one.digest
        ]
        origin = provenance(self.config, units, fetched)
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

    def _of_suppressions(self, partial: PartialReport, base: Base | None) -> Iterator[Problem]:
        """What is told of the suppressions in templates; of a stranger's, how many there are."""
        units = partial.units
        if self.config.untrusted:
            done = [one.observed for one in (base.done if base else ())]
            every = [*(one for unit in units for one in unit.observed), *done]
            yield from unheeded(every)
            return
        gated = frozenset(self.chosen.gated.cards)
        tools = {one.tool for heard in partial.every_heard for one in heard.runs}
        asked = Asked(gated, self.chosen.asked.names, self.config.as_of, frozenset(tools))
        yield from told((one for unit in units for one in unit.suppressions), asked)

    def _program(self, unit: UnitReport) -> ProgramFiles | None:
        """The program of an assembly, which is looked for beside it."""
        base = unit.base
        if base is None:
            return None
        from synthgate.sources.frames import ProgramFiles  # noqa: PLC0415 - see above

        return ProgramFiles(self.around, self.around.folder / base)

    def _hint(self, units: Iterable[UnitReport]) -> Iterator[Problem]:
        """How lines come into assemblies, told of the first that has none."""
        for unit in units:
            if unit.base is not None:
                from synthgate.sources.untraced import untraced  # noqa: PLC0415 - see above

                assembly = self.around.folder / unit.base
                findings = (it for one in unit.observed for it in one.findings)
                hint = untraced(findings, assembly, self.around.shown(assembly))
                if hint:
                    yield hint
                    return

    def _judged(
        self, observed: Observed, program: ProgramFiles | None, waiving: Waiving
    ) -> Observed:
        """What was seen, each finding with what became of it."""
        found = (self._finding(finding, program) for finding in observed.findings)
        return replace(observed, findings=tuple(tried(waiving.finding(one)) for one in found))

    def _waiving(self) -> Waiving:
        return Waiving(self.config.waivers, self.chosen.gated.names, self.config.as_of)

    def _finding(self, finding: Finding, program: ProgramFiles | None) -> Finding:
        """A finding with the line of the program, if that is here; a stranger excuses nothing."""
        if finding.source and program:
            finding = replace(finding, source=program.found(finding.source))
        finding = in_force(finding, self.config.as_of)
        return finding.taken_back() if self._counts(finding.disposition) else finding

    def _counts(self, disposition: Disposition) -> bool:
        """Whether what was set aside counts all the same."""
        if disposition is Disposition.CDK_MADE and self.config.cdk_made == "count":
            return True
        return self.config.untrusted and disposition is not Disposition.ACTIVE
