"""What was scanned, read once more as a state: its stacks, to be held beside those of another."""

from __future__ import annotations

from collections.abc import Iterable

from synthgate.evaluate import Stack
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.scanning import linked_unit
from synthgate.sources.discover import Source


@dataclass(frozen=True, slots=True)
class UnitState:
    """The stacks of a unit; `order` is its place among all that was scanned, `base` its folder.

    `is_whole` says whether each template could be read.
    """

    order: tuple[int, ...]
    base: str | None
    stacks: tuple[Stack, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """All of it."""

    units: tuple[UnitState, ...] = ()

    @property
    def stacks(self) -> list[Stack]:
        """The stacks of all units."""
        return [stack for unit in self.units for stack in unit.stacks]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing that could not be read."""
        return all(unit.is_whole for unit in self.units)


def state_of(plan: Plan, sources: Iterable[Source]) -> State:
    """Read what was scanned. What is wrong with it was told by the scan."""
    return State(tuple(_unit_state(plan, source) for source in sources))


def _unit_state(plan: Plan, source: Source) -> UnitState:
    unit, linked = linked_unit(plan, source)
    asked = [it for it in unit.templates if not plan.left_out.fits(plan.folder / it.path)]
    stacks = tuple(linked.stacks[it.id] for it in asked if it.id in linked.stacks)
    serious = any(it.kind != "notice" for it in (*unit.problems, *linked.problems))
    return UnitState(source.order, source.base, stacks, len(stacks) == len(asked) and not serious)
