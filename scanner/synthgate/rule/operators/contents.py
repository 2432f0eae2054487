"""What a text holds, and how it starts and ends; what a list or a mapping holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import equal, holds_no_wildcard
from synthgate.resolve.kleene import Truth, conjunction, disjunction
from synthgate.resolve.shapes import limits_on, may_hold, shape_of
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, scalar_text
from synthgate.rule.operators.operator import Operator, Row, one_or_more, scalar, taken, text
from synthgate.rule.operators.tally import stays
from synthgate.rule.regex import Regex, regex
from synthgate.rule.texts.possible import found_in
from synthgate.rule.texts.sameness import Letters
from synthgate.template.data import is_list, is_mapping

Open = Partial | Reference | Unknown


def _pattern(written: Any) -> Regex:
    return regex(text(written))


def _matches(value: Any, pattern: Regex) -> Truth:
    if isinstance(value, Partial | Reference | Unknown):
        return found_in(pattern.written, value)
    return isinstance(value, str | int | float) and pattern.found_in(scalar_text(value))


def _found(pattern: Regex) -> Callable[[Any], Truth]:
    """The same of plain values, none of which is open."""
    found_in = pattern.found_in
    return lambda value: found_in(value) if type(value) is str else _matches(value, pattern)


def _contains(value: Any, wanted: Any) -> Truth:
    """An item of a list, a key of a mapping, a part of a string."""
    if wanted == "*" and holds_no_wildcard(value):
        return False
    if is_list(value):
        return disjunction(equal(item, wanted) for item in value)
    if isinstance(wanted, Open):
        return _open(value, wanted, Letters.holds)
    piece = scalar_text(wanted)
    if is_mapping(value):
        return piece in value and stays(value[piece])
    if isinstance(value, Partial):
        known = any(isinstance(part, str) and piece in part for part in value.parts)
        return known or found_in(re.escape(piece), value)
    if isinstance(value, Unknown):
        return _open_contains(value, piece)
    if isinstance(value, Reference):
        return Unknown(causes_of(value))
    return isinstance(value, str) and piece in value


def _open_contains(value: Unknown, piece: str) -> Truth:
    """Of a list that is not known, an item that may be; of a text, a part."""
    if limits_on(value).of_items:
        return may_hold(value, piece) and Unknown(value.causes)
    return found_in(re.escape(piece), value)


def _contains_any(value: Any, wanted: Any) -> Truth:
    return disjunction(_contains(value, one) for one in wanted)


def _contains_all(value: Any, wanted: Any) -> Truth:
    return conjunction(_contains(value, one) for one in wanted)


def _starts_with(value: Any, wanted: Any) -> Truth:
    return disjunction(
        _open(value, one, Letters.starts)
        if isinstance(one, Open)
        else _edge(value, _prefix_of(value), one, str.startswith)
        for one in wanted
    )


def _ends_with(value: Any, wanted: Any) -> Truth:
    return disjunction(
        _open(value, one, Letters.ends)
        if isinstance(one, Open)
        else _edge(value, _suffix_of(value), one, str.endswith)
        for one in wanted
    )


def _open(value: Any, wanted: Any, test: Callable[[Letters, str, str], bool | None]) -> Truth:
    """A test whose argument is open in part: an open piece of both is the same letters in both."""
    if not isinstance(value, str | Open):
        return False
    letters = Letters()
    said = test(letters, letters.spelt(value), letters.spelt(wanted))
    may_be_list = isinstance(value, Unknown) and shape_of(value) is None
    return Unknown(causes_of([value, wanted])) if said is None or may_be_list else said


def _at_edge(
    in_full: Callable[[Any, Any], Truth], test: Callable[[str, tuple[str, ...]], bool]
) -> Callable[[Any], Callable[[Any], Truth]]:
    """The same of plain values, where the texts at the edge are known."""

    def ready(wanted: Any) -> Callable[[Any], Truth]:
        if not all(isinstance(one, str) for one in wanted):
            return lambda value: in_full(value, wanted)
        return lambda value: test(value, wanted) if type(value) is str else in_full(value, wanted)

    return ready


def _prefix_of(value: Any) -> str:
    return value.prefix if isinstance(value, Partial) else ""


def _suffix_of(value: Any) -> str:
    return value.suffix if isinstance(value, Partial) else ""


def _edge(value: Any, known: str, wanted: str, test: Callable[[str, str], bool]) -> Truth:
    """Decided where the known piece at that end agrees, or disagrees, as far as it goes."""
    if not isinstance(value, Partial | Unknown):
        return _plain_edge(value, wanted, test)
    if test(known, wanted):
        return True
    if "*" in wanted and holds_no_wildcard(value):
        return False
    if not test(wanted, known):
        return False
    edge = re.escape(wanted)
    return found_in(f"^{edge}" if test is str.startswith else rf"{edge}\Z", value)


def _plain_edge(value: Any, wanted: str, test: Callable[[str, str], bool]) -> Truth:
    if isinstance(value, Reference):
        return "*" not in wanted and Unknown(causes_of(value))
    return isinstance(value, str) and test(value, wanted)


_text = taken(lambda written: isinstance(written, str | Open), Message("a string"))
_scalar = taken(
    lambda written: isinstance(written, str | int | float | Open),
    Message("a string, a number or a boolean"),
)

WORDS = (
    Operator(
        "matches",
        Message("this regular expression (RE2) is found in it"),
        _matches,
        _pattern,
        Message("this regular expression (RE2) is not found in it"),
        of_shape=True,
        ready=_found,
        page=Row(
            "a regular expression",
            "has a part that fits (anchor with `^` and `$`; `(?i)` ignores case)",
        ),
    ),
    Operator(
        "contains",
        Message("this is an item of the list, a key of the mapping or a part of the string"),
        _contains,
        _scalar,
        Message("it does not contain this"),
        of_shape=True,
        of_pieces=True,
        page=Row(
            "a scalar", "is a list with this item, a mapping with this key, a string with this part"
        ),
    ),
    Operator(
        "contains-any",
        Message("it contains one of these"),
        _contains_any,
        one_or_more(scalar),
        Message("it contains none of these"),
        of_shape=True,
        page=Row("a scalar or a list of them", "contains any of these"),
    ),
    Operator(
        "contains-all",
        Message("it contains all of these"),
        _contains_all,
        one_or_more(scalar),
        of_shape=True,
        page=Row("a scalar or a list of them", "contains all of these"),
    ),
    Operator(
        "starts-with",
        Message("it starts with this, or with one of these"),
        _starts_with,
        one_or_more(_text),
        Message("it does not start with this, nor with one of these"),
        of_shape=True,
        of_pieces=True,
        ready=_at_edge(_starts_with, str.startswith),
        page=Row("a string or a list", "starts so"),
    ),
    Operator(
        "ends-with",
        Message("it ends with this, or with one of these"),
        _ends_with,
        one_or_more(_text),
        Message("it does not end with this, nor with one of these"),
        of_shape=True,
        of_pieces=True,
        ready=_at_edge(_ends_with, str.endswith),
        page=Row("a string or a list", "ends so"),
    ),
)
