"""Conditions about other resources, told: which were looked at, and what was said of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.words.beside import asking
from synthgate.rule.words.elsewhere import name_of_stranger
from synthgate.rule.words.others import Found, identity
from synthgate.rule.words.quantifiers import QUANTIFIERS
from synthgate.rule.words.reaching import WHERE

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene

_INNER = (*QUANTIFIERS, WHERE.name)
"""Words below which conditions stand."""


def heading(asked: Asked, scene: Scene) -> str:
    """The words of the condition, without the conditions inside it."""
    words = [word for word in asking(asked.step.node) if word not in _INNER]
    told = ", ".join(f"{word}: {scene.written(asked.argument(word))}" for word in words)
    return f"{told} {scene.outcome(asked.step.outcome)}"


def resources(found: Sequence[Found], asked: Asked, scene: Scene) -> Lines:
    """Each with whether it is meant, the entry that is, and what was asked of it."""
    if not found:
        yield scene.say(_NONE)
    steps = _by_word(asked)
    for one in found:
        name = name_of_stranger(one.view)
        if name is not None:
            yield scene.say(_STRANGER, name=scene.value(name))
            continue
        if one.view.is_whole:
            yield scene.doubtful(one.there, _ELSEWHERE)
            continue
        doubt = scene.doubtful(one.there, _MAYBE)
        yield f"{scene.titled(one.view)}{': ' if doubt else ''}{doubt}"
        if one.entry:
            yield from indented(scene.looked_at(one.view, one.entry.route, one.entry.value))
        for word, inner in steps.items():
            step = next((step for step in inner if _is_about(step, one)), None)
            if step:
                yield f"  {word}: {scene.outcome(step.step.outcome, why=False)}"
                told = step.at(one.entry.route) if one.entry else step
                yield from indented(indented(scene.tell(told)))


def _by_word(asked: Asked) -> Mapping[str, list[Asked]]:
    """What was asked of the resources, by the word under which it stands."""
    node = asked.step.node
    words = (word for word in node if word in _INNER)
    return {word: [*_from_the_top(asked.inner(word))] for word in words}


def _from_the_top(steps: list[Asked]) -> Iterator[Asked]:
    """Steps that ask of whole resources."""
    return (one.at(()) for one in steps)


def _is_about(asked: Asked, found: Found) -> bool:
    is_same = identity(asked.step.view) == identity(found.view)
    return is_same and (found.entry is None or asked.step.value is found.entry.value)


_NONE = Message("(no such resource)")
_MAYBE = Message("it may be one, or not")
_STRANGER = Message("{name} is of nothing in this app")
_ELSEWHERE = Message("one that may be elsewhere")
