"""The words that say what a condition asks, each with all that there is to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from synthgate.records import dataclass
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.mistakes import Mistake
from synthgate.rule.terms.word import Word
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


class Leads(Enum):
    """Where a condition leads: what the conditions inside it are about."""

    ON = auto()
    """What it asks about itself."""
    ALONG = auto()
    """What its path leads to."""
    TO_OTHERS = auto()
    """The resources of the types that it names."""
    AWAY = auto()
    """Something that no schema of a resource type tells of."""


def nothing(_: Node, __: Route) -> Iterator[Mistake]:
    """No mistake of a condition as a whole."""
    return iter(())


@dataclass(frozen=True, eq=False)
class Kind:
    """A word that makes a kind of conditions.

    `needs` and `may_have` are the words beside it. `compiled` is its meaning, `told` how its
    verdict is told step by step, `as_a_whole` what may be wrong though each word is right.
    """

    word: Word
    compiled: Callable[[Compiling, Node], Condition]
    told: Callable[[Asked, Scene], Lines]
    needs: tuple[Word, ...] = ()
    may_have: tuple[Word, ...] = ()
    instead: Mapping[str, tuple[Word, ...]] = field(default_factory=dict[str, tuple[Word, ...]])
    """Words that stand for others of their names where a word is beside them."""
    leads: Leads = Leads.ON
    of_resources: bool = False
    """Whether it is about the resource, and so cannot be asked of a match."""
    as_a_whole: Callable[[Node, Route], Iterator[Mistake]] = nothing

    @property
    def name(self) -> str:
        """The word itself."""
        return self.word.name

    @property
    def required(self) -> tuple[Word, ...]:
        """The words that have to be there, its own before the others."""
        return (self.word, *self.needs)

    def words_in(self, node: Node) -> Mapping[str, Word]:
        """Every word that may stand in a condition of this kind, by its name."""
        others = [
            word for beside, words in self.instead.items() if beside in node for word in words
        ]
        return {**self.words, **{word.name: word for word in others}} if others else self.words

    @cached_property
    def words(self) -> Mapping[str, Word]:
        """Every word that may stand in such a condition, by its name."""
        return {word.name: word for word in (*self.required, *self.may_have)}
