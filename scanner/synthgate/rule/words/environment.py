"""``environment``: what the stack is for; unknown where nothing says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate.resolve.causes import UNTOLD
from synthgate.resolve.environments import environment_named
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import Unknown
from synthgate.rule.operators.asking import DEFAULT
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import NAMES
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.quick import of_resource
from synthgate.rule.terms.word import Word
from synthgate.template.data import is_list

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(_: Compiling, node: Node) -> Condition:
    wanted = node["environment"]
    every = {environment_named(one) for one in (wanted if is_list(wanted) else [wanted])}
    default = environment_named(node[DEFAULT.name]) if DEFAULT.name in node else None

    def truth(view: View) -> Truth:
        said = view.placement.environment
        environment = environment_named(said) if said else default
        return _UNTOLD if environment is None else environment in every

    return of_resource(truth)


def _told(asked: Asked, scene: Scene) -> Lines:
    yield scene.heading("environment", asked)
    environment = asked.step.view.placement.environment
    yield f"  {scene.say(_SERVES, name=environment) if environment else scene.say(UNTOLD.text)}"
    if not environment and DEFAULT.name in asked.step.node:
        yield f"  {DEFAULT.name}: {scene.written(asked.argument(DEFAULT.name))}"


KIND = Kind(
    Word("environment", Message("the stack is for this environment, or for one of these"), NAMES),
    _compiled,
    _told,
    may_have=(DEFAULT,),
)

_SERVES = Message("the stack is for {name}")
_UNTOLD = Unknown((UNTOLD,))
