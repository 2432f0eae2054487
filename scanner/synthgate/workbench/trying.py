"""``synthgate rules try CARD TEMPLATE``: one card on one template, while it is being written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from synthgate.config import Config
from synthgate.guard import Guard, crash
from synthgate.model import Message, Problem, Text
from synthgate.pipeline import each_app, run_cards
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.python_check import Code
from synthgate.rule.cards.shared import shared_around
from synthgate.trace import of_all, whole
from synthgate.workbench.console import Console
from synthgate.workbench.paths import cards_of
from synthgate.workbench.reading import opened

MISTAKEN, INCOMPLETE = 2, 3
_TEMPLATES = (".json", ".yaml", ".yml", ".template")
_PASSED_OVER = ("asset.", ".", "node_modules")
"""Folders in which there are many files, and no template."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: the rules of a file, on what a path leads to."""

    config: Config
    card: Path
    template: str
    explains: bool = False

    def run(self, console: Console) -> int:
        """Tell the mistakes of the card and what its rules find, and give the exit code.

        0: they find nothing; 1: they do; 2: the card has mistakes, or would have to run Python
        that nobody has allowed; 3: not everything could be read. What is right of a family is
        tried whatever is wrong with the rest.

        Raises:
            UsageError: there is no such card, or the configuration has mistakes.
        """
        rules = opened(cards_of([self.card], allow_code=self.config.allow_code), Code.REFUSE)
        problems = [problem for rule in rules for problem in rule.problems]
        cards = {card.outline.id: card for rule in rules if (card := rule.reading.card)}
        console.tell(problems)
        code = self._tried(cards, console) if cards else MISTAKEN
        return MISTAKEN if problems else code

    def _tried(self, cards: Mapping[str, Card], console: Console) -> int:
        config = replace(self.config, paths=(self.template,))
        failed: list[Problem] = []
        if self.explains:
            for line in _accounts(cards, config, failed):
                console.line(line)
        report = run_cards(config, cards)
        console.report(replace(report, problems=(*report.problems, *failed)))
        if not report.verdicts and not report.problems:
            console.say(_unasked(cards))
        return max(report.gate.exit_code, INCOMPLETE if failed else 0)

    def files(self) -> Iterator[Path]:
        """The files that what is told depends on."""
        for card in (self.card, *self.card.rglob("*.yaml"), *self.card.rglob("*.yml")):
            yield from (card, card.with_suffix(".py"))
        yield from shared_around(self.card.parent)
        given = self.config.parameters
        yield from [] if given is None else [self.config.folder / given]
        yield Path(self.template)
        for folder, inner, names in os.walk(self.template):
            inner[:] = [name for name in inner if not name.startswith(_PASSED_OVER)]
            yield from (Path(folder, name) for name in names if name.endswith(_TEMPLATES))


def _accounts(cards: Mapping[str, Card], config: Config, failed: list[Problem]) -> Iterator[str]:
    """Each step of each verdict, rule by rule."""
    for stacks, _ in each_app(config):  # what went wrong in reading them, the report tells
        for card in cards.values():
            accounts: list[str] = []
            with Guard(failed, crash(None)):
                for lines in of_all(card, stacks, config.language, untrusted=config.untrusted):
                    accounts += [*whole(lines, failed), ""]
            yield from accounts


def _unasked(cards: Mapping[str, Card]) -> Text:
    kinds = dict.fromkeys(kind for card in cards.values() for kind in card.rule.resources)
    return _UNASKED.format(types=", ".join(kinds))


_UNASKED = Message("Nothing was asked: there is nothing of {types} here, or 'when' spares it all")
