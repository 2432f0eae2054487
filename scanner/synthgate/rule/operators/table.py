"""The operators of the rule language: one function and one line of the table each.

An operator takes a value that is there and known as a whole (or is a `Partial` or a
`Reference`, of which it may know enough), and the argument in the card, which has been
taken by `Operator.argument`. Presence is asked of absent values too; see `conditions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from synthgate.resolve.compare import equal, holds_no_wildcard
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of, scalar_text
from synthgate.rule.operators.network import NETWORK_OPERATORS
from synthgate.rule.operators.operator import (
    Operator,
    anything,
    items,
    one_or_more,
    scalar,
    text,
    truth,
)
from synthgate.rule.operators.policies import POLICY_OPERATORS
from synthgate.rule.operators.quantities import COMPARISONS, QUANTITY_OPERATORS, stays
from synthgate.rule.regex import Regex, regex
from synthgate.template.data import is_list, is_mapping


def _one_of(value: Any, choices: Any) -> Truth:
    return disjunction(equal(value, choice) for choice in choices)


def _matches(value: Any, pattern: Regex) -> Truth:
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    return isinstance(value, str | int | float) and pattern.found_in(scalar_text(value))


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


def _starts_with(value: Any, wanted: Any) -> Truth:
    return disjunction(_edge(value, _prefix_of(value), one, str.startswith) for one in wanted)


def _ends_with(value: Any, wanted: Any) -> Truth:
    return disjunction(_edge(value, _suffix_of(value), one, str.endswith) for one in wanted)


def _prefix_of(value: Any) -> str:
    return value.prefix if isinstance(value, Partial) else ""


def _suffix_of(value: Any) -> str:
    return value.suffix if isinstance(value, Partial) else ""


def _edge(value: Any, known: str, wanted: str, test: Callable[[str, str], bool]) -> Truth:
    """Decided where the known piece at that end agrees, or disagrees, as far as it goes."""
    if not isinstance(value, Partial):
        return _plain_edge(value, wanted, test)
    if test(known, wanted):
        return True
    if "*" in wanted and holds_no_wildcard(value):
        return False
    return Unknown(value.causes) if test(wanted, known) else False


def _plain_edge(value: Any, wanted: str, test: Callable[[str, str], bool]) -> Truth:
    if isinstance(value, Reference):
        return "*" not in wanted and Unknown(causes_of(value))
    return isinstance(value, str) and test(value, wanted)


def _contains_any(value: Any, wanted: Any) -> Truth:
    return disjunction(_contains(value, one) for one in wanted)


def _contains_all(value: Any, wanted: Any) -> Truth:
    return conjunction(_contains(value, one) for one in wanted)


def _is_empty(value: Any, wanted: bool) -> Truth:
    """A string, list or mapping with nothing in it; what is absent has nothing either."""
    if value is ABSENT:
        return wanted
    empty = QUANTITY_OPERATORS["length"](value, {"at-most": 0})
    return empty if wanted else negation(empty)


def _pattern(written: Any) -> Regex:
    return regex(text(written))


OPERATORS: dict[str, Operator] = {
    "equals": Operator(equal, anything),
    "in": Operator(_one_of, items),
    "matches": Operator(_matches, _pattern),
    "contains": Operator(_contains, scalar),
    "contains-any": Operator(_contains_any, one_or_more(scalar)),
    "contains-all": Operator(_contains_all, one_or_more(scalar)),
    "starts-with": Operator(_starts_with, one_or_more(text)),
    "ends-with": Operator(_ends_with, one_or_more(text)),
    "empty": Operator(_is_empty, truth),
    **QUANTITY_OPERATORS,
    **NETWORK_OPERATORS,
    **{
        word: Operator(*pair, placed=word == "principals-within")
        for word, pair in POLICY_OPERATORS.items()
    },
}

NEGATED: Mapping[str, str] = {
    f"not-{word}": word for word in ("equals", "in", "matches", "contains", "contains-any")
}
"""Words that ask the opposite of another; what is absent passes them."""

ARGUMENTS: dict[str, Callable[[Any], Any]] = {
    "exists": truth,
    **{word: operator.argument for word, operator in OPERATORS.items()},
    **{word: OPERATORS[positive].argument for word, positive in NEGATED.items()},
}
"""What each word beside a path takes."""

WITH_UNITS = frozenset(COMPARISONS)
"""The operators that heed a `unit` beside them."""
