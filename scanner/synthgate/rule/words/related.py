"""``related: TYPE, by: PATH``: resources of that type whose path leads to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.values import ABSENT
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.surroundings.view import Seen, View
from synthgate.rule.terms.arguments import PATH_OF_OTHERS, TYPES
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind, Leads
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.word import Word
from synthgate.rule.words.others import ASKING, about, each_once, types_of
from synthgate.rule.words.others_told import heading, resources
from synthgate.rule.words.reaching import REACH
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(compiler: Compiling, node: Node) -> Condition:
    def find(view: View, _: Any) -> tuple[Seen, Route, Any]:
        return _referring(view, node), (), ABSENT

    return about(compiler, node, find)


def _referring(view: View, node: Node) -> Seen:
    types, by = types_of(node["related"]), compile_path(node["by"])
    return each_once(view.referring(types, by, node.get(REACH.name, "app")))


def _told(asked: Asked, scene: Scene) -> Lines:
    """Those whose path leads to the resource."""
    yield heading(asked, scene)
    seen = _referring(asked.step.view, asked.step.node)
    yield from indented(resources(seen, asked, scene))


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
    may_have=(*ASKING, REACH),
    leads=Leads.TO_OTHERS,
)
