"""What a condition means, and what its words need to know to say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from synthgate.resolve.resolver import Resource
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Outcome, Place

Node = Mapping[str, Any]
"""A condition as a card writes it, its parameters filled in."""

Condition = Callable[[View, Any], Outcome]
"""Asks something of a value (the resource's body, or a match inside it)."""

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
