"""What an operator says of a value, quickly; None where it is to be asked in full.

Of plain data its test alone is asked. Of all else `Asking` tells, as in full: most of what is not
known settles an answer as well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synthgate.resolve.values import ABSENT, Nothing, Reference
from synthgate.rule.operators.asking import Asking
from synthgate.rule.operators.kinds import looks_around
from synthgate.rule.operators.operator import Operator
from synthgate.rule.operators.quantities import measured
from synthgate.rule.operators.value_of import Other
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.quick import decided

Answer = Callable[[View, Any, Any], bool | None]
"""Of what is around the value, from where it is seen, and the value itself."""

_DATA = frozenset((str, int, float, bool, dict, list, type(None)))
_OF_KINDS = _DATA | {Reference}
"""Those of which a word about how a value is made tells as much at once."""
PLAIN = _DATA | {Nothing}
"""The types of values of which nothing is open, but perhaps something inside."""


def answer_of(operator: Operator, argument: Any, default: Any, unit: str | None) -> Answer | None:
    """The quick form of an operator with its argument; None of one that looks at others."""
    base = operator.negates or operator
    if base.seeing or (base.of_kind and looks_around(argument)):
        return None

    def in_full(view: View, around: Any, value: Any) -> bool | None:
        return decided(Asking(view, around, default, unit).of(value, operator, argument))

    if base.placed or isinstance(argument, Other):
        return in_full
    known = _OF_KINDS if base.of_kind else _DATA
    return _of_plain(_test(base, argument, unit), in_full, known, is_negated=base is not operator)


def _of_plain(
    test: Callable[[Any], Any], in_full: Answer, known: frozenset[type], *, is_negated: bool
) -> Answer:
    """The answer of a test of values of known types; of what is absent it is the same each time."""
    absent: list[bool | None] = []

    def answer(view: View, around: Any, value: Any) -> bool | None:
        if value is ABSENT:
            if not absent:
                absent.append(in_full(view, around, value))
            return absent[0]
        if type(value) in known:
            truth = test(value)
            if truth is True or truth is False:
                return truth is not is_negated
            return None
        return in_full(view, around, value)

    return answer


def _test(operator: Operator, argument: Any, unit: str | None) -> Callable[[Any], Any]:
    """The test of a plain value, its argument made ready."""
    test = operator.test
    if operator.in_units:
        limit = measured(argument, unit)
        return lambda value: test(measured(value, unit), limit)
    if operator.ready:
        return operator.ready(argument)
    return lambda value: test(value, argument)
