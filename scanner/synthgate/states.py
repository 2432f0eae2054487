"""What was scanned, read once more as a state: its stacks, to be held beside those of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from synthgate.change.matching import stack_pairs
from synthgate.evaluate import Stack, let_go
from synthgate.linking import link
from synthgate.model import Problem
from synthgate.plan import Plan
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.resolve.placement import NOWHERE, Placement
from synthgate.scanning import linked_unit
from synthgate.sources.discover import Source
from synthgate.sources.loaded import Unit


@dataclass(frozen=True, slots=True)
class UnitState:
    """The stacks of a unit; `order` is its place among all that was scanned, `base` its folder.

    `is_whole` says whether each template could be read. `schema` is that of its manifest, None
    without one. `alone` is the unit as it was read, of a template outside any assembly.
    """

    order: tuple[int, ...]
    base: str | None
    stacks: tuple[Stack, ...]
    is_whole: bool = True
    schema: int | None = None
    alone: Unit | None = None


@dataclass(frozen=True, slots=True)
class State:
    """All of it. It is not `is_found` where something could not even be looked for."""

    units: tuple[UnitState, ...] = ()
    is_found: bool = True

    @property
    def stacks(self) -> list[Stack]:
        """The stacks of all units."""
        return [stack for unit in self.units for stack in unit.stacks]

    @property
    def is_whole(self) -> bool:
        """Whether there is something, and nothing is missing that could not be read."""
        return self.is_found and bool(self.units) and all(unit.is_whole for unit in self.units)

    @property
    def schemas(self) -> set[int]:
        """The versions of the schemas of all manifests."""
        return {unit.schema for unit in self.units if unit.schema is not None}


def state_of(plan: Plan, sources: Iterable[Source], problems: Iterable[Problem] = ()) -> State:
    """Read what was scanned. What is wrong with it was told by the scan.

    `problems` are those of looking for it.
    """
    is_found = not any(map(_hides_stacks, problems))
    return State(tuple(_unit_state(plan, source) for source in sources), is_found)


def _unit_state(plan: Plan, source: Source) -> UnitState:
    unit, linked = linked_unit(plan, source)
    asked = [it for it in unit.templates if not plan.left_out.fits(plan.folder / it.path)]
    stacks = tuple(linked.stacks[it.id] for it in asked if it.id in linked.stacks)
    is_hidden = any(map(_hides_stacks, (*unit.problems, *linked.problems)))
    is_whole = len(stacks) == len(asked) and not is_hidden
    alone = None if source.kind == "assembly" else unit
    return UnitState(source.order, source.base, stacks, is_whole, unit.schema, alone)


def _hides_stacks(problem: Problem) -> bool:
    """Whether a stack may be missing for it. Made-up values in templates hide none."""
    return problem.kind != "notice" and problem.code is not ProblemCode.LOOKUP_UNRESOLVED


def placed(plan: Plan, base: State, head: State) -> State:
    """A base whose templates outside any assembly are where those of the head go.

    What was fetched from an account (``aws cloudformation get-template``) tells neither Region nor
    account nor tags: without these, each ARN that has them would seem to change.
    """
    if not any(unit.alone for unit in base.units):
        return base
    pairs = stack_pairs(base.stacks, head.stacks)
    places = {
        one.before.resolver.identity: one.after.resolver.placement
        for one in pairs
        if one.before and one.after and not one.after.is_nested
    }
    return replace(base, units=tuple(_placed(plan, unit, places) for unit in base.units))


def _placed(plan: Plan, state: UnitState, places: Mapping[str, Placement]) -> UnitState:
    if state.alone is None or len(state.stacks) != 1:
        return state
    (stack,) = state.stacks
    there, here = places.get(stack.resolver.identity, NOWHERE), stack.resolver.placement
    place = _filled(here, there)
    if place == here:
        return state
    templates = tuple(replace(one, placement=place) for one in state.alone.templates)
    unit = replace(state.alone, templates=templates)
    linked = link(unit, plan.given, past_defaults=plan.past_defaults)
    let_go(state.stacks)
    return replace(state, stacks=tuple(linked.stacks.values()), alone=unit)


def _filled(here: Placement, there: Placement) -> Placement:
    """A placement with what another one knows and it does not."""
    return replace(
        here,
        account=here.account or there.account,
        region=here.region or there.region,
        stack_name=here.stack_name or there.stack_name,
        environment=here.environment or there.environment,
        tags=here.tags or there.tags,
    )
