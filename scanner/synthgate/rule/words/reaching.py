"""What words have in common that look at the resources of a type wherever they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.causes import UNTOLD
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.values import Unknown
from synthgate.rule.operators.equality import IN
from synthgate.rule.operators.value_of import THIS
from synthgate.rule.surroundings.view import Reach, Seen, View
from synthgate.rule.terms.arguments import OF_RESOURCES, choice
from synthgate.rule.terms.condition import Compiling, Node
from synthgate.rule.terms.outcome import truth_of
from synthgate.rule.terms.word import Word
from synthgate.rule.words.others import types_of
from synthgate.template.data import is_list, is_mapping

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked

REACH = Word("in", IN.means, choice(("stack", "environment", "app")))
WHERE = Word("where", Message("only resources for which this holds"), OF_RESOURCES)


def existing(view: View) -> Truth:
    """Whether a resource is there."""
    return view.resolver.exists(view.resource.logical_id)


def reached(view: View, types: Sequence[str], reach: Reach | None) -> Iterator[tuple[View, Truth]]:
    """The resources of some types, each with whether it is there, as far as is looked.

    Of a stack that may be for the same environment nobody knows whether it counts.
    """
    for other in view.everywhere(types, reach):
        yield other, existing(other)
    for other in view.perhaps(types, reach):
        yield other, conjunction((existing(other), Unknown((UNTOLD,))))


def where(compiler: Compiling, node: Node) -> Callable[[View], Truth]:
    """Whether ``where`` holds of a resource: found out once, unless that depends on who asks.

    Who watches the conditions of a card is to see each of them asked.
    """
    if WHERE.name not in node:
        return lambda _: True
    condition = compiler.compiled(node[WHERE.name])

    def asked(view: View) -> Truth:
        return truth_of(condition.answer(view, view.resource.body, None))

    def remembered(view: View) -> Truth:
        key = condition, view.resource.logical_id
        if key not in view.resolver.memo:
            view.resolver.memo[key] = asked(view)
        found: Truth = view.resolver.memo[key]
        return found

    return asked if compiler.is_watched or _names_this(node[WHERE.name]) else remembered


def _names_this(node: Any) -> bool:
    """Whether a condition asks of the resource that the rule is asked of."""
    if is_mapping(node):
        return THIS in node or any(part == THIS or _names_this(part) for part in node.values())
    return is_list(node) and any(map(_names_this, node))


def everywhere(asked: Asked, word: str) -> Seen:
    """The resources of the types that stand under a word, each with whether it is there."""
    node = asked.step.node
    return [*reached(asked.step.view, types_of(node[word]), node.get(REACH.name))]
