"""What a condition means, and what its words need to know to say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from synthgate.records import dataclass
from synthgate.resolve.resolver import Resource
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Outcome, Place

Node = Mapping[str, Any]
"""A condition as a card writes it, its parameters filled in."""

Quick = Callable[[View, Any], bool | None]
"""Asks the same, and says no more than whether it holds; None: ask in full."""


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Asks something of a value (the resource's body, or a match inside it).

    `full` says what the answer rests on. Whatever `quick` decides, `full` says too; and where it
    decides, `full` would have looked at no other resource, and run no Python: to look resolves
    it, and what nobody looks at is not told of. So one that `looks` is asked even where others
    have settled the matter, and if it does not decide, nothing is decided.
    """

    full: Callable[[View, Any], Outcome]
    quick: Quick | None = None
    looks: bool = False

    def __call__(self, view: View, value: Any) -> Outcome:
        """The answer with the places that it rests on."""
        return self.full(view, value)


Check = Callable[[Resource, View], Iterator[Place]]
"""A rule in Python: yields a place for each fault, with causes where it cannot tell."""


class Compiling(Protocol):
    """Who compiles the conditions of a card, those inside others too."""

    @property
    def python(self) -> Callable[[str], Check]:
        """The functions beside the card."""
        ...

    @property
    def is_watched(self) -> bool:
        """Whether somebody is to see each condition asked, however often."""
        ...

    def compiled(self, node: Node) -> Condition:
        """Compile a condition that has no mistakes."""
        ...
