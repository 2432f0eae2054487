"""Stored results of another repository, each path of theirs below the name that it has here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from synthgate.model import (
    Finding,
    Heard,
    Location,
    Message,
    Observed,
    PartialReport,
    Placed,
    Problem,
    Results,
    SourceLine,
    Subject,
    UnitReport,
)
from synthgate.model.verdicts import in_columns


def prefixed(results: Results, name: str) -> Results:
    """The results with all of their paths below `name`; without one, as they are.

    Fingerprints stay what the repository's own reports say. Lines of its program keep their place
    and are looked for nowhere: a file of that name here would be another repository's.
    """
    if not name:
        return results
    below = _Below(name)
    return replace(
        results,
        problems=tuple(map(below.problem, results.problems)),
        partial=PartialReport(
            tuple(map(below.unit, results.partial.units)), below.heard(results.partial.heard)
        ),
        scans=tuple(
            replace(one, name=name if len(results.scans) == 1 else below.path(one.name))
            for one in results.scans
        ),
    )


class _Below:
    """Puts paths below a name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.subject = cache(self._subject)  # verdicts share them, in memory too

    def path(self, path: str) -> str:
        return f"{self._name}/{path}"

    def unit(self, unit: UnitReport) -> UnitReport:
        return replace(
            unit,
            base=None if unit.base is None else self.path(unit.base),
            templates=tuple(replace(one, path=self.path(one.path)) for one in unit.templates),
            observed=tuple(map(self._observed, unit.observed)),
            problems=tuple(map(self.problem, unit.problems)),
            suppressions=tuple(replace(it, path=self.path(it.path)) for it in unit.suppressions),
            heard=self.heard(unit.heard),
            resources=tuple(map(self._placed, unit.resources)),
            manifests=tuple((self.path(path), digest) for path, digest in unit.manifests),
        )

    def problem(self, problem: Problem) -> Problem:
        """A problem that belongs to no file says by its words whose it is."""
        if problem.path is not None:
            return replace(problem, path=self.path(problem.path))
        return replace(problem, message=_OF.format(name=self._name, problem=problem.message))

    def heard(self, heard: Heard) -> Heard:
        """What other tools said; their reports are named as the repository names them."""
        spots = (
            replace(one, spot=replace(one.spot, template=self.path(one.spot.template)))
            if one.spot.template
            else one
            for one in heard.reported
        )
        runs = (
            replace(one, origin=self.path(one.origin)) if one.origin else one for one in heard.runs
        )
        return Heard(tuple(runs), tuple(spots))

    def _observed(self, observed: Observed) -> Observed:
        return replace(
            observed,
            verdicts=in_columns(
                replace(one, subject=self.subject(one.subject)) for one in observed.verdicts
            ),
            findings=tuple(map(self._finding, observed.findings)),
        )

    def _finding(self, finding: Finding) -> Finding:
        return replace(
            finding,
            subject=self.subject(finding.subject),
            location=self._location(finding.location),
            source=self._source(finding.source),
            related=tuple(
                replace(one, location=self._location(one.location)) for one in finding.related
            ),
        )

    def _placed(self, placed: Placed) -> Placed:
        return replace(
            placed,
            subject=self.subject(placed.subject),
            location=self._location(placed.location),
            source=self._source(placed.source),
        )

    def _subject(self, subject: Subject) -> Subject:
        return replace(subject, template=self.path(subject.template))

    def _location(self, location: Location) -> Location:
        return replace(location, path=self.path(location.path))

    def _source(self, source: SourceLine | None) -> SourceLine | None:
        return source and replace(source, path=self.path(source.path), recorded="")


_OF = Message("of {name}: {problem}")
