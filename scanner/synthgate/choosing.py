"""The rules of a run: read, chosen and set as the profile and the configuration say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import synthgate_rules
from synthgate.config import Config
from synthgate.config.policy import Holding
from synthgate.config.strangers import unknown_environments
from synthgate.config.weaker import nothing_left, notices
from synthgate.framework.library import frameworks_for
from synthgate.framework.mapped import book_of
from synthgate.framework.rules import Chosen, with_frameworks
from synthgate.judge.gate_policy import strangers as gate_strangers
from synthgate.judge.joining import wanted_of
from synthgate.judge.waivers import strangers
from synthgate.packs import find_packs
from synthgate.resolve.environments import environment_named
from synthgate.rule.cards.cache import Cache
from synthgate.rule.cards.catalog import NOBODYS, Catalog, Own, load_catalog
from synthgate.rule.cards.layers import Layer
from synthgate.rule.cards.profile import Wish, profiles_in
from synthgate.rule.cards.python_check import Code
from synthgate.rule.cards.selection import choose
from synthgate.rule.cards.sheet import refuse
from synthgate.version import __version__


def built_in_and_own(own: Own = NOBODYS, cache: Cache | None = None) -> Catalog:
    """Every rule: those that ship with synthgate, those of packs, and those of some folders."""
    packs, problems = find_packs()
    catalog = load_catalog(synthgate_rules.CARDS, own, packs, cache)
    return replace(catalog, problems=(*problems, *catalog.problems))


def catalog_for(config: Config, code: Code | None = None) -> Catalog:
    """The rules that a configuration chooses, as its profile and it set them.

    Raises:
        UsageError: the configuration or the profile has mistakes; it tells all of them.
    """
    return chosen_rules(config, code).gated


def chosen_rules(config: Config, code: Code | None = None) -> Chosen:
    """The rules of a run, and the frameworks that ask for more of them.

    `code` is what becomes of the Python beside the organisation's cards, where that is not the
    configuration's affair.

    Raises:
        UsageError: the configuration, the profile or a framework has mistakes; it tells all.
    """
    packs, broken = find_packs()
    catalog = load_catalog(synthgate_rules.CARDS, own_of(config, code), packs, cache_of(config))
    profiles = profiles_in(synthgate_rules.PROFILES, packs, config.shown)
    layers, mistakes = profiles.layers(config.profile)
    holding = Holding.of(config.policies, catalog, environment_named)
    asked, wrong = choose(catalog, layers, config.layers, environment_named)
    chosen = holding.over(asked)

    def again(profile: Wish, others: Sequence[Layer]) -> Catalog:
        return choose(catalog, profiles.layers(profile)[0], others, environment_named)[0]

    frameworks = frameworks_for(config, book_of(catalog.names, catalog.outlines))
    controls = {control for rule in catalog.outlines for control in rule.controls}
    unknown = [
        *strangers(config.waivers, catalog.names, controls),
        *gate_strangers(config.gate, catalog.names),
    ]
    strange = unknown_environments(config, catalog.cards, (*layers, *config.layers))
    wrong = [*wrong, *holding.problems]
    refuse((*config.mistakes, *mistakes, *wrong, *unknown, *frameworks.problems, *strange))
    told = [] if chosen.cards else [nothing_left(config)]
    told += [*notices(config, chosen, again), *config.refused, *holding.notices(asked, config)]
    rest = (*chosen.problems, *frameworks.notices, *told)
    gated = replace(chosen, problems=(*broken, *profiles.problems, *rest))

    def with_more(more: Layer) -> Catalog:
        wider, _ = choose(catalog, layers, [*config.layers, more], environment_named)
        return holding.over(wider)

    wanted = wanted_of((*layers, *config.layers), holding.tools)
    gated = replace(gated, excluded=(*gated.excluded, *wanted.excluded))
    of_run = with_frameworks(gated, frameworks, with_more)
    return replace(
        of_run, bound=holding.bound, bound_tools=holding.tools, every=catalog.cards, wanted=wanted
    )


def own_of(config: Config, code: Code | None = None) -> Own:
    """The organisation's cards: of folders that the user names, or the repository's file."""
    folders = tuple(config.folder / path for path in config.rules)
    code = code or (Code.RUN if config.runs_code else Code.REFUSE)
    within = config.file.within if config.file and "rules" in config.of_file else None
    return Own(folders, config.shown, code, within)


def cache_of(config: Config) -> Cache | None:
    """The cache of rule cards; None where there is to be none, or no key to sign it with."""
    key = config.cache_key.key() if config.cache else None
    return Cache(config.cache, __version__, key) if config.cache and key else None
