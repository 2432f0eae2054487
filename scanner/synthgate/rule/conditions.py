"""Conditions: the `when` and `check` of a card, compiled to functions of a resource.

A condition is a mapping. What it asks is told by its word:

    path                 what the operators beside it, or a quantifier, ask of each match
    all-of, any-of, not  combine conditions
    related              asks of resources that refer to this one
    environment          asks what the stack is for
    python               a generator in the `.py` beside the card

What may be written is said in `grammar`; here is what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Status
from synthgate.resolve.compare import is_set
from synthgate.resolve.kleene import Truth, conjunction, decided, disjunction, negation
from synthgate.resolve.values import ABSENT, Nothing, Unknown
from synthgate.rule.grammar import QUANTIFIERS, Grammar, kind_of
from synthgate.rule.jsonpath import Match, Path, compile_path
from synthgate.rule.mistakes import Mistake
from synthgate.rule.operators import ARGUMENTS, OPERATORS
from synthgate.rule.outcome import Outcome, Place, all_of, any_of, negated
from synthgate.rule.python_check import Check
from synthgate.rule.view import View
from synthgate.template.data import is_list

Condition = Callable[[View, Any], Outcome]
"""Asks something of a value (the resource's body, or a match inside it)."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """What conditions need to know of their card: the functions beside it."""

    python: Callable[[str], Check]

    def mistakes(self, node: object, word: str) -> Iterator[Mistake]:
        """Everything that a card says in a condition and the language does not have."""
        return Grammar(self.python).mistakes(node, (word,))

    def condition(self, node: Any, word: str = "check") -> Condition:
        """Compile one condition.

        Raises:
            CardError: the first of its mistakes.
        """
        for mistake in self.mistakes(node, word):
            raise CardError(mistake.text)
        return self.compiled(node)

    def compiled(self, node: Mapping[str, Any]) -> Condition:
        """Compile a condition that has no mistakes."""
        return _KINDS[kind_of(node) or ""](self, node)


def _sentence(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """``path``, then operators (every match must pass) or one quantifier."""
    path = compile_path(node["path"])
    default = node.get("default", ABSENT)
    parts = [_quantified(compiler, path, word, node[word]) for word in node if word in QUANTIFIERS]
    operators = {word: ARGUMENTS[word](node[word]) for word in node if word in ARGUMENTS}
    if operators:
        parts.append(_operated(path, operators, default))
    return parts[0] if len(parts) == 1 else _combined(parts, all_of)


def _operated(path: Path, operators: Mapping[str, Any], default: Any) -> Condition:
    def condition(_: View, value: Any) -> Outcome:
        return all_of(_operate(match, operators, default) for match in path.find(value))

    return condition


def _operate(match: Match, operators: Mapping[str, Any], default: Any) -> Outcome:
    truth = conjunction(
        _apply(word, match.value, argument, default) for word, argument in operators.items()
    )
    saw = default if match.value is ABSENT else match.value
    return _doubted(outcome_of(truth, match.route, saw), match)


def _apply(word: str, value: Any, argument: Any, default: Any) -> Truth:
    """An operator on a value; what is absent, in this branch or that, has the default."""
    if word == "exists":
        there = is_set(value)
        return there if argument else negation(there)

    def test(known: Any) -> Truth:
        known = default if isinstance(known, Nothing) else known
        return known is not ABSENT and OPERATORS[word](known, argument)

    return decided(test, value)


def outcome_of(truth: Truth, route: tuple[str | int, ...], saw: Any) -> Outcome:
    """A truth about one value as an outcome."""
    if isinstance(truth, Unknown):
        return Outcome(Status.UNKNOWN, (Place(route, saw, truth.causes),))
    return Outcome(Status.PASS if truth else Status.FAIL, (Place(route, saw),))


def _doubted(outcome: Outcome, match: Match) -> Outcome:
    """A failure of something that may not belong to the path at all is no sure failure."""
    if match.doubt is None or outcome.status is not Status.FAIL:
        return outcome
    return Outcome(Status.UNKNOWN, (Place(match.route, match.value, match.doubt.causes),))


def _quantified(compiler: Compiler, path: Path, word: str, node: Mapping[str, Any]) -> Condition:
    inner = compiler.compiled(node)
    quantify = _QUANTIFIERS[word]

    def condition(view: View, value: Any) -> Outcome:
        matches = [match for match in path.find(value) if match.value is not ABSENT]
        return quantify(
            _doubted_for(word, inner(view, match.value).below(match.route), match)
            for match in matches
        )

    return condition


def _doubted_for(word: str, outcome: Outcome, match: Match) -> Outcome:
    decisive = {"all": Status.FAIL, "any": Status.PASS, "none": Status.PASS}[word]
    if match.doubt is None or outcome.status is not decisive:
        return outcome
    return Outcome(Status.UNKNOWN, (Place(match.route, match.value, match.doubt.causes),))


def _none_of(outcomes: Iterator[Outcome]) -> Outcome:
    return all_of(negated(outcome) for outcome in outcomes)


_QUANTIFIERS: dict[str, Callable[[Iterator[Outcome]], Outcome]] = {
    "all": all_of,
    "any": any_of,
    "none": _none_of,
}


def _combined(parts: list[Condition], combine: Callable[[Iterator[Outcome]], Outcome]) -> Condition:
    return lambda view, value: combine(part(view, value) for part in parts)


def _all_of(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    return _combined([compiler.compiled(part) for part in node["all-of"]], all_of)


def _any_of(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    return _combined([compiler.compiled(part) for part in node["any-of"]], any_of)


def _not(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    inner = compiler.compiled(node["not"])
    return lambda view, value: negated(inner(view, value))


def _related(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """``related: TYPE, by: PATH``: some resource of that type whose path refers to this one."""
    types = node["related"] if is_list(node["related"]) else [node["related"]]
    by = compile_path(node["by"])
    inner = compiler.compiled(node["any"]) if "any" in node else None

    def condition(view: View, _: Any) -> Outcome:
        relation = view.related(types, by)
        satisfies = disjunction(
            conjunction((meant, _truth(inner(view.on(other), other.body)) if inner else True))
            for other, meant in relation
        )
        return outcome_of(satisfies, (), ABSENT)

    return condition


def _truth(outcome: Outcome) -> Truth:
    """An outcome without its places."""
    causes = (cause for place in outcome.places for cause in place.causes)
    match outcome.status:
        case Status.UNKNOWN:
            return Unknown(tuple(dict.fromkeys(causes)))
        case status:
            return status is Status.PASS


def _environment(_: Compiler, node: Mapping[str, Any]) -> Condition:
    wanted = node["environment"]

    def condition(view: View, _: Any) -> Outcome:
        return outcome_of(view.placement.environment == wanted, (), ABSENT)

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
    "path": _sentence,
    "all-of": _all_of,
    "any-of": _any_of,
    "not": _not,
    "related": _related,
    "environment": _environment,
    "python": _python,
}
