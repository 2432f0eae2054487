"""``stack``: a fact about the stack. Without an assembly, some of it is not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.causes import UNTOLD, Decider
from synthgate.resolve.environments import environment_named
from synthgate.resolve.placement import Placement
from synthgate.resolve.values import Unknown, exactly, unknown
from synthgate.rule.paths.steps import Match
from synthgate.rule.terms.arguments import choice
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.word import Word
from synthgate.rule.words.looking import looking
from synthgate.rule.words.sentence import Look
from synthgate.template.data import is_list

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _pseudo(value: str | None, name: str) -> Any:
    return exactly(Decider.PSEUDO, name) if value is None else value


FACTS: dict[str, Callable[[Placement], Any]] = {
    "region": lambda placement: _pseudo(placement.region, "AWS::Region"),
    "account": lambda placement: _pseudo(placement.account, "AWS::AccountId"),
    "name": lambda placement: _pseudo(placement.stack_name, "AWS::StackName"),
    "environment": lambda placement: placement.environment or Unknown((UNTOLD,)),
    "termination-protection": lambda placement: (
        unknown(Decider.OUTSIDE, "TerminationProtection")
        if placement.termination_protection is None
        else placement.termination_protection
    ),
}
"""What may be asked about a stack."""


def _look(node: Node) -> Look:
    fact = FACTS[node["stack"]]
    return Look(lambda view, _: [Match((), fact(view.placement))])


def _show(asked: Asked, _: int, match: Match, scene: Scene) -> Lines:
    yield f"{asked.step.node['stack']} = {scene.value(match.value)}"


def _named(node: Node) -> Node:
    """A condition with the names that synthgate has for the environments that it asks for."""
    if node["stack"] != "environment":
        return node
    return {word: _names(part) if word in _EQUAL else part for word, part in node.items()}


def _names(written: Any) -> Any:
    if is_list(written):
        return [*map(_names, written)]
    return environment_named(written) if isinstance(written, str) else written


_EQUAL = ("equals", "not-equals", "in", "not-in", "default")
_LOOKING = looking(
    Word("stack", Message("a fact about the stack"), choice(FACTS)), _look, show=_show
)


def _compiled(compiler: Compiling, node: Node) -> Condition:
    return _LOOKING.compiled(compiler, _named(node))


KIND = replace(_LOOKING, compiled=_compiled)
