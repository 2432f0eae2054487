"""``refers: PATH, to: TYPE``: resources of that type that a path of this one leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.values import ABSENT, Nothing
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.quick import all_of, the_one
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import PATH, TYPES
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind, Leads
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.word import Word
from synthgate.rule.words import elsewhere
from synthgate.rule.words.elsewhere import led_to
from synthgate.rule.words.others import ASKING, Found, about, each_once, types_of, whole
from synthgate.rule.words.others_told import heading, resources
from synthgate.rule.words.passed_over import of_other_types
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(compiler: Compiling, node: Node) -> Condition:
    types, path = types_of(node["to"]), compile_path(node["refers"])

    def find(view: View, value: Any) -> tuple[list[Found], Route, Any]:
        matches = list(path.find(value))
        found = whole(each_once(led_to(view, matches, types, node)))
        return (found, matches[0].route, matches[0].value) if matches else (found, (), ABSENT)

    values, the_value = all_of(path), the_one(path)

    def names_none(_: View, value: Any) -> bool:
        if the_value:
            return isinstance(the_value(value), Nothing)
        return all(isinstance(one, Nothing) for one in values(value))

    return about(compiler, node, find, names_none)


def _told(asked: Asked, scene: Scene) -> Lines:
    """What the path holds, and those that it leads to, also those of other types."""
    step = asked.step
    matches = list(compile_path(step.node["refers"]).find(step.value))
    found = whole(each_once(led_to(step.view, matches, types_of(step.node["to"]), step.node)))
    yield heading(asked, scene)
    for match in matches:
        route = (*asked.route, *match.route)
        yield from indented(scene.looked_at(step.view, route, match.value))
    yield from indented(resources(found, asked, scene))
    yield from indented(of_other_types(step.view, matches, found, scene))


KIND = Kind(
    Word(
        "refers",
        Message("a path of this resource that refers to resources of the types in 'to'"),
        PATH,
    ),
    _compiled,
    _told,
    needs=(Word("to", Message("the types that are referred to"), TYPES),),
    may_have=(*ASKING, elsewhere.WORD),
    leads=Leads.TO_OTHERS,
)
