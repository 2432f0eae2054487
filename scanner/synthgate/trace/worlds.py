"""The worlds that a verdict was sought in: what each takes for granted, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from synthgate.model import Message, Status
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import Unknown
from synthgate.resolve.worlds import may_exist, worlds_of
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.outcome import Outcome
from synthgate.trace.places import path_of
from synthgate.trace.record import Trial
from synthgate.trace.scene import Scene

MOST_PATHS = 5
"""How many of the properties that fail in a world are named."""


def worlds(trials: Sequence[Trial], scene: Scene) -> Lines:
    """The worlds that followed from the first trial; none where that was decided."""
    lines = [*_below(trials[0], trials, scene)]
    if lines:
        yield f"{scene.say(_WORLDS)}:"
        yield from indented(lines)


def _below(trial: Trial, trials: Sequence[Trial], scene: Scene) -> Lines:
    """The worlds that a doubt was split into, each with those that its own was split into."""
    outcome = trial.outcome
    if outcome is None or outcome.status is not Status.UNKNOWN:
        return
    causes = dict.fromkeys(cause for place in outcome.places for cause in place.causes)
    left_out = 0
    for world in worlds_of(trial.view.resolver, causes):
        tried = _in(world, trials)
        if tried:
            yield f"{_assumption(world, scene)} {_outcome(tried.outcome, scene)}"
            yield from indented(_below(tried, trials, scene))
        elif _is_impossible(world, trial.view):
            yield f"{_assumption(world, scene)}: {scene.say(_NOT_THERE)}"
        else:
            left_out += 1
    if left_out:
        yield scene.say(_LEFT_OUT, number=left_out)


def _in(world: Resolver, trials: Sequence[Trial]) -> Trial | None:
    """The trial in a world, if there was one."""
    return next((one for one in trials if one.view.resolver.assumed == world.assumed), None)


def _is_impossible(world: Resolver, view: View) -> bool:
    return not view.is_whole and not may_exist(world, view.resource.logical_id)


def _assumption(world: Resolver, scene: Scene) -> str:
    """What a world decides besides what the one around it does."""
    cause, value = [*world.assumed.items()][-1]
    return _assumed(cause, value, scene)


def _assumed(cause: Cause, value: Any, scene: Scene) -> str:
    if not isinstance(value, Unknown):
        shown = scene.value(value)
        return f"{cause.name} = {shown}"
    listed = ", ".join(scene.value(one) for one in value.excluded)
    return scene.say(_NONE_OF, name=cause.name, values=listed)


def _outcome(outcome: Outcome | None, scene: Scene) -> str:
    """The verdict in a world, and on which properties it rests."""
    told = scene.outcome(outcome)
    if outcome and outcome.status is Status.FAIL:
        paths = ", ".join(islice(_paths(outcome), MOST_PATHS))
        return f"{told} ({paths})" if paths else told
    impossible = outcome and any(
        cause.decider is Decider.IMPOSSIBLE for place in outcome.places for cause in place.causes
    )
    return f"{told}: {scene.say(_SKIPPED)}" if impossible else told


def _paths(outcome: Outcome) -> Iterable[str]:
    return dict.fromkeys(path_of(place.route) for place in outcome.places if place.route)


_WORLDS = Message("worlds")
_NONE_OF = Message("{name} is none of {values}")
_NOT_THERE = Message("the resource is not there")
_LEFT_OUT = Message("not tried, as they cannot close what is open: {number}")
_SKIPPED = Message("it does not count")
