"""How a text starts and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import holds_no_wildcard
from synthgate.resolve.kleene import Truth, disjunction
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.operators.operator import Operator, one_or_more, text


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


WORDS = (
    Operator(
        "starts-with",
        Message("it starts with this, or with one of these"),
        _starts_with,
        one_or_more(text),
    ),
    Operator(
        "ends-with",
        Message("it ends with this, or with one of these"),
        _ends_with,
        one_or_more(text),
    ),
)
