"""What can be said of values that are only partly known: equality, presence, kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from synthgate.resolve.budget import DEEPEST, TOO_LONG
from synthgate.resolve.causes import UNTOLD, WITHOUT_WILDCARD, Cause, Decider
from synthgate.resolve.kleene import Truth, conjunction, decided
from synthgate.resolve.numbers import as_number
from synthgate.resolve.shapes import may_be, never_holds
from synthgate.resolve.values import (
    NO_VALUE,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    known,
    scalar_text,
)
from synthgate.template.data import is_container, is_list, is_mapping

_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}
_IN_NUMBERS = re.compile(r"[-+.0-9eE]*\Z")


MOST_PAIRS = 10_000
"""How many values that one side may have are held against those of the other."""


def equal(left: object, right: object, levels: int = DEEPEST) -> Truth:
    """Whether two values are the same for CloudFormation, which writes most types as text.

    ``true`` and ``"true"`` are equal, and so are ``1`` and ``"1"``. Whether containers are that
    go down more than some `levels` is unknown: nothing that is compared is one.
    """
    if type(left) is str and type(right) is str:  # nearly always; the rest says the same of them
        return left == right
    if _same_expression(left, right):
        return True
    left, right = known(left), known(right)
    for one, other in ((left, right), (right, left)):
        if isinstance(other, str) and "*" in other and holds_no_wildcard(one):
            return False
        if isinstance(one, Unknown):
            return _equal_unknown(one, other, levels)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Partial | Reference):
            return _equal_in_part(one, other)
    if isinstance(left, bool) or isinstance(right, bool):
        return as_boolean(left) is not None and as_boolean(left) == as_boolean(right)
    if _is_container(left) or _is_container(right):
        return _equal_containers(left, right, levels - 1) if levels else TOO_LONG
    return scalar_text(left) == scalar_text(right) or _same_number(left, right)


def _same_expression(left: object, right: object) -> bool:
    """Whether both are the same parameter, reference, or string made of the same pieces."""
    match left:
        case Reference() | Unknown(exact=True):
            return left == right
        case Partial(parts) if isinstance(right, Partial) and len(parts) == len(right.parts):
            return all(
                one == other if isinstance(one, str) else _same_expression(one, other)
                for one, other in zip(parts, right.parts, strict=True)
            )
        case _:
            return False


def is_same(left: object, right: object, levels: int = DEEPEST) -> bool:
    """Whether two values are written the same way, so that it is one which of them it is."""
    if is_mapping(left) and is_mapping(right):
        return (
            bool(levels)
            and left.keys() == right.keys()
            and all(is_same(value, right[key], levels - 1) for key, value in left.items())
        )
    if is_list(left) and is_list(right):
        return (
            bool(levels)
            and len(left) == len(right)
            and all(is_same(one, other, levels - 1) for one, other in zip(left, right, strict=True))
        )
    if isinstance(left, Unknown):
        return left.exact and left == right
    return type(left) is type(right) and left == right


def _equal_unknown(one: Unknown, other: object, levels: int) -> Truth:
    if any(equal(other, value, levels) is True for value in one.excluded):
        return False
    if isinstance(other, str | int | float) and not may_be(one, scalar_text(other)):
        return False
    if isinstance(other, Unknown) and _choices_in(one) * _choices_in(other) > MOST_PAIRS:
        return Unknown(causes_of([one, other]))
    truth = decided(lambda choice: equal(choice, other, levels), one)
    return Unknown(causes_of([one, other])) if isinstance(truth, Unknown) else truth


def _choices_in(value: object) -> int:
    """How many values an unknown one may have, those of its choices included."""
    return sum(map(_choices_in, value.choices)) if isinstance(value, Unknown) else 1


def _equal_in_part(one: Partial | Reference, other: object) -> Truth:
    """A string known in part, or an attribute, against a value that is known."""
    if isinstance(one, Reference):
        is_text = one.attribute is None  # `Ref` gives a string, `Fn::GetAtt` anything
        never = is_text and (isinstance(other, bool) or _is_container(other))
        return False if never else Unknown(causes_of([one, other]))
    if _is_container(other):
        return False
    if isinstance(other, bool):
        words = (word for word, truth in _BOOLEANS.items() if truth is other)
        start, end = one.prefix.lower(), one.suffix.lower()
        may_be = any(word.startswith(start) and word.endswith(end) for word in words)
    elif isinstance(other, int | float):
        may_be = bool(_IN_NUMBERS.match(one.prefix) and _IN_NUMBERS.match(one.suffix))
    else:
        may_be = not isinstance(other, str) or _fits(one, other)
    return Unknown(causes_of([one, other])) if may_be else False


def _fits(partial: Partial, text: str) -> bool:
    return text.startswith(partial.prefix) and text.endswith(partial.suffix)


def _equal_containers(left: object, right: object, levels: int) -> Truth:
    if is_list(left) and is_list(right):
        if any(may_be_left_out(item) for item in [*left, *right]):
            return Unknown(causes_of([left, right]))
        return len(left) == len(right) and conjunction(
            equal(one, other, levels) for one, other in zip(left, right, strict=True)
        )
    if is_mapping(left) and is_mapping(right):
        if any(may_be_left_out(item) for item in [*left.values(), *right.values()]):
            return Unknown(causes_of([left, right]))
        return left.keys() == right.keys() and conjunction(
            equal(value, right[key], levels) for key, value in left.items()
        )
    return False


def _is_container(value: object) -> bool:
    return is_container(value) or value is None


def may_be_left_out(value: object) -> bool:
    """Whether a value may turn out to be `AWS::NoValue`."""
    return isinstance(value, Unknown) and any(
        choice is NO_VALUE or may_be_left_out(choice) for choice in value.choices
    )


def holds_no_wildcard(value: object) -> bool:
    """Whether the unknown pieces of a value are names, and its known ones have no ``*``."""
    match value:
        case Unknown(causes, choices):
            named = not choices and all(cause.decider in WITHOUT_WILDCARD for cause in causes)
            return named or never_holds(value, "*")
        case Reference():
            return True
        case Partial(parts):
            return all(holds_no_wildcard(part) for part in parts)
        case _:
            return isinstance(value, str) and "*" not in value


def typed_wildcard(value: object) -> tuple[Cause, ...]:
    """Why a value has a wildcard if somebody types one for a parameter, and not otherwise.

    None where the template itself offers one (`Default`, `AllowedValues`), or anything else may
    bring it.
    """
    pieces = value.parts if isinstance(value, Partial) else (value,)
    if all(_is_typed(piece) or holds_no_wildcard(piece) for piece in pieces):
        causes = causes_of([piece for piece in pieces if _is_typed(piece)])
        return tuple(replace(cause, decider=Decider.GIVEN) for cause in causes)
    return ()


def _is_typed(value: object) -> bool:
    return (
        isinstance(value, Unknown)
        and not value.choices
        and value.limits is not None
        and not any("*" in text for text in value.limits.offered)
        and all(cause.decider is Decider.PARAMETER for cause in value.causes)
    )


def is_set(value: object) -> Truth:
    """Whether a property is there: not absent, not `AWS::NoValue`, not an empty string.

    A parameter without a value may be given an empty one, unless its limits forbid that; what is
    not in the template cannot be deployed, but for an attribute: its resource is a module's, and it
    is something. What a stack is for, and nothing says, is not there. Else what is unknown will be
    something, and only `Fn::If` can take it away.
    """
    if not isinstance(value, Unknown):
        return not (isinstance(value, Nothing) or value in (None, ""))
    if value.causes == (UNTOLD,):
        return False
    if value.choices:
        return _of_all(is_set, value)
    deciders = {cause.decider for cause in value.causes}
    may_be_empty = value.exact and Decider.PARAMETER in deciders and may_be(value, "")
    is_list = value.limits is not None and value.limits.of_items
    is_missing = any(map(_is_missing, value.causes))
    is_open = is_missing or (may_be_empty and not is_list)
    return Unknown(value.causes) if is_open else True


def _is_missing(cause: Cause) -> bool:
    """Whether a parameter, a resource or a mapping is not there; not an attribute of one."""
    owner, _, attribute = cause.name.partition(".")
    return cause.decider is Decider.MISSING and (not attribute or owner == "Mappings")


def is_there(value: object) -> Truth:
    """Whether something is written at a place, be it an empty text: what `Fn::If` cannot take."""
    if isinstance(value, Unknown) and value.choices:
        return _of_all(is_there, value)
    return isinstance(value, Unknown) or is_set(value)


def _of_all(test: Callable[[object], Truth], value: Unknown) -> Truth:
    """What a test says of every choice, an unknown answer included."""
    truths = [test(choice) for choice in value.choices]
    return truths[0] if truths.count(truths[0]) == len(truths) else Unknown(value.causes)


def as_boolean(value: object) -> bool | None:
    """A boolean property's value, however it is spelt; None where it is no boolean."""
    if isinstance(value, bool):
        return value
    return _BOOLEANS.get(value.lower()) if isinstance(value, str) else None


def _same_number(left: object, right: object) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return False
    number = as_number(left)
    return number is not None and number == as_number(right)
