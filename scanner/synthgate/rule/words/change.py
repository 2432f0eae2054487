"""``change``: what the way from a base to a head does to the resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import choice
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines
from synthgate.rule.terms.outcome import PASSED, Outcome
from synthgate.rule.terms.word import Word

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene

EFFECTS = (
    "loses-data",
    "replaces-data",
    "leaves-data-behind",
    "keeps-for-less",
    "replaces",
    "interrupts",
    "moves",
    "reuses-name",
    "refuses",
    "removes-stack",
    "unprotects",
    "switches-off",
    "breaks-import",
    "breaks-reference",
    "exceeds-limit",
    "misfits",
    "deploys-in-circle",
    "broadens-access",
    "narrows-access",
)
"""What a change may do, in the words of cards."""


def _compiled(_: Compiling, node: Node) -> Condition:
    effect = node["change"]

    def condition(view: View, _: Any) -> Outcome:
        outcome: Outcome = view.effects.get(effect, PASSED)
        return outcome

    return Condition(condition, lambda view, _: effect not in view.effects or None)


def _told(asked: Asked, scene: Scene) -> Lines:
    yield scene.heading("change", asked)


KIND = Kind(
    Word("change", Message("the change does not do this to it"), choice(EFFECTS)),
    _compiled,
    _told,
    of_resources=True,
)
