"""``tag``: a tag of the resource, or of its stack; of several names, each.

``of: resource`` looks at those alone that the resource says itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synthgate.model import Message, in_context
from synthgate.resolve.values import ABSENT
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.tags import tags_of
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import NAMES, choice
from synthgate.rule.terms.condition import Node
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.word import Word
from synthgate.rule.words.looking import looking
from synthgate.rule.words.sentence import Look
from synthgate.template.data import is_list

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _names(written: Any) -> list[str]:
    return written if is_list(written) else [written]


def _look(node: Node) -> Look:
    return Look(lambda view, _: [match for _, match in _found(node, view)])


def _found(node: Node, view: View) -> list[tuple[str, Match]]:
    """Each tag with its name: there may be several of one, as of the replicas of a table."""
    names, own = _names(node["tag"]), _is_own(node)
    return [(name, match) for name in names for match in tags_of(view, name, own=own)]


def _is_own(node: Node) -> bool:
    return node.get(OF.name) == "resource"


def _show(asked: Asked, number: int, match: Match, scene: Scene) -> Lines:
    """A tag, found from the resource whatever the condition around looks at."""
    name, _ = _found(asked.step.node, asked.step.view)[number]
    placement = asked.step.view.placement
    given = ABSENT if _is_own(asked.step.node) else placement.tags.get(name, ABSENT)
    if len(match.route) == 2 and match.value is given is not ABSENT:
        yield f"{name} = {scene.value(given)}  ({scene.say(_TAG_OF_STACK)})"
    else:
        step, default = asked.step, asked.step.node.get("default", ABSENT)
        lines = scene.looked_at(step.view, match.route, match.value, default)
        for index, line in enumerate(lines):
            yield line if index else f"{name}: {line}"


OF = Word(
    "of",
    Message("whose tags: those of the resource alone, or (any) of its stack as well"),
    choice(("resource", "any")),
)
KIND = looking(
    Word("tag", Message("a tag of the resource, or of its stack"), NAMES),
    _look,
    show=_show,
    of_resources=True,
    beside=(OF,),
)

_TAG_OF_STACK = in_context("trace", "a tag of the stack")
