"""All that is settled before a scan and could change a verdict, and nothing else.

Who judges the findings, and how (the gate, evidence, which suppressions of strangers count), is
no part of it: see `judgement`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

import synthgate_rules
from synthgate.judge.inline import Meanings
from synthgate.model import Acknowledged
from synthgate.program import fingerprint
from synthgate.records import dataclass
from synthgate.resolve.environments import environment_named
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.index import Index
from synthgate.rule.cards.pack_words import catalogs_in
from synthgate.rule.cards.sheet import shown
from synthgate.sources.left_out import LeftOut
from synthgate.sources.parameter_file import GivenParameters
from synthgate.version import __version__


@dataclass(frozen=True)
class Plan:
    """What is asked of every unit. It can be pickled, and sent to where a unit is.

    `cards` are the rules by their ids, adjusted. `environments` gives what the stacks are for whose
    name, or whose template's path below `patterns_from`, fits a pattern; paths are relative to
    `folder`. Neither folder need exist where the plan is used.
    """

    cards: Mapping[str, Card]
    given: GivenParameters = field(default_factory=GivenParameters)
    past_defaults: bool = False
    environment: str | None = None
    environments: Mapping[str, str] = field(default_factory=dict[str, str])
    folder: Path = Path()
    patterns_from: Path = Path()
    source_root: str = "."
    """From the folder of the run; nested templates are read below it only."""
    left_out: LeftOut = field(default_factory=LeftOut)
    hears: bool = False
    """Whether other tools are asked, so that all resources are told that they may speak of."""
    reads_reports: bool = True
    """Whether the reports of other tools that lie in an assembly are heard."""
    acknowledged: tuple[Acknowledged, ...] = ()
    """What the app acknowledges above its stacks, which no file of an assembly records."""

    @cached_property
    def index(self) -> Index:
        """The rules by what they are about."""
        return Index(self.cards.values())

    @cached_property
    def meanings(self) -> Meanings:
        """The rules by what other scanners call them."""
        return Meanings(self.cards)

    @cached_property
    def digest(self) -> str:
        """A name for all of it (SHA-256, hexadecimal): what has the same one scans the same.

        Examples in cards, where things lie on this machine and the order of names are left out.
        """
        return hashlib.sha256(orjson.dumps([*self._parts()], repr, _SORTED)).hexdigest()

    def _parts(self) -> Iterator[Any]:
        yield [__version__, fingerprint()]
        beside = {
            folder: [*_beside(folder)] for folder in {it.path.parent for it in self.cards.values()}
        }
        yield {name: _of_card(card, beside[card.path.parent]) for name, card in self.cards.items()}
        yield {stack: {**values} for stack, values in self.given.by_stack.items()}
        environment = self.environment and environment_named(self.environment)
        yield [self.past_defaults, environment, self.source_root]
        # The first pattern that fits is the one that counts, so their order does too.
        patterns = [(name, environment_named(it)) for name, it in self.environments.items()]
        yield [patterns, shown(self.patterns_from, self.folder)] if patterns else []
        without = self.left_out
        yield [without.globs, shown(without.folder, self.folder)] if without.globs else []
        if self.hears or not self.reads_reports:
            yield ["hears", self.hears, self.reads_reports]
        if self.acknowledged:
            yield [[one.construct, one.id, one.reason] for one in self.acknowledged]

    def stated_environment(self, names: Collection[str], path: str) -> str | None:
        """What is said of a stack by its names, or by its template's path from the run's folder."""
        below = shown(self.folder / path, self.patterns_from) if self.environments else path
        for pattern, environment in self.environments.items():
            if any(fnmatchcase(name, pattern) for name in (*names, below)):
                return environment
        return None

    def __getstate__(self) -> dict[str, Any]:
        # Elsewhere the Python beside the cards need not be there to be named again.
        _ = self.digest
        return {name: value for name, value in self.__dict__.items() if name not in _MADE}


_MADE = ("index", "meanings")
"""What is made again wherever the plan is."""
_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


def _of_card(card: Card, beside: list[str]) -> list[Any]:
    """What a rule says of itself and asks, with the Python beside it.

    Its words are not taken apart for this: most runs ask few of the rules.
    """
    changed = card.changed and [card.changed.severity, {**card.changed.severity_in}]
    return [card.source.digest, {**card.settings}, changed, card.code.value, beside]


def _beside(folder: Path) -> Iterator[str]:
    """The Python that lies beside cards, and the catalogs of their pack.

    That of our own cards is in the fingerprint of the program.
    """
    is_ours = folder.is_relative_to(synthgate_rules.CARDS)
    for path in (*(() if is_ours else sorted(folder.glob("*.py"))), *catalogs_in(folder)):
        yield hashlib.sha256(path.read_bytes()).hexdigest()
