"""``value-of``: an argument that is another property, whose it is and what is made of it.

value-of: $.Properties.MaxSize                      of the resource that the condition is about
value-of: "@.FromPort"                              of the match that a quantifier is at
value-of: {this: $.Properties.Timeout, times: 6}    of the resource that the rule is asked of
value-of: {stack: name, in-text: "alias/{}-"}       of the stack
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.numbers import as_number
from synthgate.resolve.values import (
    ABSENT,
    Limits,
    Nothing,
    Partial,
    Reference,
    Unknown,
    causes_of,
    known,
    seen_from_outside,
    text_of,
)
from synthgate.rule.operators.operator import Operator
from synthgate.rule.operators.quantities import Quantity, quantity_of
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.path import Path
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import a_path, unknown_word
from synthgate.rule.terms.mistakes import Mistake, told, wrong_kind
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

VALUE_OF = "value-of"
OF_THE_MATCH = "@"
"""How a path starts that leads on from the match, as in the filters of JSONPath."""
PATH, THIS, STACK = "path", "this", "stack"
"""Whose the value is: of what the condition is about, of what the rule is asked of, the stack's."""
FACTS: Mapping[str, str] = {
    "name": "AWS::StackName",
    "account": "AWS::AccountId",
    "region": "AWS::Region",
}
"""What an argument may say of the stack, as the pseudo parameters that say it."""
IN_TEXT, HOLE = "in-text", "{}"
"""The text that the value stands in, and where in it."""
_FRACTION = re.compile("([0-9]{1,9})/(0*[1-9][0-9]{0,8})")
_NUMBER = {"type": "number"}
COUNTING = {
    "times": [_NUMBER, {"type": "string", "pattern": f"^{_FRACTION.pattern}$"}],
    "plus": [_NUMBER],
}
"""What is made of the value: how often it counts (``6``, ``1/6``), and what is added; with the
shapes of both for editors."""
DEFAULT = "default"
_WORDS = (PATH, THIS, STACK, DEFAULT, IN_TEXT, *COUNTING)


def is_value_of(written: Any) -> bool:
    """Whether an argument names another property."""
    return is_mapping(written) and written.keys() == {VALUE_OF}


def compile_value_of(text: str) -> Path:
    """The path of a `value-of`, which starts at the resource (``$``) or at the match (``@``).

    Raises:
        CardError: it is no path.
    """
    return compile_path(f"${text[1:]}" if text.startswith(OF_THE_MATCH) else text)


def mistakes(written: Any, route: Route) -> Iterator[Mistake]:
    """The mistakes of what stands beside ``value-of``."""
    if not is_mapping(written):
        yield from a_path(compile_value_of, written, route)
        return
    yield from (unknown_word(route, word, _WORDS) for word in written if word not in _WORDS)
    if sum(word in written for word in (PATH, THIS, STACK)) != 1:
        yield told(route, _WHOSE)
    for word, read in ((PATH, compile_value_of), (THIS, compile_path)):
        if word in written:
            yield from a_path(read, written[word], (*route, word))
    if str(written.get(THIS)).startswith(OF_THE_MATCH):
        yield told((*route, THIS), _NO_MATCH)
    if written.get(STACK, "name") not in FACTS:
        kinds = Message("one of {kinds}").format(kinds=", ".join(FACTS))
        yield told((*route, STACK), wrong_kind(kinds, written[STACK]))
    if str(written.get(IN_TEXT, HOLE)).count(HOLE) != 1:
        yield told((*route, IN_TEXT), wrong_kind(_WITH_HOLE, written[IN_TEXT]))
    for word in COUNTING:
        number = written.get(word, 0)
        if _fraction(number) is None or (word == "plus" and isinstance(number, str)):
            yield told((*route, word), wrong_kind(Message("a number"), number))


def _fraction(written: Any) -> tuple[float, int] | None:
    """A number of a card, or one such as ``1/6``, as what it counts and what that is divided by."""
    if isinstance(written, int | float) and not isinstance(written, bool):
        return written, 1
    found = _FRACTION.fullmatch(written) if isinstance(written, str) else None
    return (int(found[1]), int(found[2])) if found else None


def other_of(operator: Operator, written: Any) -> Other:
    """The other property that an argument without mistakes names."""
    told: Mapping[str, Any] = written if is_mapping(written) else {PATH: written}
    text: str = told.get(PATH) or told.get(THIS, "$")
    return Other(operator, compile_value_of(text), told, text.startswith(OF_THE_MATCH))


@dataclass(frozen=True, eq=False)
class Other:
    """An argument that is the value of another property, as its operator takes it."""

    operator: Operator
    path: Path
    written: Mapping[str, Any] = field(repr=False)
    of_the_match: bool

    def value(self, view: View, around: Any) -> Any:
        """The value; one that the operator will not have is no argument at all."""
        if STACK in self.written:
            fact = FACTS[self.written[STACK]]
            return self._taken(view.placement.pseudo_parameter(fact))
        owner = view.this if THIS in self.written else view
        start = around if self.of_the_match else owner.resource.body
        match = next(self.path.find(start), Match((), ABSENT))
        if match.doubt is not None:
            return match.doubt
        home = owner.resolver.identity
        is_near = home == view.resolver.identity
        return self._taken(match.value if is_near else seen_from_outside(match.value, home))

    def _taken(self, value: Any) -> Any:
        value = known(value)
        if isinstance(value, Unknown):
            if not value.choices and IN_TEXT in self.written:
                return self._in_text(value)
            choices = tuple(map(self._taken, value.choices))
            if not self._counts:
                is_exact = value.exact and IN_TEXT not in self.written
                return replace(value, choices=choices, exact=is_exact)
            limits = self._counted_limits(value.limits)
            return Unknown(value.causes, choices, limits=limits, of=value.of)
        if isinstance(value, Nothing):
            value = self.written.get(DEFAULT, value)
            return value if isinstance(value, Nothing) else self._of_known(value)
        if isinstance(value, Partial | Reference):
            return Unknown(causes_of(value)) if self._counts else self._in_text(value)
        return self._of_known(value)

    def _in_text(self, value: Any) -> Any:
        """The value in the text that the card puts it into, if it does."""
        if IN_TEXT not in self.written:
            return value
        before, _, behind = self.written[IN_TEXT].partition(HOLE)
        return text_of([before, value, behind])

    def _of_known(self, value: Any) -> Any:
        try:
            made = self._counted(value) if self._counts else self._in_text(value)
            return self.operator.take(made)
        except CardError:
            causes = causes_of(value)
            return Unknown(causes) if causes else ABSENT

    def _counted_limits(self, limits: Limits | None) -> Limits | None:
        """What is known of what is made of a number between two ends."""
        is_number = limits is not None and limits.is_number and not limits.of_items
        if limits is None or not is_number or not self._times[0]:
            return None
        ends = sorted(self._counted(end) for end in (limits.least, limits.most))
        return Limits(is_number=True, least=ends[0], most=ends[1])

    @property
    def _counts(self) -> bool:
        return any(word in self.written for word in COUNTING)

    def _counted(self, value: Any) -> Any:
        """The value times and plus what the card says.

        Raises:
            CardError: it is no number, nor a quantity to which nothing is added.
        """
        plus, number = self.written.get("plus", 0), as_number(value)
        if number is not None:
            return self._often(number) + plus
        quantity = quantity_of(value) if self.operator.in_units and not plus else None
        if quantity is None:
            raise CardError(wrong_kind(Message("a number"), value))
        return Quantity(self._often(quantity.amount), quantity.dimension)

    def _often(self, number: float) -> float:
        """A number as often as it counts."""
        times, parts = self._times
        return number * times if parts == 1 else number * times / parts

    @property
    def _times(self) -> tuple[float, int]:
        return _fraction(self.written.get("times", 1)) or (1, 1)


_WHOSE = Message(
    "one of 'path', of the resource or match that the condition is about, 'this', of the "
    "resource that the rule is asked of, and 'stack'"
)
_WITH_HOLE = Message("a text with {hole} where the value stands").format(hole=HOLE)
_NO_MATCH = Message("a path behind 'this' starts with '$'")
