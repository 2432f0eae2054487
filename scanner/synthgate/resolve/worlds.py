"""Worlds: what the template leaves open, taken to be this or that.

A condition that stays open splits the world by what decides it: a parameter (or pseudo
parameter, or import) takes each value that conditions compare it with, and one more
that is none of them. So two conditions on one parameter never contradict each other.
What no comparison tells apart is split by the condition itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.shapes import may_be
from synthgate.resolve.values import Unknown, scalar_text
from synthgate.template.data import is_list, is_mapping

MAX_WORLDS = 64
"""How many worlds a verdict may take."""

_WORLD = 100
"""What a world costs besides its resources, which rules may look at."""
_ASSUMABLE = {Decider.PARAMETER, Decider.PSEUDO, Decider.IMPORT}


def worlds_of(base: Resolver, causes: Iterable[Cause]) -> list[Resolver]:
    """The worlds that deciding one of the causes makes; empty if none of them can be.

    A condition itself comes last: two that one parameter decides would contradict. The worlds
    of one cause are made once, for whoever splits by it; a template whose budget of worlds is
    spent is not split any more.
    """
    for cause in sorted(causes, key=lambda cause: cause.decider is Decider.CONDITION):
        worlds = _split(base, cause)
        if worlds:
            cost = len(worlds) * (_WORLD + len(base.template.resources))
            return worlds if base.budget.splits(cost) else []
    return []


def _split(base: Resolver, cause: Cause) -> list[Resolver]:
    key = "worlds", cause
    worlds: list[Resolver] = base.memo.get(key) or [
        base.assuming({cause: value}) for value in _values(base, cause)
    ]
    if worlds:  # what is not open yet may be asked for later
        base.memo[key] = worlds
    return worlds


def may_exist(world: Resolver, logical_id: str) -> bool:
    """Whether some deployment, within a world, has a resource.

    What its condition and the template's `Rules` leave open is split further, until one
    world has it or none can.
    """
    condition = world.template.resources[logical_id].get("Condition")
    key = ("may exist", condition if isinstance(condition, str) else None)
    if key not in world.memo:
        world.memo[key] = _may_exist(world, logical_id, MAX_WORLDS)
    return bool(world.memo[key])


def _may_exist(world: Resolver, logical_id: str, left: int) -> bool:
    there = conjunction((world.exists(logical_id), _deployable(world)))
    if not isinstance(there, Unknown):
        return there
    inner = worlds_of(world, there.causes)
    if not inner or left < len(inner):
        return True  # nothing more to tell the cases apart by
    return any(_may_exist(one, logical_id, left // len(inner)) for one in inner)


def _deployable(world: Resolver) -> Truth:
    """Whether no assertion of the template's `Rules` is broken.

    A stack with a broken assertion is not created (CloudFormation, "Rules section syntax").
    """
    if "deployable" not in world.memo:
        world.memo["deployable"] = _keeps_assertions(world)
    truth: Truth = world.memo["deployable"]
    return truth


def _keeps_assertions(world: Resolver) -> Truth:
    return conjunction(
        negation(conjunction((applies, negation(world.decide(assertion)))))
        for rule in world.template.section("Rules").values()
        if is_mapping(rule)
        for applies in [world.decide(rule.get("RuleCondition", True))]
        for assertion in _assertions(rule)
    )


def _assertions(rule: dict[str, Any]) -> Iterator[Any]:
    assertions = rule.get("Assertions")
    for assertion in assertions if is_list(assertions) else []:
        if is_mapping(assertion):
            yield assertion.get("Assert")


def _values(base: Resolver, cause: Cause) -> list[Any]:
    """What a cause may be, so far as the template tells the cases apart."""
    if cause.decider is Decider.CONDITION:
        is_open = cause not in base.assumed and isinstance(base.condition(cause.name), Unknown)
        return [True, False] if is_open else []
    value = base.assumed.get(cause, base.open.get(cause))
    if not isinstance(value, Unknown) or cause.decider not in _ASSUMABLE:
        return []
    if cause in base.assumed:  # the rest of some allowed values, one by one
        return [*value.choices]
    compared = _compared(base, value)
    if not value.choices:
        return [*compared, _other(value, (), compared)] if compared else []
    allowed = {scalar_text(choice) for choice in value.choices}
    compared = [literal for literal in compared if scalar_text(literal) in allowed]
    named = {scalar_text(literal) for literal in compared}
    rest = tuple(choice for choice in value.choices if scalar_text(choice) not in named)
    if not compared or len(rest) <= 1:
        return [*compared, *rest]
    return [*compared, _other(value, rest, compared)]


def _other(value: Unknown, rest: tuple[Any, ...], compared: list[Any]) -> Unknown:
    """The case that a value is none of those that it is compared with."""
    return replace(value, choices=rest, excluded=tuple(compared))


def _compared(base: Resolver, value: Unknown) -> list[Any]:
    """The literals that some condition, or assertion, compares a value with."""
    if "literals compared" not in base.memo:
        base.memo["literals compared"] = _literals(base)
    found: Mapping[tuple[Cause, ...], Mapping[str, Any]] = base.memo["literals compared"]
    literals = found.get(value.causes, {})
    return [literal for text, literal in literals.items() if may_be(value, text)]


def _literals(base: Resolver) -> dict[tuple[Cause, ...], dict[str, Any]]:
    """What each open value is compared with, by its causes."""
    found: dict[tuple[Cause, ...], dict[str, Any]] = {}
    for pair in base.shared.comparisons:
        left, right = (base.resolve(side) for side in pair)
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Unknown) and one.exact:
                for literal in other if is_list(other) else [other]:
                    if isinstance(literal, str | int | float | bool):
                        found.setdefault(one.causes, {}).setdefault(scalar_text(literal), literal)
    return found
