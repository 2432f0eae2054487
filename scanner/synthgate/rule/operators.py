"""The operators of the rule language: one function and one line of the table each.

An operator takes a value that is there and known as a whole (or is a `Partial` or a
`Reference`, of which it may know enough), and the argument in the card, which has been
taken by `Operator.argument`. Presence is asked of absent values too; see `conditions`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Text
from synthgate.resolve.compare import as_number, equal, holds_no_wildcard
from synthgate.resolve.kleene import Truth, disjunction
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, scalar_text
from synthgate.rule.mistakes import wrong_kind
from synthgate.template.data import is_list, is_mapping


@dataclass(frozen=True, slots=True)
class Operator:
    """A test of a value, and the argument of the card that it takes.

    `argument` gives what is written there as the test wants it, or raises `CardError`.
    """

    test: Callable[[Any, Any], Truth]
    argument: Callable[[Any], Any]

    def __call__(self, value: Any, argument: Any) -> Truth:
        """What the test says."""
        return self.test(value, argument)


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
    text = scalar_text(wanted)
    if is_mapping(value):
        return text in value
    if isinstance(value, Partial):
        known = any(isinstance(part, str) and text in part for part in value.parts)
        return known or Unknown(value.causes)
    if isinstance(value, Reference):
        return Unknown(causes_of(value))
    return isinstance(value, str) and text in value


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


def _taken(is_right: Callable[[Any], bool], kind: Text) -> Callable[[Any], Any]:
    """Takes the arguments that are of a kind."""

    def argument(written: Any) -> Any:
        if is_right(written):
            return written
        raise CardError(wrong_kind(kind, written))

    return argument


def _pattern(written: Any) -> re.Pattern[str]:
    try:
        return re.compile(_text(written))
    except (re.error, OverflowError, RecursionError) as error:
        raise CardError(
            Text("not a regular expression: {error}", "정규 표현식이 아닙니다: {error}").format(
                error=str(error)
            )
        ) from error


_anything = _taken(lambda _: True, Text("anything", "아무 값"))
_text = _taken(lambda written: isinstance(written, str), Text("a string", "문자열"))
_list = _taken(is_list, Text("a list", "목록"))
_truth = _taken(lambda written: isinstance(written, bool), Text("true or false", "true 또는 false"))
_scalar = _taken(
    lambda written: isinstance(written, str | int | float),
    Text("a string, a number or a boolean", "문자열, 숫자 또는 불리언"),
)
_figure = _taken(
    lambda written: isinstance(written, int | float) and not isinstance(written, bool),
    Text("a number", "숫자"),
)

OPERATORS: dict[str, Operator] = {
    "equals": Operator(equal, _anything),
    "in": Operator(_one_of, _list),
    "matches": Operator(_matches, _pattern),
    "contains": Operator(_contains, _scalar),
    "starts-with": Operator(_starts_with, _text),
    "ends-with": Operator(_ends_with, _text),
    "at-least": Operator(_at_least, _figure),
    "at-most": Operator(_at_most, _figure),
}

ARGUMENTS: dict[str, Callable[[Any], Any]] = {
    "exists": _truth,
    **{word: operator.argument for word, operator in OPERATORS.items()},
}
"""What each word beside a path takes."""
