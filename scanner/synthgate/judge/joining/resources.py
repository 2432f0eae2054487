"""The resources that other tools speak of, found by what they say of where they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import field

from synthgate.model import PartialReport, Placed, Reported, Spot, Subject, UnitReport
from synthgate.records import dataclass

_DEFAULT = ("", "/Resource", "/Default")
"""How the path of a construct goes on to that of its resource (constructs, `defaultChild`)."""


@dataclass(frozen=True, slots=True)
class Resources:
    """Finds resources by logical id, construct path or line.

    One template may be that of several stacks: what is said of it is said of each of them.
    """

    named: dict[tuple[str, str], list[Placed]] = field(
        default_factory=dict[tuple[str, str], list[Placed]]
    )
    constructs: dict[str, list[Placed]] = field(default_factory=dict[str, list[Placed]])
    lines: dict[str, _Lines] = field(default_factory=dict[str, "_Lines"])

    @classmethod
    def of(cls, units: Iterable[UnitReport]) -> Resources:
        """The resources of some units."""
        found = cls()
        by_template: dict[str, list[Placed]] = {}
        for placed in (one for unit in units for one in unit.resources):
            about = placed.subject
            found.named.setdefault((about.template, about.logical_id), []).append(placed)
            by_template.setdefault(about.template, []).append(placed)
            if about.construct_path:
                found.constructs.setdefault(about.construct_path, []).append(placed)
        found.lines.update((path, _Lines.of(every)) for path, every in by_template.items())
        return found

    def owners(self, placed: Placed) -> Sequence[Subject]:
        """Of a policy, the resources of its stack that it is attached to."""
        about = placed.subject
        found = (self.named.get((about.template, name), ()) for name in placed.attached_to)
        every = (one.subject for some in found for one in some)
        return [one for one in every if (one.stack, one.stage) == (about.stack, about.stage)]

    def at(self, spot: Spot) -> Sequence[Placed]:
        """The resources that a tool means; none where it means something else."""
        if spot.logical_id and (spot.template, spot.logical_id) in self.named:
            return self.named[spot.template, spot.logical_id]
        for more in _DEFAULT if spot.construct else ():
            path = spot.construct.removeprefix("/") + more
            if path in self.constructs:
                return self.constructs[path]
        lines = self.lines.get(spot.template)
        return lines.at(spot.line) if lines and spot.line else ()


def heard_in(partial: PartialReport) -> list[tuple[Resources, Sequence[Reported]]]:
    """What tools said, each with the resources that it may speak of.

    The report in an assembly speaks of that one: construct paths are unique in an app only.
    """
    of_units: list[tuple[Resources, Sequence[Reported]]] = [
        (Resources.of([unit]), unit.heard.reported) for unit in partial.units if unit.heard.reported
    ]
    said = partial.heard.reported
    return [*of_units, (Resources.of(partial.units), said)] if said else of_units


@dataclass(frozen=True, slots=True)
class _Lines:
    """The resources of one template by the lines on which they begin."""

    starts: list[int]
    sorted: list[Placed]

    @classmethod
    def of(cls, resources: Iterable[Placed]) -> _Lines:
        every = sorted(resources, key=lambda one: one.first_line)
        return cls([one.first_line for one in every], every)

    def at(self, line: int) -> Sequence[Placed]:
        """The resource around a line; none where several begin on its first line.

        Where a transform has made several of what stands there, the first is what was written.
        """
        upto = bisect_right(self.starts, line)
        if not upto or self.sorted[upto - 1].last_line < line:
            return ()
        start = self.sorted[upto - 1].first_line
        around = [one for one in self.sorted[:upto] if one.first_line == start]
        if len({one.last_line for one in around}) > 1 or start == around[0].last_line:
            return () if len({one.subject.logical_id for one in around}) > 1 else around
        first = around[0].subject.logical_id
        return [one for one in around if one.subject.logical_id == first]
