"""How a verdict is told: what was asked, and the scene that a word speaks to.

Words name it in their signatures only: a scan, which tells no steps, never loads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from synthgate.model import Text
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import ABSENT
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Node
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.outcome import Outcome, Place
from synthgate.rule.terms.parameters import named
from synthgate.template.data import is_list
from synthgate.template.document import Route

Show = Callable[["Asked", int, Match, "Scene"], Lines]
"""Tells of the match of some number: what it is, where it stands and what made it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A condition that was asked of a value, with those that it asked in turn.

    `yielded` are the places of a check in Python, also those that the outcome outweighs.
    """

    node: Node
    view: View
    value: Any
    outcome: Outcome
    inner: tuple[Step, ...] = ()
    yielded: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A step with its condition as the card writes it, and the route to what it was asked of."""

    step: Step
    written: Any
    route: Route = ()

    def inner(self, word: str, branch: str | None = None) -> list[Asked]:
        """The steps of the conditions that stand under a word, in the order in which they ran.

        Of a word with several branches, those of one.
        """
        filled, written = self.step.node[word], _part(self.written, self.step.node, word)
        if branch is not None:
            filled, written = filled[branch], _part(written, filled, branch)
        every: list[Any] = filled if is_list(filled) else [filled]
        parts = written if is_list(written) else [written] * len(every)
        return [
            Asked(step, part, self.route)
            for one, part in zip(every, parts, strict=True)
            for step in self.step.inner
            if step.node is one
        ]

    def at(self, route: Route) -> Asked:
        """The same, asked of what stands at another route."""
        return Asked(self.step, self.written, route)

    def argument(self, word: str) -> Any:
        """What stands under a word, with the names of parameters still in it."""
        return _part(self.written, self.step.node, word)


def _part(written: Any, filled: Node, word: str) -> Any:
    """A part of a condition as written; below a parameter, as that has it."""
    return filled[word] if named(written) else written[word]


class Scene(Protocol):
    """Whom a word tells of its steps: one who speaks a language, and knows the templates."""

    def say(self, text: Text, **values: object) -> str:
        """A sentence, its placeholders filled in."""
        ...

    def value(self, value: Any) -> str:
        """A resolved value, on one line."""
        ...

    def cut(self, text: str) -> str:
        """The start of a text without secrets, if it is too long for a line."""
        ...

    def written(self, node: Any) -> str:
        """A part of the card, on one line, with the values and names of parameters."""
        ...

    def heading(self, word: str, asked: Asked) -> str:
        """A word with its argument and the outcome of its condition, on one line."""
        ...

    def outcome(self, outcome: Outcome | None, *, why: bool = True) -> str:
        """An outcome as the end of a line, with what it hangs on."""
        ...

    def alone(self, node: Node, words: Iterable[str], view: View, value: Any) -> str:
        """What a condition would come to with only some of its words."""
        ...

    def doubtful(self, truth: Truth, text: Text) -> str:
        """What may or may not be so, with what decides it; nothing where that is known."""
        ...

    def looked_at(self, view: View, route: Route, value: Any, default: Any = ABSENT) -> Lines:
        """A value by its path and place; below it the functions of the template that made it."""
        ...

    def titled(self, view: View) -> str:
        """A resource by its id, its type and its place."""
        ...

    def tell(self, asked: Asked) -> Lines:
        """The steps of a condition inside another, whatever it is."""
        ...
