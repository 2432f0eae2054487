"""What a list, a mapping or a string holds."""

from __future__ import annotations

from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import equal, holds_no_wildcard
from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, scalar_text
from synthgate.rule.operators.operator import Operator, one_or_more, scalar
from synthgate.rule.operators.tally import stays
from synthgate.template.data import is_list, is_mapping


def _contains(value: Any, wanted: Any) -> Truth:
    """An item of a list, a key of a mapping, a part of a string."""
    if wanted == "*" and holds_no_wildcard(value):
        return False
    if is_list(value):
        return disjunction(equal(item, wanted) for item in value)
    piece = scalar_text(wanted)
    if is_mapping(value):
        return piece in value and stays(value[piece])
    if isinstance(value, Partial):
        known = any(isinstance(part, str) and piece in part for part in value.parts)
        return known or Unknown(value.causes)
    if isinstance(value, Reference):
        return Unknown(causes_of(value))
    return isinstance(value, str) and piece in value


def _contains_any(value: Any, wanted: Any) -> Truth:
    return disjunction(_contains(value, one) for one in wanted)


def _contains_all(value: Any, wanted: Any) -> Truth:
    return conjunction(_contains(value, one) for one in wanted)


WORDS = (
    Operator(
        "contains",
        Message("this is an item of the list, a key of the mapping or a part of the string"),
        _contains,
        scalar,
        Message("it does not contain this"),
    ),
    Operator(
        "contains-any",
        Message("it contains one of these"),
        _contains_any,
        one_or_more(scalar),
        Message("it contains none of these"),
    ),
    Operator(
        "contains-all",
        Message("it contains all of these"),
        _contains_all,
        one_or_more(scalar),
    ),
)
