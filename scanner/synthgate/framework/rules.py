"""The rules of a run: those that the gate goes by, and those that frameworks ask for besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from synthgate.config.policy import BoundRule
from synthgate.framework.library import Frameworks
from synthgate.judge.joining import Wanted
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.catalog import Catalog
from synthgate.rule.cards.layers import Layer


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rules that the gate goes by, those that are asked, and those that a policy binds."""

    gated: Catalog
    asked: Catalog
    frameworks: Frameworks
    bound: Mapping[str, BoundRule] = field(default_factory=dict[str, BoundRule])
    bound_tools: Mapping[str, str] = field(default_factory=dict[str, str])
    """Patterns of ids of other tools that policies bind, each with its policy."""
    wanted: Wanted = field(default_factory=Wanted)
    every: Mapping[str, Card] = field(default_factory=dict[str, Card])
    """All rules, chosen or not, by what they are to other tools."""


def with_frameworks(
    gated: Catalog, frameworks: Frameworks, choose: Callable[[Layer], Catalog]
) -> Chosen:
    """What is asked: also what a profile leaves out, and even what is excluded.

    A control's state is of all its rules. `choose` chooses with one layer more.
    """
    wanted = frameworks.rules - gated.cards.keys()
    if not wanted:
        return Chosen(gated, gated, frameworks)
    besides = Layer(select={("rules", rule_id): rule_id for rule_id in sorted(wanted)})
    return Chosen(gated, choose(besides), frameworks)
