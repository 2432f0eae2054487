"""What a condition looked at: a place in the template, its value, and where that is from."""

from __future__ import annotations

from typing import Any

from synthgate.model import Message
from synthgate.resolve.origins import Origin, condition_note, conditions_in, origins, written
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.strings import PLACEHOLDER
from synthgate.resolve.values import ABSENT
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.telling import Scene
from synthgate.template.data import is_list
from synthgate.template.document import Route
from synthgate.trace.flow import flow
from synthgate.trace.places import path_of, spot


def looked_at(view: View, route: Route, value: Any, scene: Scene, default: Any = ABSENT) -> Lines:
    """A value by its path and place; below it the functions of the template that made it."""
    template = view.resolver.template
    raw = template.data if view.is_whole else template.resources[view.resource.logical_id]
    node, _ = written(raw, route)
    where = spot(view, route)
    if value is not ABSENT:
        yield f"{path_of(route)} = {scene.value(value)}  {where}"
    elif default is ABSENT:
        yield f"{path_of(route)}: {scene.say(_NOT_SET)}  {where}"
    else:
        yield f"{path_of(route)}: {scene.say(_DEFAULT, default=scene.value(default))}  {where}"
    yield from indented(made_by(node, view.resolver, scene))


def made_by(node: Any, resolver: Resolver, scene: Scene) -> Lines:
    """Each function inside a node: as it is written, and what it stands for."""
    for origin in origins(node, resolver):
        indent = "  " * origin.depth
        yield f"{indent}{_line(origin, resolver, scene)}"
        for line in _details(origin, scene):
            yield f"{indent}  {line}"


def _line(origin: Origin, here: Resolver, scene: Scene) -> str:
    name = next(iter(origin.node))
    note, value = scene.say(origin.note), origin.resolver.resolve(origin.node)
    told = [] if note == name else [note]
    if isinstance(value, str | int | float) and name != "Fn::If":
        told.append(scene.value(value))
    path = "" if origin.resolver is here else f"  ({origin.resolver.template.path})"
    return f"{scene.cut(flow(origin.node))}{' -> ' if told else ''}{': '.join(told)}{path}"


def _details(origin: Origin, scene: Scene) -> Lines:
    """What an `Fn::If` and an `Fn::Sub` ask besides their arguments: names inside a text."""
    name, argument = next(iter(origin.node.items()))
    if name == "Fn::If" and is_list(argument) and argument:
        yield from condition(str(argument[0]), origin.resolver, scene)
    text = argument[0] if is_list(argument) and argument else argument
    if name == "Fn::Sub" and isinstance(text, str):
        own: Any = argument[1] if is_list(argument) and len(argument) > 1 else {}
        for piece in dict.fromkeys(PLACEHOLDER.split(text)[1::2]):
            if piece.strip() not in own:
                function = "Fn::GetAtt" if "." in piece else "Ref"
                yield from made_by({function: piece.strip()}, origin.resolver, scene)


def condition(
    name: str, resolver: Resolver, scene: Scene, seen: frozenset[str] = frozenset()
) -> Lines:
    """A condition of the template with what it asks, and the conditions that it asks."""
    declared = resolver.template.section("Conditions").get(name)
    if declared is None or name in seen:
        return
    note, _ = condition_note(name, resolver)
    yield f"{name}: {scene.cut(flow(declared))} -> {scene.say(note)}"
    yield from indented(made_by(declared, resolver, scene))
    for other in dict.fromkeys(conditions_in(declared)):
        yield from indented(condition(other, resolver, scene, seen | {name}))


_NOT_SET = Message("not set")
_DEFAULT = Message("not set, so that {default} counts")
