"""``there-is: TYPE``: enough of that type, of those for which ``where`` holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.kleene import conjunction
from synthgate.resolve.values import ABSENT
from synthgate.rule.operators.tally import limits_of
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import TYPES
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind, Leads
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.outcome import Outcome, outcome_of
from synthgate.rule.terms.word import Word
from synthgate.rule.words.count import COUNT
from synthgate.rule.words.others import AT_LEAST_ONE, number_of, types_of, whole
from synthgate.rule.words.others_told import heading, resources
from synthgate.rule.words.passed_over import unseen
from synthgate.rule.words.reaching import REACH, WHERE, everywhere, reached, where

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(compiler: Compiling, node: Node) -> Condition:
    types, limits = types_of(node["there-is"]), limits_of(node.get(COUNT.name, AT_LEAST_ONE))
    meant = where(compiler, node)
    reach = node.get(REACH.name)

    def condition(view: View, _: Any) -> Outcome:
        seen = [
            (other, conjunction((there, meant(other))))
            for other, there in reached(view, types, reach)
        ]
        return outcome_of(number_of(whole(seen)).meets(limits), (), ABSENT)

    return Condition(condition, looks=True)


def _told(asked: Asked, scene: Scene) -> Lines:
    """Those of the types, with whether they are meant, and those where nobody looks."""
    node = asked.step.node
    yield heading(asked, scene)
    yield from indented(resources(whole(everywhere(asked, "there-is")), asked, scene))
    yield from indented(unseen(asked, scene, types_of(node["there-is"]), node.get(REACH.name)))


KIND = Kind(
    Word(
        "there-is",
        Message("there are resources of these types, one at least or as 'count' says"),
        TYPES,
    ),
    _compiled,
    _told,
    may_have=(WHERE, REACH, COUNT),
    leads=Leads.TO_OTHERS,
)
