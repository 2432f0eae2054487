"""``taggable``: whether the resource type can have tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.values import ABSENT
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import TRUTH
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.outcome import Outcome, outcome_of
from synthgate.rule.terms.word import Word
from synthgate.schemas.facts import facts_of

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(_: Compiling, node: Node) -> Condition:
    def condition(view: View, _: Any) -> Outcome:
        can = facts_of(view.resource.type).tags is not None
        return outcome_of(can is node["taggable"], (), ABSENT)

    return condition


def _told(asked: Asked, scene: Scene) -> Lines:
    yield scene.heading("taggable", asked)


KIND = Kind(
    Word("taggable", Message("whether the resource type can have tags"), TRUTH),
    _compiled,
    _told,
    of_resources=True,
)
