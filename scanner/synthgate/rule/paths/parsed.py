"""The steps of a path that jsonpath-ng has parsed: one case for each kind of node."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any, cast

from jsonpath_ng import exceptions, jsonpath
from jsonpath_ng.ext import filter as ng_filter
from jsonpath_ng.ext.parser import parse

from synthgate.errors import CardError
from synthgate.model import verbatim
from synthgate.patterns import pattern
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, decided, negation
from synthgate.resolve.numbers import as_number
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of
from synthgate.rule.paths import steps
from synthgate.rule.paths.descent import descendants
from synthgate.rule.paths.path import Path, bad_path, is_there
from synthgate.rule.paths.steps import Match, Step, Test
from synthgate.rule.regex import Regex, regex
from synthgate.rule.texts.possible import found_in

_PIECE = pattern(r"""(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\[\*\]""", re.DOTALL)
_BACKSLASH = pattern(r"""\\(\\|["'])|\\""")


def steps_of(text: str) -> tuple[Step, ...]:
    r"""Parse a path with jsonpath-ng and give its steps.

    ``[*]`` is handed over as ``[:]``: jsonpath-ng parses it to the node of ``.*``, but
    the items of a list (of one, if it is a single statement) are not the members of
    a mapping. A backslash in quotes is handed over as two, for jsonpath-ng takes one away, and
    ``"^\d+$"`` shall mean there what it means in `matches`; two are one already.

    Raises:
        CardError: not a path, or a node that makes no sense in a rule (``parent``, ``len``).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            tree = parse(_PIECE.sub(_handed_over, text))
    except (exceptions.JsonPathLexerError, exceptions.JsonPathParserError) as error:
        raise bad_path(text, verbatim(str(error))) from error
    return tuple(_steps(tree, text))


def _handed_over(piece: re.Match[str]) -> str:
    quoted = piece["quoted"]
    return "[:]" if quoted is None else _BACKSLASH.sub(_kept, quoted)


def _kept(found: re.Match[str]) -> str:
    """A backslash that jsonpath-ng leaves one of."""
    return found[0] if found[1] else "\\\\"


def _steps(node: jsonpath.JSONPath, text: str) -> Iterator[Step]:
    match node:
        case jsonpath.Root() | jsonpath.This():
            return
        case jsonpath.Child():
            yield from _steps(node.left, text)
            yield from _steps(node.right, text)
        case jsonpath.Descendants():
            yield from _steps(node.left, text)
            yield descendants(tuple(_steps(node.right, text)))
        case jsonpath.Fields():
            yield _fields(node.fields)
        case jsonpath.Index():
            yield _union([steps.At(index) for index in node.indices])
        case jsonpath.Slice():
            yield steps.Each(node.start, node.end, node.step)
        case ng_filter.Filter():
            expressions = cast("Any", node).expressions
            yield steps.Keep(tuple(_test(item, text) for item in expressions))
        case _ if type(node).__name__ == "Wildcard":
            yield steps.members
        case _:
            raise bad_path(text, verbatim(type(node).__name__))


def _fields(names: tuple[str, ...]) -> Step:
    if names == ("*",):
        return steps.members
    return _union([steps.Field(name) for name in names])


def _union(parts: list[Step]) -> Step:
    if len(parts) == 1:
        return parts[0]

    def step(match: Match) -> Iterator[Match]:
        for one in parts:
            yield from one(match)

    return step


def _test(expression: Any, text: str) -> Test:
    target = Path(text, tuple(_steps(expression.target, text)))
    if expression.op is None:
        return is_there(target)
    if expression.op == "!":
        there = is_there(target)
        return lambda value: negation(there(value))
    compare = _COMPARISONS.get(expression.op)
    if compare is None:
        raise bad_path(text, verbatim(f"operator {expression.op}"))
    wanted = _pattern(str(expression.value), text) if expression.op == "=~" else expression.value

    def test(value: Any) -> Truth:
        # What is absent is equal to nothing, so that it is unequal (RFC 9535, 2.3.5.2.2).
        found = [match.value for match in target.find(value)]
        return conjunction(
            expression.op == "!="
            if item is ABSENT
            else decided(lambda known: compare(known, wanted), item)
            for item in found
        )

    return test


def _pattern(written: str, text: str) -> Regex:
    try:
        return regex(written)
    except CardError as error:
        raise bad_path(text, error.text) from error


def _ordered(holds: Callable[[float, float], bool]) -> Callable[[Any, Any], Truth]:
    def compare(left: Any, right: Any) -> Truth:
        if isinstance(left, Reference | Partial):
            return Unknown(causes_of(left))
        one, other = as_number(left), as_number(right)
        return one is not None and other is not None and holds(one, other)

    return compare


def _matches(left: Any, right: Regex) -> Truth:
    if isinstance(left, Reference | Partial):
        return found_in(right.written, left)
    return isinstance(left, str) and right.found_in(left)


_COMPARISONS: dict[str, Callable[[Any, Any], Truth]] = {
    "=": equal,
    "==": equal,
    "!=": lambda left, right: negation(equal(left, right)),
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "=~": _matches,
}
