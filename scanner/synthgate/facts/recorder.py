"""The facts of one run, as whoever scans it has them: where it began, what it has, its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from synthgate.facts.kept import Kept
from synthgate.facts.parts import Member, Told, write_part
from synthgate.facts.runs import Ledger, finish
from synthgate.judge.names import writable
from synthgate.kept.known import PlannedRules
from synthgate.model import Results, UnitReport
from synthgate.plan import Plan
from synthgate.records import dataclass


@dataclass(slots=True)
class Recorder:
    """Records one run of some `inputs` into a folder of facts."""

    ledger: Ledger
    inputs: Sequence[str]
    _plan: Plan | None = None
    _kept: Kept | None = None
    _members: list[Member] = field(default_factory=list[Member])

    def begin(self, plan: Plan) -> Kept:
        """The run, and what is known before it.

        Raises:
            FactsError: the folder cannot be read, or holds facts of another version.
        """
        self._plan, self._kept = plan, self.ledger.begun(plan, self.inputs)
        return self._kept

    def took(self, members: Iterable[Member]) -> None:
        """These units are in the facts."""
        self._members.extend(members)

    def tell(self, unit: str, report: UnitReport) -> None:
        """Write what is said of a unit that nobody could scan.

        Raises:
            FactsError: that cannot be written.
        """
        if self._plan and self._kept:
            told = [Told(writable(unit), "", report)]
            rules = PlannedRules(self._plan)
            self.took(write_part(self._kept.run, self._plan.digest, told, rules))

    @property
    def address(self) -> str:
        """The address by which a report can be made of the run, once it has begun."""
        name = self.ledger.name or self.ledger.address
        return replace(self._kept.run, address=name).folder("units") if self._kept else name

    def finish(self, results: Results) -> None:
        """Write that the run is over.

        Raises:
            FactsError: that cannot be written.
        """
        if self._plan is None or self._kept is None:
            raise ValueError(self.inputs)
        rules = [card.rule for card in self._plan.cards.values()]
        finish(self._kept, results, rules, self._members)
