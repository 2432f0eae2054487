"""What a rule asked and was answered: its conditions are watched while the engine asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, fields, replace
from functools import cached_property
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.resolver import Resource
from synthgate.rule.cards.card import Card
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import Check
from synthgate.rule.terms.outcome import Outcome, Place
from synthgate.rule.terms.telling import Step
from synthgate.template.data import is_list, is_mapping


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule said in one world; `steps` are its `when` and its `check`, as far as asked."""

    view: View
    outcome: Outcome | None
    steps: tuple[Step, ...]


class Recorder:
    """Told of each condition after those inside it, it puts them together as they nest."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._yielded: list[Place] = []

    def watch(self, node: Mapping[str, Any], view: View, value: Any, outcome: Outcome) -> None:
        """Note a condition: what was noted last and is a part of it was asked by it."""
        parts = {id(part) for part in _parts(node)}
        first = len(self._steps)
        while first and id(self._steps[first - 1].node) in parts:
            first -= 1
        inner, self._steps[first:] = tuple(self._steps[first:]), []
        yielded, self._yielded = tuple(self._yielded), []
        self._steps.append(Step(node, view, value, outcome, inner, yielded))

    def noting(self, python: Callable[[str], Check]) -> Callable[[str], Check]:
        """The functions beside a card, with what they yield noted."""

        def function(name: str) -> Check:
            check = python(name)

            def noted(resource: Resource, view: View) -> Iterator[Place]:
                for place in check(resource, view):
                    self._yielded.append(place)
                    yield place

            return noted

        return function

    def taken(self) -> tuple[Step, ...]:
        """What was asked since the last time."""
        steps, self._steps = tuple(self._steps), []
        return steps


def _parts(node: Mapping[str, Any]) -> Iterator[Any]:
    """The mappings right below a condition, or one further, among them the conditions inside it."""
    for value in node.values():
        for part in value if is_list(value) else [value]:
            if is_mapping(part):
                yield part
                yield from filter(is_mapping, part.values())


@dataclass(frozen=True)
class WatchedCard(Card):
    """A card that speaks of one resource only, and tells what it asked of it in each world."""

    logical_id: str = ""
    trials: list[Trial] = field(default_factory=list[Trial])
    recorder: Recorder = field(default_factory=Recorder)

    @cached_property
    def compiler(self) -> Compiler:
        """The compiler of the card, with a watch."""
        own = super().compiler
        return replace(own, python=self.recorder.noting(own.python), watch=self.recorder.watch)

    def verdict(self, view: View) -> Outcome | None:
        """What the rule says of the resource, noted; of all others nothing."""
        if view.resource.logical_id != self.logical_id:
            return None
        outcome = super().verdict(view)
        self.trials.append(Trial(view, outcome, self.recorder.taken()))
        return outcome


def watched(card: Card, logical_id: str) -> WatchedCard:
    """A card to ask about one resource, or with no logical id about a stack or an app."""
    own: dict[str, Any] = {one.name: getattr(card, one.name) for one in fields(card)}
    return WatchedCard(**own, logical_id=logical_id)
