"""Sentences: what is looked at, and what operators and quantifiers ask of it.

path: $.Properties.RetentionInDays      what a path leads to from here
tag: CostCenter                         a tag of the resource, or of its stack
stack: region                           a fact about the stack
(none of these)                         inside a quantifier: the match itself
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from synthgate.model import Message, Status
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.placement import Placement
from synthgate.resolve.values import (
    ABSENT,
    Decider,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    exactly,
    scalar_text,
    unknown,
)
from synthgate.rule.operators.asking import Asking, argument
from synthgate.rule.operators.quantities import limits_of, tally
from synthgate.rule.operators.table import ARGUMENTS
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.steps import Field, Match
from synthgate.rule.surroundings.tags import tag_of
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Outcome, Place, all_of, any_of, negated
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, property_path

if TYPE_CHECKING:
    from synthgate.rule.language.compiler import Compiler, Condition

Finder = Callable[[View, Any], Iterable[Match]]
"""What a sentence looks at, from a value of the resource."""

QUANTIFIERS = ("all", "any", "none")


def sentence(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """Operators (every match must pass), quantifiers and a count, all of which must hold."""
    find = _finder(node)
    parts = [_quantified(compiler, find, word, node[word]) for word in node if word in QUANTIFIERS]
    if any(word in ARGUMENTS for word in node):
        parts.append(_operated(find, node))
    if "count" in node:
        parts.append(_counted(find, limits_of(node["count"])))
    if len(parts) == 1:
        return parts[0]
    return lambda view, value: all_of(part(view, value) for part in parts)


def _finder(node: Mapping[str, Any]) -> Finder:
    for word, made in FINDERS.items():
        if word in node:
            return made(node[word])
    return lambda _, value: [Match((), value)]


def _along(text: str) -> Finder:
    path = compile_path(text)
    return lambda _, value: path.find(value)


def _keys(text: str) -> Finder:
    path = compile_path(text)
    return lambda _, value: [key for match in path.find(value) for key in _keys_of(match)]


def _keys_of(match: Match) -> Iterator[Match]:
    """Each key, at the place of its value; a mapping that is not known has any number."""
    if is_mapping(match.value):
        for key, value in match.value.items():
            yield Match((*match.route, key), key, _doubt(Match((), value, match.doubt)))
    elif isinstance(match.value, Unknown | Partial | Reference):
        causes = causes_of(match.value)
        yield Match(match.route, Unknown(causes, (ABSENT, Unknown(causes))), match.doubt)


def _tags(names: Any) -> Finder:
    every: list[str] = names if is_list(names) else [names]
    return lambda view, _: [tag_of(view, name) for name in every]


def _fact(name: str) -> Finder:
    return lambda view, _: [Match((), FACTS[name](view.placement))]


def _pseudo(value: str | None, name: str) -> Any:
    return exactly(Decider.PSEUDO, name) if value is None else value


FACTS: dict[str, Callable[[Placement], Any]] = {
    "region": lambda placement: _pseudo(placement.region, "AWS::Region"),
    "account": lambda placement: _pseudo(placement.account, "AWS::AccountId"),
    "name": lambda placement: _pseudo(placement.stack_name, "AWS::StackName"),
    "environment": lambda placement: placement.environment or ABSENT,
    "termination-protection": lambda placement: (
        unknown(Decider.OUTSIDE, "TerminationProtection")
        if placement.termination_protection is None
        else placement.termination_protection
    ),
}
"""What may be asked about a stack. Without an assembly, some of it is not known."""

FINDERS: dict[str, Callable[[Any], Finder]] = {
    "path": _along,
    "keys": _keys,
    "tag": _tags,
    "stack": _fact,
}


def _operated(find: Finder, node: Mapping[str, Any]) -> Condition:
    operators = {word: argument(word, node[word]) for word in node if word in ARGUMENTS}
    default, unit = node.get("default", ABSENT), node.get("unit")
    doubt_of = _doubt if _is_wide(node) else _doubt_of_filter

    def condition(view: View, value: Any) -> Outcome:
        asking = Asking(view, value, default, unit)
        outcomes = [_operate(match, asking) for match in find(view, value)]
        return outcomes[0] if len(outcomes) == 1 else all_of(outcomes)

    def _operate(match: Match, asking: Asking) -> Outcome:
        truths = [asking.of(match.value, word, taken) for word, taken in operators.items()]
        truth = truths[0] if len(truths) == 1 else conjunction(truths)
        outcome = _of_default(match, default) if match.value is ABSENT and truth is False else None
        outcome = outcome or outcome_of(truth, match.route, match.value)
        return _doubted(outcome, match, doubt_of(match), Status.FAIL)

    return condition


def _of_default(match: Match, default: Any) -> Outcome | None:
    """The failure of what nobody wrote: what the service does by itself."""
    if isinstance(default, Nothing):
        return None
    path = property_path(match.route).removeprefix("Properties.")
    note = Message("{path} is not set, which means {default}").format(
        path=path, default=scalar_text(default)
    )
    return Outcome(Status.FAIL, (Place(match.route, default, note=note),))


def _is_wide(node: Mapping[str, Any]) -> bool:
    """Whether what is left out is no match at all, as an item; else it is an absent property."""
    steps = compile_path(node["path"]).steps if "path" in node else ()
    return "keys" in node or not all(isinstance(step, Field) for step in steps)


def outcome_of(truth: Truth, route: Route, saw: Any) -> Outcome:
    """A truth about one value as an outcome."""
    if isinstance(truth, Unknown):
        return Outcome(Status.UNKNOWN, (Place(route, saw, truth.causes),))
    return Outcome(Status.PASS if truth else Status.FAIL, (Place(route, saw),))


def _doubted(outcome: Outcome, match: Match, doubt: Unknown | None, decisive: Status) -> Outcome:
    """What something says that may be no match at all: nothing for sure, if it would decide."""
    if doubt is None or outcome.status is not decisive:
        return outcome
    return Outcome(Status.UNKNOWN, (Place(match.route, match.value, doubt.causes),))


def _doubt_of_filter(match: Match) -> Unknown | None:
    return match.doubt


def _doubt(match: Match) -> Unknown | None:
    """Why a match may be none: a filter is not decided, or the value may be left out."""
    if match.doubt is None and _may_be_nothing(match.value):
        return Unknown(causes_of(match.value))
    return match.doubt


def _may_be_nothing(value: object) -> bool:
    return isinstance(value, Unknown) and any(
        isinstance(choice, Nothing) or _may_be_nothing(choice) for choice in value.choices
    )


def _quantified(compiler: Compiler, find: Finder, word: str, node: Mapping[str, Any]) -> Condition:
    inner = compiler.compiled(node)
    quantify = QUANTIFY[word]
    decisive = Status.FAIL if word == "all" else Status.PASS

    def condition(view: View, value: Any) -> Outcome:
        matches = [match for match in find(view, value) if match.value is not ABSENT]
        return quantify(
            _doubted(inner(view, match.value).below(match.route), match, _doubt(match), decisive)
            for match in matches
        )

    return condition


def _none_of(outcomes: Iterator[Outcome]) -> Outcome:
    return all_of(negated(outcome) for outcome in outcomes)


QUANTIFY: dict[str, Callable[[Iterator[Outcome]], Outcome]] = {
    "all": all_of,
    "any": any_of,
    "none": _none_of,
}


def _counted(find: Finder, limits: Mapping[str, float]) -> Condition:
    """How many matches there are."""

    def condition(view: View, value: Any) -> Outcome:
        matches = list(find(view, value))
        found = tally([(match.value, match.doubt or True) for match in matches])
        route = matches[0].route if matches else ()
        saw = matches[0].value if matches else ABSENT
        return outcome_of(found.meets(limits), route, saw)

    return condition
