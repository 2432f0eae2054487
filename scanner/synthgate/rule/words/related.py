"""``related: TYPE, by: PATH``: resources of that type, or entries of theirs, that lead to this."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.values import ABSENT
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.path import Path
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import OF_A_MATCH, PATH_OF_OTHERS, PATH_TO_ENTRIES, TYPES
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind, Leads
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.word import Word
from synthgate.rule.words.others import ASKING, Found, about, each_once, types_of, whole
from synthgate.rule.words.others_told import heading, resources
from synthgate.rule.words.passed_over import unrelated
from synthgate.rule.words.quantifiers import taking
from synthgate.rule.words.reaching import REACH
from synthgate.rule.words.together import doubt
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(compiler: Compiling, node: Node) -> Condition:
    found = _finder(node)

    def find(view: View, _: Any) -> tuple[list[Found], Route, Any]:
        return found(view), (), ABSENT

    return about(compiler, node, find)


def _finder(node: Node) -> Callable[[View], list[Found]]:
    """Finds what refers to a resource: others, or those entries of others that do."""
    types, by = types_of(node["related"]), compile_path(node["by"])
    reach = node.get(REACH.name, "app")
    if EACH.name not in node:
        return lambda view: whole(each_once(view.referring(types, by, reach)))
    each = compile_path(node[EACH.name])
    path = each.then(by)

    def entries(view: View) -> list[Found]:
        others = each_once(view.referring(types, path, reach))
        return [entry for one in others for entry in _entries(view, *one, each, by)]

    return entries


def _entries(view: View, other: View, there: Truth, each: Path, by: Path) -> Iterator[Found]:
    for match in each.find(other.resource.body):
        if match.value is not ABSENT:
            meant = view.is_meant_by(other, by.find(match.value))
            truth = conjunction((there, doubt(match) or True, meant))
            if truth is not False:
                yield Found(other, truth, match)


def _told(asked: Asked, scene: Scene) -> Lines:
    """Those whose path leads to the resource; where they are not enough, those whose does not."""
    view, node = asked.step.view, asked.step.node
    found, by = _finder(node)(view), compile_path(node["by"])
    path = compile_path(node[EACH.name]).then(by) if EACH.name in node else by
    yield heading(asked, scene)
    yield from indented(resources(found, asked, scene))
    yield from indented(unrelated(asked, scene, types_of(node["related"]), path, found))


EACH = Word(
    "each",
    Message("the entries of the related resource that are meant, from which 'by' starts"),
    PATH_TO_ENTRIES,
)
KIND = Kind(
    Word(
        "related",
        Message("resources of these types whose path ('by') refers to this one"),
        TYPES,
    ),
    _compiled,
    _told,
    needs=(
        Word(
            "by",
            Message("the path of the related resource that refers to this one"),
            PATH_OF_OTHERS,
        ),
    ),
    may_have=(EACH, *ASKING, REACH),
    instead={EACH.name: taking(OF_A_MATCH)},
    leads=Leads.TO_OTHERS,
)
