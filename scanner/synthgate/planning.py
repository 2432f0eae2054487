"""From the configuration to a plan."""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.config import Config
from synthgate.plan import Plan
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.sheet import refuse
from synthgate.sources.parameter_file import GivenParameters, read_parameters
from synthgate.sources.places import Places, places


def surroundings_of(config: Config) -> tuple[Places, GivenParameters]:
    """Where things lie, and the parameters that are given.

    Raises:
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    refuse(config.mistakes)
    around = places(config.folder, config.source_root)
    if config.parameters is None:
        return around, GivenParameters()
    path = config.folder / config.parameters
    of_user = "parameters" not in config.of_file
    return around, read_parameters(path, around.shown(path), or_pipe=of_user)


def plan_of(
    config: Config, around: Places, given: GivenParameters, cards: Mapping[str, Card]
) -> Plan:
    """What is asked of every unit, as the configuration has it."""
    return Plan(
        cards,
        given,
        config.all_scenarios,
        config.environment,
        config.environments,
        config.folder,
        config.patterns_from,
        around.shown(around.source_root),
        config.left_out,
        hears=config.tools.is_any,
        reads_reports=config.tools.reports,
    )
