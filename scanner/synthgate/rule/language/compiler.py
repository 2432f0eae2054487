"""Conditions: the `when` and `check` of a card, compiled to functions of a resource.

A condition is a mapping. What it asks is told by its word (`vocabulary`); what may be written is
held against it by `grammar`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

from synthgate.model import Text
from synthgate.records import dataclass
from synthgate.rule.language.grammar import Grammar
from synthgate.rule.language.vocabulary import kind_of
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Check, Condition, Node
from synthgate.rule.terms.mistakes import Mistake
from synthgate.rule.terms.outcome import Outcome, saying
from synthgate.rule.terms.parameters import filled_in
from synthgate.rule.words import message
from synthgate.rule.words.otherwise import ELSE, undecided
from synthgate.rule.words.sentence import ITSELF, sentence

Watch = Callable[[Node, View, Any, Outcome], None]
"""Told of each condition that was asked: the condition, of what, and the answer."""


@dataclass(frozen=True, eq=False)
class Compiler:
    """What conditions need to know of their card: the functions beside it, its parameters.

    `types` are those of the resources that it is about.
    """

    python: Callable[[str], Check]
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    watch: Watch | None = None
    types: tuple[str, ...] = ()

    @property
    def is_watched(self) -> bool:
        """Whether somebody is to see each condition asked."""
        return self.watch is not None

    def mistakes(self, node: object, word: str) -> Iterator[Mistake]:
        """Everything that a card says in a condition and the language does not have."""
        return Grammar(self.python, self.parameters, self.types).mistakes(node, (word,))

    def condition(self, node: Any, word: str = "check") -> Condition:
        """Compile one condition.

        Raises:
            CardError: the first of its mistakes.
        """
        for mistake in self.mistakes(node, word):
            raise mistake.error(mistake.text)
        return self.compiled(filled_in(node, self.parameters))

    def compiled(self, node: Node) -> Condition:
        """Compile a condition that has no mistakes."""
        kind = kind_of(node)
        condition = kind.compiled(self, node) if kind else sentence(self, node, ITSELF)
        if ELSE.name in node:
            condition = undecided(condition)
        if message.NAME in node:
            condition = _saying(condition, message.text_of(node[message.NAME]))
        return _watched(condition, node, self.watch) if self.watch else condition


def _saying(condition: Condition, text: Text) -> Condition:
    full = condition.full
    return Condition(
        lambda view, value: saying(full(view, value), text),
        condition.quick,
        condition.looks,
        lambda view, value, sought: saying(condition.seek(view, value, sought), text),
    )


def _watched(condition: Condition, node: Node, watch: Watch) -> Condition:
    """The condition, asked in full each time: who watches is to see all of it."""

    def watched(view: View, value: Any) -> Outcome:
        outcome = condition(view, value)
        watch(node, view, value, outcome)
        return outcome

    return Condition(watched, looks=True)
