"""Conditions about other resources: which ones were looked at, and what was said of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from synthgate.model import Message
from synthgate.resolve.values import ABSENT, NO_VALUE
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.surroundings.view import Seen, View
from synthgate.rule.words.joins import led_to, referring, types_of
from synthgate.rule.words.sentence import QUANTIFIERS
from synthgate.trace.looked import looked_at
from synthgate.trace.record import Asked
from synthgate.trace.scene import Lines, Scene, Tell, indented, titled


def related(asked: Asked, scene: Scene, tell: Tell) -> Lines:
    """Those whose path leads to the resource."""
    yield _heading(asked, scene)
    seen = referring(asked.step.view, asked.step.node)
    yield from indented(_resources(seen, asked, scene, tell))


def refers(asked: Asked, scene: Scene, tell: Tell) -> Lines:
    """What the path holds, and those that it leads to."""
    step = asked.step
    matches = list(compile_path(step.node["refers"]).find(step.value))
    seen = led_to(step.view, matches, types_of(step.node["to"]))
    yield _heading(asked, scene)
    for match in matches:
        route = (*asked.route, *match.route)
        yield from indented(looked_at(step.view, route, match.value, scene))
    yield from indented(_resources(seen, asked, scene, tell))


def there_is(asked: Asked, scene: Scene, tell: Tell) -> Lines:
    """Those of the types, with whether they are meant."""
    yield _heading(asked, scene)
    yield from indented(_resources(_everywhere(asked, "there-is"), asked, scene, tell))


def unique(asked: Asked, scene: Scene, tell: Tell) -> Lines:
    """Those of the types, with their values."""
    path = compile_path(asked.step.node["unique"])
    yield _heading(asked, scene)
    for other, there in _everywhere(asked, "among"):
        yield from indented(_resources([(other, there)], asked, scene, tell))
        for match in path.find(other.resource.body):
            if match.value is not ABSENT and match.value is not NO_VALUE:
                lines = looked_at(other, match.route, match.value, scene)
                yield from indented(indented(lines))


def _everywhere(asked: Asked, word: str) -> Seen:
    node = asked.step.node
    return [
        (other, other.resolver.exists(other.resource.logical_id))
        for other in asked.step.view.everywhere(types_of(node[word]), node.get("in"))
    ]


def _heading(asked: Asked, scene: Scene) -> str:
    """The words of the condition, without the conditions inside it."""
    words = [word for word in asked.step.node if word not in (*QUANTIFIERS, "where")]
    told = ", ".join(f"{word}: {scene.written(asked.argument(word))}" for word in words)
    return f"{told} {scene.outcome(asked.step.outcome)}"


def _resources(seen: Seen, asked: Asked, scene: Scene, tell: Tell) -> Lines:
    if not seen:
        yield scene.say(_NONE)
    steps = _by_word(asked)
    for other, there in seen:
        if other.is_whole:
            yield scene.doubtful(there, _ELSEWHERE)
            continue
        doubt = scene.doubtful(there, _MAYBE)
        yield f"{titled(other)}{': ' if doubt else ''}{doubt}"
        for word, inner in steps.items():
            step = next((one for one in inner if _is_about(one, other)), None)
            if step:
                yield f"  {word}: {scene.outcome(step.step.outcome, why=False)}"
                yield from indented(indented(tell(step, scene)))


def _by_word(asked: Asked) -> Mapping[str, list[Asked]]:
    """What was asked of the resources, by the word under which it stands."""
    node = asked.step.node
    words = (word for word in node if word in (*QUANTIFIERS, "where"))
    return {word: [*_from_the_top(asked.inner(word))] for word in words}


def _from_the_top(steps: list[Asked]) -> Iterator[Asked]:
    """Steps that ask of whole resources."""
    return (Asked(one.step, one.written) for one in steps)


def _is_about(asked: Asked, other: View) -> bool:
    view = asked.step.view
    here = view.resolver.identity, view.resource.logical_id
    return here == (other.resolver.identity, other.resource.logical_id)


_NONE = Message("(no such resource)")
_MAYBE = Message("it may be one, or not")
_ELSEWHERE = Message("one that may be elsewhere")
