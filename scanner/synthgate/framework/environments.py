"""Which environment the stacks of a run are taken for, and what says so."""

from __future__ import annotations

from collections.abc import Iterable

from synthgate.config import Config
from synthgate.evaluate import Stack
from synthgate.model import Text
from synthgate.sources.environment import BY_CONFIGURATION, told_environment
from synthgate.sources.loaded import LoadedTemplate


def by_environment(stacks: Iterable[Stack]) -> dict[str | None, list[Stack]]:
    """The stacks of an app by what they are for: rules about apps are asked of each group."""
    found: dict[str | None, list[Stack]] = {}
    for stack in stacks:
        found.setdefault(stack.resolver.placement.environment, []).append(stack)
    return found


def told_by(loaded: LoadedTemplate, config: Config) -> Text | None:
    """What says which environment a stack is for; None where nothing does, or a stack around it."""
    placement = loaded.placement
    if placement.environment is None:
        return None
    names = (loaded.stage, (loaded.stack or "").partition("/")[0], placement.stack_name)
    told = told_environment(loaded.template, placement.tags, names, config.environment)
    if told[0] == placement.environment:
        return told[1]
    return BY_CONFIGURATION if config.environments else None
