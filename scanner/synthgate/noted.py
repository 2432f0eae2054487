"""What a report tells of units besides what rules say of them, noted while they are gone through.

Of a hundred thousand units no more is in memory than what a report shows of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from synthgate.judge.inline import Telling
from synthgate.kept.template_rows import TemplateRows
from synthgate.model import AssemblyRead, Problem, UnitReport
from synthgate.provenance import assembly_read
from synthgate.records import dataclass
from synthgate.sources.parameter_file import GivenParameters
from synthgate.sources.places import Places


@dataclass(slots=True)
class Noted:
    """What was noted.

    `hint` is how lines come into the first that has none.
    """

    around: Places
    given: GivenParameters
    suppressions: Telling
    templates: TemplateRows = field(default_factory=TemplateRows)
    problems: list[Problem] = field(default_factory=list[Problem])
    assemblies: list[AssemblyRead] = field(default_factory=list[AssemblyRead])
    hint: Problem | None = None
    _declared: set[str] = field(default_factory=set[str])
    _stacks: set[str] = field(default_factory=set[str])

    def unit(self, unit: UnitReport) -> None:
        """Note what there is to tell of a unit."""
        self.templates.add(unit.templates)
        self.problems += unit.problems
        for one in unit.suppressions:
            self.suppressions.add(one)
        if self.given.by_stack:
            self._declared.update(unit.declared)
            self._stacks.update(it for row in unit.templates for it in (row.path, row.stack) if it)
        if unit.base is not None:
            self.assemblies.append(assembly_read(unit, unit.base))
            self.hint = self.hint or self._untraced(unit, unit.base)

    @property
    def unused(self) -> Iterable[Problem]:
        """A notice of each name that parameters are given for, and that no unit has."""
        return self.given.unused(self._declared, self._stacks)

    def _untraced(self, unit: UnitReport, base: str) -> Problem | None:
        from synthgate.sources.untraced import untraced  # noqa: PLC0415 - only of assemblies

        assembly = self.around.folder / base
        findings = (it for one in unit.observed for it in one.findings)
        return untraced(findings, assembly, self.around.shown(assembly))
