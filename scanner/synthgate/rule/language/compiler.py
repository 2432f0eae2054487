"""Conditions: the `when` and `check` of a card, compiled to functions of a resource.

A condition is a mapping. What it asks is told by its word:

    path, keys, tag, stack   what the operators beside it, or a quantifier, ask of each match
    all-of, any-of, not  combine conditions
    related, refers      ask of resources that refer to this one, or that it refers to
    there-is, unique     ask what there is in the stack or the app
    environment          asks what the stack is for
    taggable             asks whether the resource type can have tags
    python               a generator in the `.py` beside the card

What may be written is said in `grammar`; here is what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from synthgate.model import Status
from synthgate.resolve.values import ABSENT, Unknown
from synthgate.rule.cards.python_check import Check
from synthgate.rule.language.grammar import Grammar, kind_of
from synthgate.rule.surroundings.tags import taggable_types
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.mistakes import Mistake
from synthgate.rule.terms.outcome import Outcome, all_of, any_of, negated
from synthgate.rule.terms.parameters import filled_in
from synthgate.rule.words import joins
from synthgate.rule.words.sentence import outcome_of, sentence
from synthgate.template.data import is_list

Condition = Callable[[View, Any], Outcome]
"""Asks something of a value (the resource's body, or a match inside it)."""


Watch = Callable[[Mapping[str, Any], View, Any, Outcome], None]
"""Told of each condition that was asked: the condition, of what, and the answer."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """What conditions need to know of their card: the functions beside it, its parameters."""

    python: Callable[[str], Check]
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    watch: Watch | None = None

    def mistakes(self, node: object, word: str) -> Iterator[Mistake]:
        """Everything that a card says in a condition and the language does not have."""
        return Grammar(self.python, self.parameters).mistakes(node, (word,))

    def condition(self, node: Any, word: str = "check") -> Condition:
        """Compile one condition.

        Raises:
            CardError: the first of its mistakes.
        """
        for mistake in self.mistakes(node, word):
            raise mistake.error(mistake.text)
        return self.compiled(filled_in(node, self.parameters))

    def compiled(self, node: Mapping[str, Any]) -> Condition:
        """Compile a condition that has no mistakes."""
        condition = _KINDS[kind_of(node)](self, node)
        return _watched(condition, node, self.watch) if self.watch else condition


def _watched(condition: Condition, node: Mapping[str, Any], watch: Watch) -> Condition:
    def watched(view: View, value: Any) -> Outcome:
        outcome = condition(view, value)
        watch(node, view, value, outcome)
        return outcome

    return watched


def _combined(parts: list[Condition], combine: Callable[[Iterator[Outcome]], Outcome]) -> Condition:
    return lambda view, value: combine(part(view, value) for part in parts)


def _all_of(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    return _combined([compiler.compiled(part) for part in node["all-of"]], all_of)


def _any_of(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    return _combined([compiler.compiled(part) for part in node["any-of"]], any_of)


def _not(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    inner = compiler.compiled(node["not"])
    return lambda view, value: negated(inner(view, value))


def _environment(_: Compiler, node: Mapping[str, Any]) -> Condition:
    wanted = node["environment"]
    every: list[str] = wanted if is_list(wanted) else [wanted]

    def condition(view: View, _: Any) -> Outcome:
        return outcome_of(view.placement.environment in every, (), ABSENT)

    return condition


def _taggable(_: Compiler, node: Mapping[str, Any]) -> Condition:
    def condition(view: View, _: Any) -> Outcome:
        can = view.resource.type in taggable_types()
        return outcome_of(can is node["taggable"], (), ABSENT)

    return condition


def _python(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    check = compiler.python(node["python"])

    def condition(view: View, _: Any) -> Outcome:
        properties = view.resource.body.get("Properties")
        if isinstance(properties, Unknown):  # no function could say more
            return outcome_of(properties, ("Properties",), properties)
        return all_of(
            Outcome(Status.UNKNOWN if place.causes else Status.FAIL, (place,))
            for place in check(view.resource, view)
        )

    return condition


_KINDS: dict[str, Callable[[Compiler, Mapping[str, Any]], Condition]] = {
    "": sentence,
    "path": sentence,
    "keys": sentence,
    "tag": sentence,
    "stack": sentence,
    "all-of": _all_of,
    "any-of": _any_of,
    "not": _not,
    "related": joins.related,
    "refers": joins.refers,
    "there-is": joins.there_is,
    "unique": joins.unique,
    "environment": _environment,
    "taggable": _taggable,
    "python": _python,
}
