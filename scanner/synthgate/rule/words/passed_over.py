"""Candidates of a relation that were none, told: which there are, and why they do not count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from synthgate.model import Message, Status, Text
from synthgate.resolve.values import ABSENT, references_in
from synthgate.rule.paths.path import Path
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.names import items_of, physical_name
from synthgate.rule.surroundings.view import Reach, View
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.words.others import Found, identity

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene

MOST = 5
"""How many candidates are told of, and how many values of each."""


def unrelated(
    asked: Asked, scene: Scene, types: tuple[str, ...], path: Path, found: Sequence[Found]
) -> Lines:
    """Of a relation that does not hold: the resources of the types whose path leads elsewhere."""
    view = asked.step.view
    if asked.step.outcome.status is Status.PASS:
        return
    meant = {identity(one.view) for one in found}
    others = [one for one in view.everywhere(types, "app") if identity(one) not in meant]
    yield from few([_unrelated(one, view, path, scene) for one in others], scene)


def unseen(asked: Asked, scene: Scene, types: tuple[str, ...], reach: Reach | None) -> Lines:
    """Where something is missing: the resources of the types in stacks that are not looked at."""
    view = asked.step.view
    if asked.step.outcome.status is Status.PASS:
        return
    seen = {identity(one) for one in view.everywhere(types, reach)}
    others = [one for one in view.everywhere(types, "app") if identity(one) not in seen]
    yield from few([_named(one, _FAR, scene) for one in others], scene)


def of_other_types(
    view: View, matches: Sequence[Match], found: Sequence[Found], scene: Scene
) -> Lines:
    """What values lead to that is of none of the types that are asked for."""
    meant = {identity(one.view) for one in found}
    targets = [one for match in matches for one in _targets(view, match.value, ())]
    others = {identity(one): one for one in targets if identity(one) not in meant}
    yield from few([_named(one, _OTHER_TYPE, scene) for one in others.values()], scene)


def few(told: Sequence[Lines], scene: Scene) -> Lines:
    """The first few of several accounts, and how many more there are."""
    for lines in told[:MOST]:
        yield from lines
    if len(told) > MOST:
        yield scene.say(_MORE, number=len(told) - MOST)


def _named(other: View, reason: Text, scene: Scene) -> Lines:
    yield f"{scene.titled(other)}: {scene.say(reason)}"


def _unrelated(other: View, view: View, path: Path, scene: Scene) -> Lines:
    """A candidate, what its path holds, and where that leads."""
    yield f"{scene.titled(other)}: {scene.say(_UNRELATED)}"
    matches = list(path.find(other.resource.body))
    told = (_led(other, view, match, scene) for match in matches)
    yield from indented(few([*told], scene))


def _led(other: View, view: View, match: Match, scene: Scene) -> Lines:
    yield from scene.looked_at(other, match.route, match.value)
    if match.value is not ABSENT:
        yield f"  {_where(other, view, match.value, scene)}"


def _where(other: View, view: View, value: Any, scene: Scene) -> str:
    led = _targets(other, value, (view.resource.type,))
    if any(identity(one) == identity(view) for one in led):
        return scene.say(_NOT_BESIDE, name=view.resource.logical_id)
    if led:
        targets = (f"{one.resource.logical_id} ({one.resource.type})" for one in led)
        return scene.say(_LEADS, targets=", ".join(dict.fromkeys(targets)))
    own = physical_name(view.resource)
    called = _UNNAMED if own is None else _CALLED
    return scene.say(called, id=view.resource.logical_id, name=scene.value(own))


def _targets(view: View, value: Any, named: Sequence[str]) -> list[View]:
    """The resources of the app that a value refers to, or of these types names."""
    items = [(item, any(True for _ in references_in(item))) for item in items_of(value)]
    found = [view.targets(item, ("*",) if refers else named) for item, refers in items]
    return [one for seen in found for one, _ in seen if not one.is_whole]


_UNRELATED = Message("does not lead here")
_FAR = Message("in a stack that is not looked at (see 'in')")
_OTHER_TYPE = Message("of another type")
_LEADS = Message("leads to {targets}")
_NOT_BESIDE = Message("leads to {name}, but is not there when that is")
_CALLED = Message("leads to nothing in this app; {id} is called {name}")
_UNNAMED = Message("leads to nothing in this app; {id} has no name in the template")
_MORE = Message("... and {number} more")
