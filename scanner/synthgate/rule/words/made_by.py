"""``made-by``: whether the resource is the program's, or one that the CDK makes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from synthgate.model import MadeBy, Message
from synthgate.rule.terms.arguments import choice
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.quick import of_resource
from synthgate.rule.terms.word import Word

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(_: Compiling, node: Node) -> Condition:
    return of_resource(lambda view: view.made_by == node["made-by"])


def _told(asked: Asked, scene: Scene) -> Lines:
    yield scene.heading("made-by", asked)


KIND = Kind(
    Word(
        "made-by",
        Message("whose resource it is: the user's, or the CDK's"),
        choice(get_args(MadeBy)),
    ),
    _compiled,
    _told,
    of_resources=True,
)
