"""Conditions: the `when` and `check` of a card, compiled to functions of a resource.

A condition is a mapping. What it asks is told by its word:

    path                 what the operators beside it, or a quantifier, ask of each match
    all-of, any-of, not  combine conditions
    related              asks of resources that refer to this one
    environment          asks what the stack is for
    python               a generator in the `.py` beside the card
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Status, Text
from synthgate.resolve.kleene import Truth, conjunction, decided, disjunction, is_set, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Nothing, Unknown
from synthgate.rule.jsonpath import Match, Path, compile_path
from synthgate.rule.operators import OPERATORS
from synthgate.rule.outcome import Outcome, Place, all_of, any_of, negated
from synthgate.rule.view import View
from synthgate.template.data import is_list, is_mapping

Condition = Callable[[View, Any], Outcome]
"""Asks something of a value (the resource's body, or a match inside it)."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """What conditions need to know of their card: the functions beside it."""

    python: Callable[[str], Callable[[Resource, View], Iterator[Place]]]

    def condition(self, node: object, where: str = "check") -> Condition:
        """Compile one condition.

        Raises:
            CardError: it says something the language does not have.
        """
        if not is_mapping(node):
            raise _mistake(f"{where} must be a mapping", f"{where}은(는) 매핑이어야 합니다")
        kind = next((word for word in _KINDS if word in node), None)
        if kind is None:
            raise _unknown_word(where, next(iter(node), ""), [*_KINDS])
        return _KINDS[kind](self, node, where)


def _sentence(compiler: Compiler, node: Mapping[str, Any], where: str) -> Condition:
    """``path``, then operators (every match must pass) or one quantifier."""
    path = _path(node["path"], where)
    default = node.get("default", ABSENT)
    words = [word for word in node if word not in {"path", "default"}]
    known = [*_QUANTIFIERS, "exists", *OPERATORS]
    for word in words:
        if word not in known:
            raise _unknown_word(where, word, [*known, "default"])
    if not words:
        raise _mistake(
            f"{where}: a path without an operator ({', '.join(known)})",
            f"{where}: 경로에 연산자가 없습니다({', '.join(known)})",
        )
    quantifiers = [word for word in words if word in _QUANTIFIERS]
    parts = [
        _quantified(compiler, path, word, node[word], f"{where}.{word}") for word in quantifiers
    ]
    operators = {word: node[word] for word in words if word not in _QUANTIFIERS}
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


def _quantified(compiler: Compiler, path: Path, word: str, node: object, where: str) -> Condition:
    inner = compiler.condition(node, where)
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


def _all_of(compiler: Compiler, node: Mapping[str, Any], where: str) -> Condition:
    return _combined(_parts(compiler, node, "all-of", where), all_of)


def _any_of(compiler: Compiler, node: Mapping[str, Any], where: str) -> Condition:
    return _combined(_parts(compiler, node, "any-of", where), any_of)


def _not(compiler: Compiler, node: Mapping[str, Any], where: str) -> Condition:
    _only(node, {"not"}, where)
    inner = compiler.condition(node["not"], f"{where}.not")
    return lambda view, value: negated(inner(view, value))


def _parts(compiler: Compiler, node: Mapping[str, Any], word: str, where: str) -> list[Condition]:
    _only(node, {word}, where)
    if not is_list(node[word]):
        raise _mistake(
            f"{where}.{word} must be a list of conditions",
            f"{where}.{word}은(는) 조건의 목록이어야 합니다",
        )
    return [
        compiler.condition(part, f"{where}.{word}[{index}]")
        for index, part in enumerate(node[word])
    ]


def _related(compiler: Compiler, node: Mapping[str, Any], where: str) -> Condition:
    """``related: TYPE, by: PATH``: some resource of that type whose path refers to this one."""
    _only(node, {"related", "by", "any"}, where)
    types = node["related"] if is_list(node["related"]) else [node["related"]]
    by = _path(node.get("by"), where)
    inner = compiler.condition(node["any"], f"{where}.any") if "any" in node else None

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


def _environment(_: Compiler, node: Mapping[str, Any], where: str) -> Condition:
    _only(node, {"environment"}, where)
    wanted = node["environment"]

    def condition(view: View, _: Any) -> Outcome:
        return outcome_of(view.placement.environment == wanted, (), ABSENT)

    return condition


def _python(compiler: Compiler, node: Mapping[str, Any], where: str) -> Condition:
    _only(node, {"python"}, where)
    check = compiler.python(str(node["python"]))

    def condition(view: View, _: Any) -> Outcome:
        properties = view.resource.body.get("Properties")
        if isinstance(properties, Unknown):  # no function could say more
            return outcome_of(properties, ("Properties",), properties)
        return all_of(
            Outcome(Status.UNKNOWN if place.causes else Status.FAIL, (place,))
            for place in check(view.resource, view)
        )

    return condition


_KINDS: dict[str, Callable[[Compiler, Mapping[str, Any], str], Condition]] = {
    "path": _sentence,
    "all-of": _all_of,
    "any-of": _any_of,
    "not": _not,
    "related": _related,
    "environment": _environment,
    "python": _python,
}


def _path(text: object, where: str) -> Path:
    if not isinstance(text, str):
        raise _mistake(f"{where}: a path is a string", f"{where}: 경로는 문자열이어야 합니다")
    return compile_path(text)


def _only(node: Mapping[str, Any], words: set[str], where: str) -> None:
    for word in node:
        if word not in words:
            raise _unknown_word(where, word, sorted(words))


def _unknown_word(where: str, word: str, known: list[str]) -> CardError:
    near = get_close_matches(word, known, n=1)
    meant = Text(f"; did you mean {near[0]!r}?", f"; {near[0]!r}을(를) 뜻했나요?") if near else None
    return CardError(
        Text(
            "{where}: unknown word {word!r} (one of {known}){meant}",
            "{where}: 알 수 없는 단어 {word!r} ({known} 중 하나){meant}",
        ).format(where=where, word=word, known=", ".join(known), meant=meant or Text("", ""))
    )


def _mistake(en: str, ko: str) -> CardError:
    return CardError(Text(en, ko))
