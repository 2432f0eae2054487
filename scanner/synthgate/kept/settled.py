"""What is kept between runs, as the configuration says."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.config import Config
from synthgate.config.users import units_folder
from synthgate.kept.codec import FORMAT
from synthgate.kept.keep import Keep
from synthgate.kept.store import MEBIBYTE, Bounds, Store
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.signed import Seal


def store_for(config: Config) -> Store | None:
    """Where results are kept; None where nothing is to be, or nothing could be signed."""
    if config.cache is None or (key := config.cache_key.key()) is None:
        return None
    bounds = Bounds(config.cache_size * MEBIBYTE)
    return Store(units_folder(config.cache), Seal(key, f"unit {FORMAT}"), bounds)


def keep_for(config: Config) -> Keep | None:
    """A scan that keeps its answers; None where nothing is kept."""
    store = store_for(config)
    return store and Keep(store, config.today.isoformat())


def told_of(keep: Keep | None) -> Iterator[Problem]:
    """What was wrong with what was kept: it was scanned anew."""
    if keep and keep.store.wanting.foreign:
        yield Problem(ProblemCode.CACHE_IGNORED, _FOREIGN)
    if keep and keep.store.wanting.damaged:
        yield Problem(ProblemCode.CACHE_IGNORED, _DAMAGED)


_FOREIGN = Message(
    "the cache of results holds what another key has signed: that was scanned anew (a CI job that "
    "restores a cache needs the secret SYNTHGATE_CACHE_KEY of the one that stored it)"
)
_DAMAGED = Message(
    "the cache of results holds what is damaged: that was scanned anew; should it be told again, "
    "look after the disk, or whoever else writes there"
)
