"""What there is to mend: a scan, of which the findings that count and are wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.fixing.observing import Place, places_in
from synthgate.merging import merge
from synthgate.model import Finding, Message, PartialReport, Problem, Report, Severity, Status
from synthgate.pipeline import Prepared, prepare
from synthgate.records import dataclass
from synthgate.rule.terms.mistakes import meant
from synthgate.running import refuse_addresses
from synthgate.scanning import scan_unit
from synthgate.sources.discover import Discovery
from synthgate.sources.source import Source


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are meant: of some rules (any, if none is named), and no milder than this."""

    rules: tuple[str, ...] = ()
    severity: Severity = Severity.INFO


@dataclass(frozen=True, slots=True)
class Looked:
    """What was scanned, unit by unit, and what is said of it."""

    prepared: Prepared
    seen: tuple[tuple[Source, PartialReport], ...]
    report: Report

    @property
    def sources(self) -> tuple[Source, ...]:
        """The units."""
        return tuple(source for source, _ in self.seen)

    @property
    def places(self) -> Counter[Place]:
        """Where something is wrong."""
        return places_in(
            merge(it for _, it in self.seen), self.prepared.judgement.chosen.gated.cards
        )

    def findings(self, wanted: Wanted) -> list[Finding]:
        """The failures that count, worst first.

        Raises:
            UsageError: a rule is named that is not asked here.
        """
        cards = self.prepared.judgement.chosen.gated.cards
        for rule in wanted.rules:
            if rule not in cards:
                raise UsageError(_NO_RULE.format(rule=rule, meant=meant(rule, cards)))
        every = [
            one
            for one in self.report.failures
            if one.status is Status.FAIL
            and one.is_active
            and one.rule.id in cards
            and one.severity.rank <= wanted.severity.rank
            and (not wanted.rules or one.rule.id in wanted.rules)
        ]
        return sorted(every, key=lambda it: (it.severity.rank, it.location.path, it.location.start))

    def of(self, source: Source, findings: Sequence[Finding]) -> list[Finding]:
        """Those of some findings that are in a unit."""
        partial = next(it for one, it in self.seen if one is source)
        paths = {row.path for unit in partial.units for row in unit.templates}
        return [one for one in findings if one.subject.template in paths]

    @property
    def problems(self) -> Sequence[Problem]:
        """What keeps all of it from being mended."""
        return self.report.serious_problems


def looked(config: Config, stdin: BinaryIO | None = None) -> Looked:
    """Scan what the configuration names.

    Raises:
        UsageError: it has mistakes, or names what cannot be mended.
    """
    refuse_addresses(config)
    prepared = prepare(replace(config, format=()))
    discovery = Discovery(prepared.judgement.around, stdin, config.left_out)
    sources = [*discovery.sources(config.paths)]
    seen = tuple((source, scan_unit(prepared.plan, source)) for source in sources)
    told = (*prepared.told, *discovery.problems)
    report = prepared.judgement.report(told, merge(partial for _, partial in seen))
    return Looked(prepared, seen, report)


_NO_RULE = Message("--rule {rule}: no rule that is asked here{meant}")
