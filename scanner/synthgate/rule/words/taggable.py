"""``taggable``: whether the resource type can have tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate.rule.terms.arguments import TRUTH
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.quick import of_resource
from synthgate.rule.terms.word import Word
from synthgate.schemas.facts import facts_of

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(_: Compiling, node: Node) -> Condition:
    wanted = node["taggable"]
    return of_resource(lambda view: (facts_of(view.resource.type).tags is not None) is wanted)


def _told(asked: Asked, scene: Scene) -> Lines:
    yield scene.heading("taggable", asked)


KIND = Kind(
    Word("taggable", Message("whether the resource type can have tags"), TRUTH),
    _compiled,
    _told,
    of_resources=True,
)
