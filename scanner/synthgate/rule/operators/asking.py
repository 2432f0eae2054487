"""Operators asked of values: with defaults, units, and arguments that are properties themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.causes import UNTOLD
from synthgate.resolve.kleene import Truth, agreed, decided, negation
from synthgate.resolve.shapes import limits_on
from synthgate.resolve.values import ABSENT, Nothing, Partial, Reference, Unknown, causes_of, known
from synthgate.rule.operators import value_of
from synthgate.rule.operators.operator import Operator
from synthgate.rule.operators.quantities import measured, unit
from synthgate.rule.operators.value_of import VALUE_OF, Other, is_value_of, other_of
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import ANYTHING, ref, refused, taken
from synthgate.rule.terms.mistakes import Mistake
from synthgate.rule.terms.word import Argument, Reader, Word
from synthgate.rule.texts.possible import every_text
from synthgate.template.document import Route

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


def argument(operator: Operator, written: Any) -> Any:
    """What stands beside an operator's word, as the operator takes it."""
    if is_value_of(written):
        return other_of(operator, written[VALUE_OF])
    return operator.take(written)


def word_of(operator: Operator) -> Word:
    """An operator as a word: beside it stands its argument, or the path to another property."""

    def shape(_: Reader, value: Any, route: Route, __: bool) -> Iterator[Mistake]:
        if is_value_of(value) and not operator.of_kind:
            yield from value_of.mistakes(value[VALUE_OF], (*route, VALUE_OF))
        else:
            yield from refused(operator.take, value, route)

    return Word(operator.name, operator.means, Argument(shape))


def _is_one_text(value: Any) -> bool:
    """Whether what is not known is a single value, and not one of several."""
    return isinstance(value, Unknown) and not value.choices


def _is_number(value: Any) -> bool:
    return _is_one_text(value) and limits_on(value).is_number


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
        if operator.of_kind:
            return self._made(value, operator, argument)
        value = known(value)
        if isinstance(argument, Other):
            return self._compared(value, operator, argument)
        answer = self._said(value, operator, argument)
        if isinstance(answer, Unknown) and isinstance(value, Unknown | Partial):
            return self._of_each(value, operator, argument, answer)
        return answer

    def _of_each(
        self, value: Unknown | Partial, operator: Operator, argument: Any, answer: Unknown
    ) -> Truth:
        """What is said of every text that a value may be, where its pattern leaves but a few.

        Values of which each was asked already, as what it is: a number is not the text of it.
        """
        if isinstance(value, Unknown) and value.choices:
            return answer
        texts = every_text(value)
        may_be = Unknown(answer.causes, texts)
        return agreed(lambda one: self._test(one, operator, argument), may_be)

    def _said(self, value: Any, operator: Operator, argument: Any) -> Truth:
        if operator.of_open or (operator.of_shape and _is_one_text(value)):
            return operator(value, argument)
        if operator.in_units and _is_number(value):
            return self._of_number(value, operator, argument)
        return decided(lambda one: self._test(one, operator, argument), value)

    def _made(self, value: Any, operator: Operator, argument: Any) -> Truth:
        """What an operator says of how each value is made that this one may be."""
        if isinstance(value, Unknown) and value.choices:
            return agreed(lambda one: self._made(one, operator, argument), value)
        made = self.default if isinstance(value, Nothing) else value
        return made is not ABSENT and operator.test(made, argument, self.view)

    def _of_number(self, value: Unknown, operator: Operator, argument: Any) -> Truth:
        """A limit of a number between two ends: decided where it says the same of both."""
        limits = limits_on(value)
        least, most = (self._test(end, operator, argument) for end in (limits.least, limits.most))
        return least if least is most else Unknown(value.causes)

    def _of_numbers(self, value: Any, operator: Operator, argument: Unknown) -> Truth:
        """A limit that is itself between two ends; the same open number is as large as itself."""
        if argument.exact and value == argument:
            return operator(0, operator.take(0))
        limits = limits_on(argument)
        ends = (operator.take(limits.least), operator.take(limits.most))
        least, most = (self.of(value, operator, end) for end in ends)
        return least if least is most else Unknown(causes_of([value, argument]))

    def _test(self, one: Any, operator: Operator, argument: Any) -> Truth:
        one = self.default if isinstance(one, Nothing) else known(one)
        if one is ABSENT and not operator.of_absent:
            return False
        if operator.seeing:
            return operator.test(one, argument, self.view)
        if operator.in_units:
            return operator(measured(one, self.unit), measured(argument, self.unit))
        return operator(one, argument, self.view.placement.account)

    def _compared(self, value: Any, operator: Operator, other: Other) -> Truth:
        """An operator whose argument is another property, known or not."""

        def test(argument: Any) -> Truth:
            if isinstance(argument, Nothing):
                return False
            if not isinstance(argument, Partial | Reference | Unknown) or operator.of_itself:
                return self.of(value, operator, argument)
            if not operator.of_pieces:
                return Unknown(causes_of(argument))
            return self.of(value, operator, operator.take(argument))

        argument = other.value(self.view, self.around)
        is_exact = isinstance(argument, Unknown) and argument.exact
        if operator.of_itself and is_exact and value == argument:
            return True  # the same parameter
        if operator.in_units and _is_number(argument):
            return self._of_numbers(value, operator, argument)
        has_choices = isinstance(argument, Unknown) and argument.choices
        return decided(test, argument) if has_choices else test(argument)
