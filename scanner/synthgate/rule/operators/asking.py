"""Operators asked of values: with defaults, units, and arguments that are properties themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.resolve.kleene import Truth, agreed, decided, negation
from synthgate.resolve.values import ABSENT, UNTOLD, Nothing, Partial, Reference, Unknown, causes_of
from synthgate.rule.operators.operator import Operator
from synthgate.rule.operators.quantities import measured, unit
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.path import Path
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import ANYTHING, a_path, ref, refused, taken
from synthgate.rule.terms.mistakes import Mistake
from synthgate.rule.terms.word import Argument, Reader, Word
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

VALUE_OF = "value-of"
OF_THE_MATCH = "@"
"""How a path starts that leads on from the match, as in the filters of JSONPath."""

DEFAULT = Word(
    "default",
    Message("the value that counts where the property is absent"),
    ANYTHING,
)
BESIDE = (
    DEFAULT,
    Word(
        "unit",
        Message("in which unit the property counts, where the limit has one: seconds"),
        taken(unit, ref("text")),
    ),
)
"""Words that say how operators take a value."""


def compile_value_of(text: str) -> Path:
    """The path of a `value-of`, which starts at the resource (``$``) or at the match (``@``).

    Raises:
        CardError: it is no path.
    """
    return compile_path(f"${text[1:]}" if text.startswith(OF_THE_MATCH) else text)


@dataclass(frozen=True, eq=False)
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


def argument(operator: Operator, written: Any) -> Any:
    """What stands beside an operator's word, as the operator takes it."""
    if _is_value_of(written):
        text: str = written[VALUE_OF]
        return Other(compile_value_of(text), operator.take, text.startswith(OF_THE_MATCH))
    return operator.take(written)


def word_of(operator: Operator) -> Word:
    """An operator as a word: beside it stands its argument, or the path to another property."""

    def shape(_: Reader, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
        if _is_value_of(value) and not operator.of_kind:
            yield from a_path(compile_value_of, value[VALUE_OF], (*route, VALUE_OF))
        else:
            yield from refused(operator.take, value, route)

    return Word(operator.name, operator.means, Argument(shape))


def _is_value_of(written: Any) -> bool:
    return is_mapping(written) and written.keys() == {VALUE_OF}


def _is_one_text(value: Any) -> bool:
    """Whether what is not known is a single value, and not one of several."""
    return isinstance(value, Unknown) and not value.choices


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """What operators are asked with: from where, of what around, in which unit.

    `default` stands for what is absent, in this branch of an `Fn::If` or that.
    """

    view: View
    around: Any
    default: Any
    unit: str | None

    def of(self, value: Any, operator: Operator, argument: Any) -> Truth:
        """What an operator says of a value."""
        if self.default is not ABSENT and isinstance(value, Unknown) and value.causes == (UNTOLD,):
            value = self.default
        if operator.negates:
            return negation(self.of(value, operator.negates, argument))
        if isinstance(argument, Other):
            return self._compared(value, operator, argument)
        if operator.of_kind:
            return self._made(value, operator, argument)
        if operator.of_open or (operator.of_shape and _is_one_text(value)):
            return operator(value, argument)
        return decided(lambda known: self._test(known, operator, argument), value)

    def _made(self, value: Any, operator: Operator, argument: Any) -> Truth:
        """What an operator says of how each value is made that this one may be."""
        if isinstance(value, Unknown) and value.choices:
            return agreed(lambda one: self._made(one, operator, argument), value)
        known = self.default if isinstance(value, Nothing) else value
        return known is not ABSENT and operator.test(known, argument, self.view)

    def _test(self, known: Any, operator: Operator, argument: Any) -> Truth:
        known = self.default if isinstance(known, Nothing) else known
        if known is ABSENT and not operator.of_absent:
            return False
        if operator.in_units:
            return operator(measured(known, self.unit), measured(argument, self.unit))
        return operator(known, argument, self.view.placement.account)

    def _compared(self, value: Any, operator: Operator, other: Other) -> Truth:
        """An operator whose argument is another property, known or not."""

        def test(argument: Any) -> Truth:
            if isinstance(argument, Nothing):
                return False
            if isinstance(argument, Partial | Reference | Unknown) and not operator.of_itself:
                return Unknown(causes_of(argument))
            return self.of(value, operator, argument)

        argument = other.value(self.view, self.around)
        is_exact = isinstance(argument, Unknown) and argument.exact
        if operator.of_itself and is_exact and value == argument:
            return True  # the same parameter
        has_choices = isinstance(argument, Unknown) and argument.choices
        return decided(test, argument) if has_choices else test(argument)
