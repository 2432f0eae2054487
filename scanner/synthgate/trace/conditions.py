"""The conditions of a card as a tree, in the order and the words of the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from synthgate.model import Message
from synthgate.resolve.values import reasons
from synthgate.rule.language.grammar import kind_of
from synthgate.rule.terms.outcome import Place
from synthgate.trace import joins
from synthgate.trace.looked import looked_at
from synthgate.trace.record import Asked
from synthgate.trace.scene import Lines, Scene, Tell, dashed, indented
from synthgate.trace.sentence import sentence


def condition(asked: Asked, scene: Scene) -> Lines:
    """A condition that was asked, with its outcome and what that rests on."""
    yield from _KINDS.get(kind_of(asked.step.node), sentence)(asked, scene, condition)


def _combined(word: str) -> Callable[[Asked, Scene, Tell], Lines]:
    def told(asked: Asked, scene: Scene, tell: Tell) -> Lines:
        yield f"{word}: {scene.outcome(asked.step.outcome, why=False)}"
        for part in asked.inner(word):
            yield from indented(dashed(tell(part, scene)))

    return told


def _not(asked: Asked, scene: Scene, tell: Tell) -> Lines:
    yield f"not: {scene.outcome(asked.step.outcome, why=False)}"
    for part in asked.inner("not"):
        yield from indented(tell(part, scene))


def _environment(asked: Asked, scene: Scene, _: Tell) -> Lines:
    yield _line("environment", asked, scene)
    environment = asked.step.view.placement.environment
    yield f"  {scene.say(_SERVES, name=environment) if environment else scene.say(_UNSAID)}"


def _taggable(asked: Asked, scene: Scene, _: Tell) -> Lines:
    yield _line("taggable", asked, scene)


def _python(asked: Asked, scene: Scene, _: Tell) -> Lines:
    yield _line("python", asked, scene)
    places = asked.step.yielded or asked.step.outcome.places
    for place in places:
        yield from indented(_place(place, asked, scene))
    if not places:
        yield f"  {scene.say(_NO_PLACE)}"


def _place(place: Place, asked: Asked, scene: Scene) -> Lines:
    yield from looked_at(asked.step.view, place.route, place.saw, scene)
    for text in (place.note, reasons(place.causes) if place.causes else None):
        if text:
            yield f"  {text[scene.language]}"


def _line(word: str, asked: Asked, scene: Scene) -> str:
    return f"{word}: {scene.written(asked.argument(word))} {scene.outcome(asked.step.outcome)}"


_KINDS: Mapping[str, Callable[[Asked, Scene, Tell], Lines]] = {
    "all-of": _combined("all-of"),
    "any-of": _combined("any-of"),
    "not": _not,
    "related": joins.related,
    "refers": joins.refers,
    "there-is": joins.there_is,
    "unique": joins.unique,
    "environment": _environment,
    "taggable": _taggable,
    "python": _python,
}
"""The kinds of conditions that are no sentences."""

_SERVES = Message("the stack is for {name}")
_UNSAID = Message("nothing says what the stack is for")
_NO_PLACE = Message("(it yielded nothing)")
