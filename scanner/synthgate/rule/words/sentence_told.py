"""A sentence, step by step: each match, and what operators, quantifiers and a count say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.values import ABSENT
from synthgate.rule.operators.asking import BESIDE, argument
from synthgate.rule.operators.quantities import Quantity
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.operators.value_of import Other
from synthgate.rule.paths.steps import Match
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.words.quantifiers import QUANTIFIERS
from synthgate.rule.words.sentence import TOGETHER, Look

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene, Show


def told(asked: Asked, scene: Scene, word: str, look: Look, show: Show) -> Lines:
    """What a word looks at, and below it what was asked of it."""
    outcome = scene.outcome(asked.step.outcome, why=False)
    yield f"{word}: {scene.written(asked.argument(word))} {outcome}"
    yield from indented(_Sentence(asked, scene, look, show, (word,)).lines())


def told_of_itself(asked: Asked, scene: Scene, look: Look) -> Lines:
    """What was asked of a match itself: it has been told of already."""
    return _Sentence(asked, scene, look).lines()


def at_its_path(asked: Asked, _: int, match: Match, scene: Scene) -> Lines:
    """A match by its path, its place and what made it."""
    step, default = asked.step, asked.step.node.get("default", ABSENT)
    return scene.looked_at(step.view, (*asked.route, *match.route), match.value, default)


@dataclass(frozen=True, eq=False)
class _Sentence:
    """A sentence that was asked. `looking` is the word that says of what; of a match, none."""

    asked: Asked
    scene: Scene
    look: Look
    show: Show | None = None
    looking: tuple[str, ...] = ()

    def lines(self) -> Lines:
        step = self.asked.step
        node, matches = step.node, list(self.look.find(step.view, step.value))
        quantifiers = [word for word in node if word in QUANTIFIERS]
        operators = [word for word in node if word in OPERATORS]
        if not matches:
            yield self.scene.say(_NOTHING)
        for number, match in enumerate(matches if operators or not quantifiers else ()):
            yield from self._match(number, match)
            yield from self._below(self._operator(word, match) for word in operators)
        for word in quantifiers:
            yield f"{word}: {self._alone(word)}"
            yield from indented(self._quantified(word, matches))
        for word, together in TOGETHER.items():
            if word in node:
                asked_of = self.look.matches(together, step.view, step.value)
                noted = together.noted(asked_of, self.scene)
                wish = self.scene.written(self.asked.argument(word))
                yield f"{word}: {wish}{f'; {noted}' if noted else ''} {self._alone(word)}"

    def _match(self, number: int, match: Match) -> Lines:
        if self.show is None:
            return
        yield from self.show(self.asked, number, match, self.scene)
        if match.doubt:
            yield f"  {self.scene.doubtful(match.doubt, _DOUBT)}"

    def _below(self, lines: Lines) -> Lines:
        """What belongs to a match stands below it, if that is told of."""
        return indented(lines) if self.show else lines

    def _operator(self, word: str, match: Match) -> str:
        step, scene = self.asked.step, self.scene
        beside = [other.name for other in BESIDE if other.name in step.node]
        parts = [f"{one}: {scene.written(self.asked.argument(one))}" for one in (word, *beside)]
        parts[0] += self._other(word)
        outcome = scene.alone(step.node, (word, *beside), step.view, match.value)
        return f"{', '.join(parts)} {outcome}"

    def _other(self, word: str) -> str:
        """What an argument is that is another property."""
        step = self.asked.step
        other = argument(OPERATORS[word], step.node[word])
        if not isinstance(other, Other):
            return ""
        value = other.value(step.view, step.value)
        shown = str(value) if isinstance(value, Quantity) else self.scene.value(value)
        return f" (= {shown})"

    def _quantified(self, word: str, matches: list[Match]) -> Lines:
        """Each match with what the condition inside says of it, if it is there at all."""
        steps = iter(self.asked.inner(word))
        for number, match in enumerate(matches):
            yield from self._match(number, match)
            inner = next(steps, None) if match.value is not ABSENT else None
            if inner:
                asked = inner.at((*self.asked.route, *match.route))
                yield from self._below(self.scene.tell(asked))

    def _alone(self, word: str) -> str:
        step = self.asked.step
        return self.scene.alone(step.node, (*self.looking, word), step.view, step.value)


_NOTHING = Message("(nothing is there)")
_DOUBT = Message("perhaps not on this path")
