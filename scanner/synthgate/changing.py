"""What the way from a base to a head does: both states matched, and the rules about it asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from synthgate.change.data.changes import changes_of
from synthgate.change.effects import effects_of
from synthgate.change.matching import matched, stack_pairs
from synthgate.change.sides import Matched, Member
from synthgate.clock import within
from synthgate.evaluate import Effect, Stack, evaluate_effects, let_go
from synthgate.guard import Guard, crash
from synthgate.judge.beside import Done
from synthgate.judge.inline import Ledger
from synthgate.model import GATED, Change, Message, Observed, Problem
from synthgate.plan import Plan
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.scanning import surroundings
from synthgate.secrets.found import mask_of
from synthgate.states import State, placed

SECONDS = 300.0
"""How long the comparison of two states may take: the last guard, see `clock`."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What rules say of a change, what becomes of each resource, and what went wrong.

    `changes` is None where the two states could not be compared. Whether it `is_judged` says if
    there are rules about all that the gate may look at.
    """

    done: tuple[Done, ...] = ()
    changes: tuple[Change, ...] | None = None
    problems: tuple[Problem, ...] = ()
    is_judged: bool = False


def changed(plan: Plan, base: State, head: State, name: str) -> Changed:
    """Hold two states beside each other. They are let go of: nothing can be asked of them after.

    Nothing is told of what has no counterpart where that may be among what could not be read.
    """
    problems: list[Problem] = [*_of_another_schema(base, head, name)]
    done: list[Done] = []
    changes: tuple[Change, ...] | None = None
    with Guard(problems, crash(name), last=True), within(SECONDS):
        base = placed(plan, base, head)
        both = matched(*_comparable(base, head))
        if not _is_of_one_app(both, base, head):
            problems.append(Problem(ProblemCode.BASE_STRANGE, _STRANGE.format(base=name)))
        elif both.stacks:
            done = [*_done(plan, effects_of(both), head, problems)]
            changes = tuple(_masked(one, (base, head)) for one in changes_of(both))
    problems += [problem for state in (base, head) for problem in _failed_over(state)]
    for state in (base, head):
        let_go(state.stacks)
    is_judged = plan.index.effects.issuperset(frozenset[str]().union(*GATED.values()))
    return Changed(tuple(done), changes, tuple(dict.fromkeys(problems)), is_judged)


def _comparable(base: State, head: State) -> tuple[list[Stack], list[Stack]]:
    """The stacks of both, without those whose counterpart may only not have been read."""
    if base.is_whole and head.is_whole:
        return base.stacks, head.stacks
    pairs = stack_pairs(base.stacks, head.stacks)
    lonely = {
        id(one.before or one.after)
        for one in pairs
        if (one.after is None and not head.is_whole) or (one.before is None and not base.is_whole)
    }
    before, after = (
        [stack for stack in state.stacks if id(stack) not in lonely] for state in (base, head)
    )
    return before, after


def _of_another_schema(base: State, head: State, name: str) -> Iterator[Problem]:
    """A notice of a base that another version of the CDK wrote, as far as manifests tell."""
    there, here = base.schemas, head.schemas
    if there and here and there != here:
        text = _OTHER_SCHEMA.format(base=name, there=_listed(there), here=_listed(here))
        yield Problem(ProblemCode.BASE_OTHER_CDK, text)


def _listed(schemas: set[int]) -> str:
    return ", ".join(map(str, sorted(schemas)))


def _done(
    plan: Plan, effects: Iterable[Effect], head: State, problems: list[Problem]
) -> Iterator[Done]:
    orders = {id(stack): unit.order for unit in head.units for stack in unit.stacks}
    ledger = Ledger(plan.meanings)
    for stack, results in evaluate_effects(effects, plan.index):
        environment = stack.resolver.placement.environment
        found = results.findings
        with Guard(problems, crash(stack.template.path)):
            found = ledger.excused(found, results.verdicts, surroundings(stack))
        observed = Observed(environment, results.verdicts, found, results.untold)
        problems.extend(results.problems)
        yield Done(observed, orders.get(id(stack)))


def _masked(change: Change, states: Iterable[State]) -> Change:
    """A change without the secrets of either app in what is told of it."""
    told = change.told
    for stack in (stack for state in states for stack in state.stacks[:1]):
        told = told and mask_of(stack.resolver).said(told)
    return change if told is change.told else replace(change, told=told)


def _failed_over(state: State) -> Iterator[Problem]:
    """What synthgate itself failed over while values were looked up."""
    for stack in state.stacks:
        yield from stack.resolver.problems


def _is_of_one_app(both: Matched, base: State, head: State) -> bool:
    """Whether anything of the base is in the head, where both have something.

    Where no stack is what it was, each of them may have got another name, or another place: then
    most of the resources are found again. Of a small app each resource may have got another name.
    """
    if not (_has_some(base) and _has_some(head)):
        return True
    found = sum(bool(one.before and one.after and _is_own(one.after)) for one in both.resources)
    number = sum(len(stack.template.resources) for stack in base.stacks)
    if not any(one.before and one.after for one in both.stacks):
        return found >= number * _MOST
    return bool(found) or number < _SMALL


def _has_some(state: State) -> bool:
    return any(stack.template.resources for stack in state.stacks)


def _is_own(member: Member) -> bool:
    """Whether a resource is of this app: every app of the CDK has its metadata."""
    return member.type != "AWS::CDK::Metadata"


_OTHER_SCHEMA = Message(
    "another version of the CDK wrote the base {base} (manifest schema {there}, here {here}): some "
    "of what changes may come from the upgrade"
)
_SMALL = 10
"""Resources of an app of which nothing need be left that has its name."""
_MOST = 0.5
"""The part of the base that is in a head in which each stack has another name."""
_STRANGE = Message(
    "the base {base} has no resource in common with what is scanned, so that nothing can be told "
    "of a change: name a base of the same app"
)
