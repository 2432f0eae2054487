"""Operators asked of values: with defaults, units, and arguments that are properties themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from synthgate.errors import CardError
from synthgate.resolve.compare import is_set
from synthgate.resolve.kleene import Truth, decided, negation
from synthgate.resolve.values import ABSENT, Nothing, Partial, Reference, Unknown, causes_of
from synthgate.rule.operators.quantities import measured
from synthgate.rule.operators.table import ARGUMENTS, NEGATED, OPERATORS, WITH_UNITS
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.path import Path
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import View
from synthgate.template.data import is_mapping

VALUE_OF = "value-of"
OF_THE_MATCH = "@"
"""How a path starts that leads on from the match, as in the filters of JSONPath."""


def compile_value_of(text: str) -> Path:
    """The path of a `value-of`, which starts at the resource (``$``) or at the match (``@``).

    Raises:
        CardError: it is no path.
    """
    return compile_path(f"${text[1:]}" if text.startswith(OF_THE_MATCH) else text)


@dataclass(frozen=True, slots=True)
class Other:
    """An argument that is the value of another property: of the resource, or of the match."""

    path: Path
    take: Callable[[Any], Any]
    of_the_match: bool

    def value(self, view: View, around: Any) -> Any:
        """The value; one that the operator will not have is no argument at all."""
        start = around if self.of_the_match else view.resource.body
        match = next(self.path.find(start), Match((), ABSENT))
        return self._taken(match.value) if match.doubt is None else match.doubt

    def _taken(self, value: Any) -> Any:
        if isinstance(value, Unknown):
            return replace(value, choices=tuple(map(self._taken, value.choices)))
        if isinstance(value, Partial | Reference | Nothing):
            return value
        try:
            return self.take(value)
        except CardError:
            causes = causes_of(value)
            return Unknown(causes) if causes else ABSENT


def argument(word: str, written: Any) -> Any:
    """What stands beside an operator's word, as the operator takes it."""
    if is_mapping(written) and written.keys() == {VALUE_OF}:
        text: str = written[VALUE_OF]
        return Other(compile_value_of(text), ARGUMENTS[word], text.startswith(OF_THE_MATCH))
    return ARGUMENTS[word](written)


@dataclass(frozen=True, slots=True)
class Asking:
    """What operators are asked with: from where, of what around, in which unit.

    `default` stands for what is absent, in this branch of an `Fn::If` or that.
    """

    view: View
    around: Any
    default: Any
    unit: str | None

    def of(self, value: Any, word: str, argument: Any) -> Truth:
        """What an operator says of a value."""
        if word in NEGATED:
            return negation(self.of(value, NEGATED[word], argument))
        if isinstance(argument, Other):
            return self._compared(value, word, argument)
        if word == "exists":
            there = is_set(value)
            return there if argument else negation(there)
        return decided(lambda known: self._test(known, word, argument), value)

    def _test(self, known: Any, word: str, argument: Any) -> Truth:
        known = self.default if isinstance(known, Nothing) else known
        if known is ABSENT and word != "empty":
            return False
        if word in WITH_UNITS:
            return OPERATORS[word](measured(known, self.unit), measured(argument, self.unit))
        return OPERATORS[word](known, argument, self.view.placement.account)

    def _compared(self, value: Any, word: str, other: Other) -> Truth:
        """An operator whose argument is another property, known or not."""

        def test(argument: Any) -> Truth:
            if isinstance(argument, Nothing):
                return False
            if isinstance(argument, Partial | Reference | Unknown) and word != "equals":
                return Unknown(causes_of(argument))
            return self.of(value, word, argument)

        argument = other.value(self.view, self.around)
        is_exact = isinstance(argument, Unknown) and argument.exact
        if word == "equals" and is_exact and value == argument:
            return True  # the same parameter
        has_choices = isinstance(argument, Unknown) and argument.choices
        return decided(test, argument) if has_choices else test(argument)
