"""The operators of the rule language: one function and one line of the table each.

An operator takes a value that is there and known as a whole (or is a `Partial` or a
`Reference`, of which it may know enough), and the argument in the card. Presence is
asked of absent values too; see `conditions`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from synthgate.resolve.kleene import Truth, as_number, disjunction, equal, holds_no_wildcard
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.template.data import is_list, is_mapping

Operator = Callable[[Any, Any], Truth]


def _one_of(value: Any, choices: Any) -> Truth:
    return disjunction(equal(value, choice) for choice in choices)


def _matches(value: Any, pattern: Any) -> Truth:
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    return isinstance(value, str | int | float) and bool(re.search(pattern, str(value)))


def _contains(value: Any, wanted: Any) -> Truth:
    """An item of a list, a key of a mapping, a part of a string."""
    if wanted == "*" and holds_no_wildcard(value):
        return False
    if is_list(value):
        return disjunction(equal(item, wanted) for item in value)
    if is_mapping(value):
        return wanted in value
    if isinstance(value, Partial):
        known = any(isinstance(part, str) and wanted in part for part in value.parts)
        return known or Unknown(value.causes)
    if isinstance(value, Reference):
        return Unknown(causes_of(value))
    return isinstance(value, str) and str(wanted) in value


def _starts_with(value: Any, wanted: Any) -> Truth:
    if isinstance(value, Partial):
        return _edge(value, value.prefix, wanted, str.startswith)
    return _plain_edge(value, wanted, str.startswith)


def _ends_with(value: Any, wanted: Any) -> Truth:
    if isinstance(value, Partial):
        return _edge(value, value.suffix, wanted, str.endswith)
    return _plain_edge(value, wanted, str.endswith)


def _edge(value: Partial, known: str, wanted: str, test: Callable[[str, str], bool]) -> Truth:
    """Decided where the known piece at that end agrees, or disagrees, as far as it goes."""
    if test(known, wanted):
        return True
    if "*" in wanted and holds_no_wildcard(value):
        return False
    return Unknown(value.causes) if test(wanted, known) else False


def _plain_edge(value: Any, wanted: str, test: Callable[[str, str], bool]) -> Truth:
    if isinstance(value, Reference):
        return "*" not in wanted and Unknown(causes_of(value))
    return isinstance(value, str) and test(value, wanted)


def _at_least(value: Any, least: Any) -> Truth:
    return _number(value, lambda number: number >= least)


def _at_most(value: Any, most: Any) -> Truth:
    return _number(value, lambda number: number <= most)


def _number(value: Any, holds: Callable[[float], bool]) -> Truth:
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    number = as_number(value)
    return number is not None and holds(number)


OPERATORS: dict[str, Operator] = {
    "equals": equal,
    "in": _one_of,
    "matches": _matches,
    "contains": _contains,
    "starts-with": _starts_with,
    "ends-with": _ends_with,
    "at-least": _at_least,
    "at-most": _at_most,
}
