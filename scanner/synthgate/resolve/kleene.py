"""Three-valued logic: what can be said of values that are only partly known.

``fail and unknown`` is fail, ``pass and unknown`` is unknown, ``not unknown`` is unknown
(S. C. Kleene, Introduction to Metamathematics, §64).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from synthgate.resolve.values import (
    WITHOUT_WILDCARD,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    scalar_text,
)
from synthgate.template.data import is_list, is_mapping

Truth = bool | Unknown

_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}


def negation(value: Truth) -> Truth:
    """Kleene's *not*."""
    return value if isinstance(value, Unknown) else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """Kleene's *and*; what stays unknown has the causes of all its unknown parts."""
    doubts: list[Unknown] = []
    for value in values:
        if value is False:
            return False
        if isinstance(value, Unknown):
            doubts.append(value)
    return merged(doubts) if doubts else True


def disjunction(values: Iterable[Truth]) -> Truth:
    """Kleene's *or*."""
    return negation(conjunction(negation(value) for value in values))


def merged(doubts: Iterable[Unknown]) -> Unknown:
    """One unknown with the causes of several."""
    return Unknown(tuple(dict.fromkeys(cause for doubt in doubts for cause in doubt.causes)))


def decided(test: Callable[[Any], Truth], value: object) -> Truth:
    """A test of a value; an unknown one with few choices is tested for each of them."""
    if not isinstance(value, Unknown):
        return test(value)
    outcomes = [decided(test, choice) for choice in value.choices]
    if outcomes and all(outcome is outcomes[0] for outcome in outcomes[1:]):
        first = outcomes[0]
        return first if isinstance(first, bool) else value
    return Unknown(value.causes)


def equal(left: object, right: object) -> Truth:
    """Whether two values are the same for CloudFormation, which writes most types as text.

    ``true`` and ``"true"`` are equal, and so are ``1`` and ``"1"``.
    """
    for one, other in ((left, right), (right, left)):
        if isinstance(other, str) and "*" in other and holds_no_wildcard(one):
            return False
        if isinstance(one, Unknown):
            return decided(lambda choice, other=other: equal(choice, other), one)
    if isinstance(left, Partial | Reference) or isinstance(right, Partial | Reference):
        return _equal_in_part(left, right)
    if is_list(left) and is_list(right):
        return len(left) == len(right) and conjunction(map(equal, left, right))
    if is_mapping(left) and is_mapping(right):
        return left.keys() == right.keys() and conjunction(
            equal(value, right[key]) for key, value in left.items()
        )
    if isinstance(left, bool) or isinstance(right, bool):
        return as_boolean(left) is not None and as_boolean(left) == as_boolean(right)
    if _is_container(left) or _is_container(right):
        return False
    return scalar_text(left) == scalar_text(right) or _same_number(left, right)


def holds_no_wildcard(value: object) -> bool:
    """Whether the unknown pieces of a value are names, and its known ones have no ``*``."""
    match value:
        case Unknown(causes, choices):
            return not choices and all(cause.decider in WITHOUT_WILDCARD for cause in causes)
        case Reference():
            return True
        case Partial(parts):
            return all(holds_no_wildcard(part) for part in parts)
        case _:
            return isinstance(value, str) and "*" not in value


def is_set(value: object) -> Truth:
    """Whether a property is there: not absent, not `AWS::NoValue`, not an empty string.

    What is unknown will be something; only `Fn::If` can take it away.
    """
    if isinstance(value, Unknown) and value.choices:
        truths = [is_set(choice) for choice in value.choices]
        return truths[0] if truths.count(truths[0]) == len(truths) else Unknown(value.causes)
    return isinstance(value, Unknown) or not (isinstance(value, Nothing) or value in (None, ""))


def as_boolean(value: object) -> bool | None:
    """A boolean property's value, however it is spelt; None where it is no boolean."""
    if isinstance(value, bool):
        return value
    return _BOOLEANS.get(value.lower()) if isinstance(value, str) else None


def as_number(value: object) -> float | None:
    """A number property's value, however it is spelt; None where it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _same_number(left: object, right: object) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return False
    number = as_number(left)
    return number is not None and number == as_number(right)


def _equal_in_part(left: object, right: object) -> Truth:
    if left == right and isinstance(left, Reference):
        return True
    partial, other = (left, right) if isinstance(left, Partial | Reference) else (right, left)
    if isinstance(other, bool) or _is_container(other):
        return False
    if isinstance(partial, Partial) and isinstance(other, str | int | float):
        text = scalar_text(other)
        if not (text.startswith(partial.prefix) and text.endswith(partial.suffix)):
            return False
    return Unknown(causes_of([left, right]))


def _is_container(value: object) -> bool:
    return isinstance(value, dict | list) or value is None
