"""What somebody looks for among the rules: words, severity, service, family, ids of elsewhere."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from synthgate.judge.joining import spelt
from synthgate.model import Rule, Severity
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card

_FAMILIES = "families"
"""The folder of the built-in families."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The criteria, all of which have to fit; of several values of one, any.

    `equivalents` are ids of other tools, as ``checkov:CKV_AWS_18``, or patterns of them.
    """

    words: tuple[str, ...] = ()
    at_least: Severity | None = None
    equivalents: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    families: tuple[str, ...] = ()

    def fits(self, rule: Rule, family: str) -> bool:
        """Whether a rule of a family (empty for none) is looked for."""
        return (
            all(word.casefold() in _said(rule) for word in self.words)
            and (self.at_least is None or rule.severity.reaches(self.at_least))
            and _any(self.equivalents, _elsewhere(rule))
            and _any(self.controls, rule.controls)
            and _any(self.services, map(str.casefold, services_of(rule)))
            and _any(self.families, [family])
        )


def wanted_of(arguments: argparse.Namespace) -> Wanted:
    """What the options of ``rules list`` ask for."""
    worst = Severity(arguments.at_least) if arguments.at_least else None
    return Wanted(
        tuple(arguments.words),
        worst,
        tuple(map(as_cards_have_it, arguments.equivalent)),
        tuple(arguments.control),
        tuple(map(str.casefold, arguments.service)),
        tuple(arguments.family),
    )


def families_of(cards: Mapping[str, Card]) -> dict[str, str]:
    """The family of each rule: the name of its file, where that makes several rules."""
    often = Counter(card.path for card in cards.values())
    return {
        rule_id: card.path.stem if often[card.path] > 1 or _is_family(card.path) else ""
        for rule_id, card in cards.items()
    }


def services_of(rule: Rule) -> Iterator[str]:
    """The services whose resources a rule is about: ``AWS::S3::Bucket`` is S3's."""
    parted = (kind.split("::") for kind in rule.resources)
    yield from dict.fromkeys(parts[1] for parts in parted if len(parts) > 2)


def _is_family(path: Path) -> bool:
    return path.parent.name == _FAMILIES


def _any(patterns: tuple[str, ...], facts: Iterable[str]) -> bool:
    """Whether nothing is asked, or some fact fits some pattern."""
    return not patterns or any(fnmatchcase(fact, one) for fact in facts for one in patterns)


def _said(rule: Rule) -> str:
    """All that a rule may be looked for by, in one text."""
    titles = (rule.title["en"], rule.title["ko"])
    return "\n".join((rule.id, *titles, *rule.resources)).casefold()


def _elsewhere(rule: Rule) -> Iterator[str]:
    """The ids of other tools that are the same, parts, narrower or wider, as cards have them."""
    for tool, ids in rule.equivalents.items():
        yield from (f"{tool}:{id_}" for id_ in ids)
    for tool, by_nearness in rule.near.items():
        yield from (f"{tool}:{id_}" for ids in by_nearness.values() for id_ in ids)


def as_cards_have_it(written: str) -> str:
    """An id as its tool writes it (``cdk-nag:AwsSolutions-S1``), by the name that cards give it."""
    tool, colon, rule_id = written.partition(":")
    return f"{tool}:{spelt(tool, rule_id)}" if colon else f"*:{written}"
