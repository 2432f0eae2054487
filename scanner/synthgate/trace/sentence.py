"""A sentence, step by step: each match, and what operators, quantifiers and a count say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

from synthgate.model import Message, in_context
from synthgate.resolve.values import ABSENT
from synthgate.rule.operators.asking import Other, argument
from synthgate.rule.operators.quantities import tally
from synthgate.rule.operators.table import ARGUMENTS
from synthgate.rule.paths.steps import Match
from synthgate.rule.words.sentence import FINDERS, QUANTIFIERS
from synthgate.template.data import is_list
from synthgate.template.document import Route
from synthgate.trace.looked import looked_at
from synthgate.trace.record import Asked
from synthgate.trace.scene import Lines, Scene, Tell, indented

BESIDE = ("default", "unit")
"""Words that say how operators take a value."""


def sentence(asked: Asked, scene: Scene, tell: Tell) -> Lines:
    """What is looked at, and below it what was asked of it; of a match itself, only that."""
    told = _Sentence(asked, scene, tell)
    word = told.looking
    if word is None:
        yield from told.lines()
        return
    outcome = scene.outcome(asked.step.outcome, why=False)
    yield f"{word}: {scene.written(asked.argument(word))} {outcome}"
    yield from indented(told.lines())


@dataclass(frozen=True, slots=True)
class _Sentence:
    asked: Asked
    scene: Scene
    tell: Tell

    @property
    def looking(self) -> str | None:
        """The word that says what is looked at; None for a match itself."""
        return next((word for word in FINDERS if word in self.asked.step.node), None)

    def lines(self) -> Lines:
        node, matches = self.asked.step.node, list(self._matches())
        quantifiers = [word for word in node if word in QUANTIFIERS]
        operators = [word for word in node if word in ARGUMENTS]
        if not matches:
            yield self.scene.say(_NOTHING)
        for number, match in enumerate(matches if operators or not quantifiers else ()):
            yield from self._match(number, match) if self.looking else ()
            asked_of = (self._operator(word, match) for word in operators)
            yield from indented(asked_of) if self.looking else asked_of
        for word in quantifiers:
            yield f"{word}: {self._alone(word)}"
            yield from indented(self._quantified(word, matches))
        if "count" in node:
            limits = self.scene.written(self.asked.argument("count"))
            yield f"count: {limits}; {self._number(matches)} {self._alone('count')}"

    def _matches(self) -> Iterator[Match]:
        """What the sentence looked at, found again."""
        step, word = self.asked.step, self.looking
        if word is None:
            yield Match((), step.value)
        else:
            yield from FINDERS[word](step.node[word])(step.view, step.value)

    def _match(self, number: int, match: Match) -> Lines:
        """A match by its path, its place and what made it."""
        scene, node = self.scene, self.asked.step.node
        match self.looking:
            case "stack":
                yield f"{node['stack']} = {scene.value(match.value)}"
            case "tag":
                names: Any = node["tag"]
                yield from self._tag(names[number] if is_list(names) else names, match)
            case _:
                yield from self._looked_at((*self.asked.route, *match.route), match)
        if match.doubt:
            yield f"  {scene.doubtful(match.doubt, _DOUBT)}"

    def _tag(self, name: str, match: Match) -> Lines:
        """A tag, found from the resource whatever the condition around looks at."""
        given = self.asked.step.view.placement.tags.get(name, ABSENT)
        if len(match.route) == 2 and match.value is given is not ABSENT:
            yield f"{name} = {self.scene.value(given)}  ({self.scene.say(_TAG_OF_STACK)})"
        else:
            for index, line in enumerate(self._looked_at(match.route, match)):
                yield line if index else f"{name}: {line}"

    def _looked_at(self, route: Route, match: Match) -> Lines:
        view, default = self.asked.step.view, self.asked.step.node.get("default", ABSENT)
        return looked_at(view, route, match.value, self.scene, default)

    def _operator(self, word: str, match: Match) -> str:
        step, scene = self.asked.step, self.scene
        beside = [other for other in BESIDE if other in step.node]
        told = [f"{one}: {scene.written(self.asked.argument(one))}" for one in (word, *beside)]
        told[0] += self._other(word, step.node[word])
        outcome = scene.alone(step.node, (word, *beside), step.view, match.value)
        return f"{', '.join(told)} {outcome}"

    def _other(self, word: str, written: Any) -> str:
        """What an argument is that is another property."""
        step = self.asked.step
        other = argument(word, written) if word in ARGUMENTS else None
        if not isinstance(other, Other):
            return ""
        return f" (= {self.scene.value(other.value(step.view, step.value))})"

    def _quantified(self, word: str, matches: list[Match]) -> Lines:
        """Each match with what the condition inside says of it, if it is there at all."""
        steps = iter(self.asked.inner(word))
        for number, match in enumerate(matches):
            yield from self._match(number, match) if self.looking else ()
            inner = next(steps, None) if match.value is not ABSENT else None
            if inner:
                route = (*self.asked.route, *match.route)
                lines = self.tell(Asked(inner.step, inner.written, route), self.scene)
                yield from indented(lines) if self.looking else lines

    def _alone(self, word: str) -> str:
        step, looking = self.asked.step, self.looking
        words = [looking, word] if looking else [word]
        return self.scene.alone(step.node, words, step.view, step.value)

    def _number(self, matches: list[Match]) -> str:
        found = tally([(match.value, match.doubt or True) for match in matches])
        high = "∞" if found.high == inf else str(int(found.high))
        number = high if found.high == found.low else f"{found.low}–{high}"
        return self.scene.say(_FOUND, number=number)


_NOTHING = Message("(nothing is there)")
_TAG_OF_STACK = in_context("trace", "a tag of the stack")
_DOUBT = Message("perhaps not on this path")
_FOUND = Message("found: {number}")
