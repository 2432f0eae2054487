"""What becomes of findings, in one pass over them: whose word counts, and what accepts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import TYPE_CHECKING

from synthgate.config import Config
from synthgate.framework.rules import Chosen
from synthgate.judge.gated import gated
from synthgate.judge.inline import in_force
from synthgate.judge.refusing import Refusing
from synthgate.judge.trying import tried
from synthgate.judge.waivers import Waiving
from synthgate.model import OURS, Disposition, Finding, Observed, Problem, UnitReport
from synthgate.records import dataclass
from synthgate.sources.places import Places

if TYPE_CHECKING:
    from synthgate.sources.frames import ProgramFiles


@dataclass(frozen=True, slots=True)
class Judging:
    """One pass, with what is to be told at its end: of waivers, of policies, and of programs."""

    config: Config
    chosen: Chosen
    around: Places
    waiving: Waiving = field(init=False)
    refusing: Refusing = field(init=False)
    notices: list[Problem] = field(default_factory=list[Problem])

    def __post_init__(self) -> None:
        config, chosen = self.config, self.chosen
        waiving = Waiving(config.waivers, chosen.gated.names, config.as_of)
        refusing = Refusing(chosen.bound, config.unheeded, chosen.bound_tools)
        object.__setattr__(self, "waiving", waiving)
        object.__setattr__(self, "refusing", refusing)

    def unit(self, unit: UnitReport, done: Iterable[Observed] = ()) -> Iterator[Observed]:
        """What was observed of a unit, and then what a change has `done` to it."""
        program = self._program(unit)
        for one in unit.observed:
            yield self.refusing.observed(self.observed(one, program))
        for one in done:
            yield self.observed(one, program)
        self.notices.extend(program.notices() if program else ())

    def observed(self, observed: Observed, program: ProgramFiles | None = None) -> Observed:
        """What was seen, each finding with what became of it."""
        found = (self._finding(finding, program) for finding in observed.findings)
        return replace(observed, findings=tuple(tried(self.waiving.finding(one)) for one in found))

    def gated(self, observed: Observed) -> Observed:
        """What the gate goes by."""
        chosen = self.chosen.gated
        return gated(observed, chosen.cards, tells_repeats=chosen.tells_repeats)

    def of_tools(self, finding: Finding) -> Finding:
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
            return self.waiving.finding(finding.taken_back())
        return self.waiving.again(finding) if is_ours else self.waiving.finding(finding)

    def _program(self, unit: UnitReport) -> ProgramFiles | None:
        """The program of an assembly, which is looked for beside it."""
        base = unit.base
        if base is None:
            return None
        # What most runs have nothing of is imported where there is something.
        from synthgate.sources.frames import ProgramFiles  # noqa: PLC0415

        return ProgramFiles(self.around, self.around.folder / base)

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
